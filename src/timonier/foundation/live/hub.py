"""One listener in each web process: it hears the notices and hands them to every open stream of this process.

It must not decide who may hear what: the stream does, with the rights of its session.
"""

import asyncio
import logging
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection, Error

from timonier.foundation.live.notices import CHANNEL, MANY, read_notice

log = logging.getLogger("timonier.live")
REMEMBERED = 4000
OVERLAP = 5_000_000
"""Units: microseconds. A page may have been drawn just before a change that committed just after it had looked."""
_WAITS = (0.5, 1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Notice:
    """`at` is when this process heard it, in microseconds since 1970: the position in its stream. Contract 0: any."""

    at: int
    contract: int
    mark: str


@dataclass(eq=False, slots=True)
class Reader:
    """What one stream has not sent yet. A slow one forgets the names and learns that much has changed."""

    waiting: deque[Notice] = field(default_factory=lambda: deque(maxlen=500))
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, notice: Notice) -> None:
        if len(self.waiting) == self.waiting.maxlen:
            self.waiting.clear()
            notice = Notice(notice.at, 0, MANY)
        self.waiting.append(notice)
        self.news.set()

    def take(self) -> list[Notice]:
        found = list(self.waiting)
        self.waiting.clear()
        self.news.clear()
        return found


class Hub:
    """The listener, its recent memory, and its readers. Everything happens in one event loop."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._parameters = parameters
        self._readers: set[Reader] = set()
        self._recent: deque[Notice] = deque(maxlen=REMEMBERED)
        self._heard_since: int | None = None
        self._task: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._readers)

    def join(self, since: int | None) -> Reader:
        """A new reader, with what was heard since; what can no longer be known is told as a change of everything."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._listen())
        reader = Reader()
        self._readers.add(reader)
        if since is not None:
            self._catch_up(reader, since - OVERLAP)
        return reader

    def leave(self, reader: Reader) -> None:
        """Forget a reader."""
        self._readers.discard(reader)

    def _catch_up(self, reader: Reader, since: int) -> None:
        start = self._heard_since
        is_whole = len(self._recent) < REMEMBERED
        oldest = self._recent[0].at if self._recent else 0
        if start is None or since < start or (not is_whole and since < oldest):
            reader.put(Notice(_now(), 0, MANY))
            return
        for notice in self._recent:
            if notice.at >= since:
                reader.put(notice)

    async def _listen(self) -> None:
        failures = 0
        while True:
            try:
                async with await AsyncConnection.connect(**self._parameters, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    if failures:
                        self._spread(0, MANY)  # what was said meanwhile is not known
                    self._heard_since, failures = _now(), 0
                    async for said in connection.notifies():
                        found = read_notice(said.payload)
                        if found is not None:
                            self._spread(*found)
            except (Error, OSError) as error:
                log.warning("live notices are not heard: %s", type(error).__name__)
            self._heard_since = None
            await asyncio.sleep(_WAITS[min(failures, len(_WAITS) - 1)])
            failures += 1

    def _spread(self, contract: int, mark: str) -> None:
        notice = Notice(_now(), contract, mark)
        self._recent.append(notice)
        for reader in self._readers:
            reader.put(notice)


def _now() -> int:
    return int(time.time() * 1_000_000)

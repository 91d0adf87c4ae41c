"""Bring lines of events into the journal: bounded, checked alone, in chunks that each are one transaction.

A line that is no event is refused alone and told with its number; the others are stored. The same line again is
a duplicate and no error, so an interrupted import is simply run again.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection

from timonier.contracts.queries import plans_of
from timonier.core.events import MAX_EVENT_BYTES, BadEvent, Event, parse_event, parse_line
from timonier.core.messages import say
from timonier.core.refusal import Refused
from timonier.foundation.journal import append
from timonier.foundation.journal.seals import seal_open_block
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

CHUNK = 5000
LONGEST_LINE = 4 * MAX_EVENT_BYTES
REPORTED = 10_000
_PENDING = """
SELECT count(*) FROM (SELECT stream FROM unnest(%s::text[]) AS stream) AS touched WHERE NOT EXISTS (
    SELECT FROM journal_event e WHERE e.contract_id = %s AND e.stream = touched.stream AND e.kind = 'ticket.created')
"""


@dataclass(slots=True)
class Report:
    """What became of the lines. `refused` names at most the first ten thousand."""

    read: int = 0
    accepted: int = 0
    duplicates: int = 0
    pending: int = 0
    refused_count: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    doubts: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, line: int, code: str, params: dict[str, Any]) -> None:
        """Note a line that was refused."""
        self.refused_count += 1
        if len(self.refused) < REPORTED:
            self.refused.append({"line": line, **say(code, params)})

    def as_json(self) -> dict[str, Any]:
        """The report of `--json`."""
        found: dict[str, Any] = {
            "read": self.read,
            "accepted": self.accepted,
            "duplicates": self.duplicates,
            "pending": self.pending,
            "refused_count": self.refused_count,
            "refused": self.refused,
        }
        if self.doubts:
            found["doubts"] = self.doubts
        return found


@dataclass(slots=True)
class _Known:
    """What a contract knows that a line may not contradict."""

    services: frozenset[str]

    def check(self, event: Event) -> None:
        if event.family == "service" and event.key not in self.services:
            raise BadEvent("unknown_service", service=event.key[:60], known=", ".join(sorted(self.services)))


def bounded_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Numbered lines; one beyond the limit comes cut, so that a line without end does not fill the memory."""
    number = 0
    while piece := stream.readline(LONGEST_LINE + 1):
        number += 1
        yield number, piece
        while len(piece) > LONGEST_LINE and not piece.endswith(b"\n"):
            piece = stream.readline(LONGEST_LINE + 1)


def load_file(
    contract: Contract,
    path: Path,
    *,
    actor: str,
    via: str,
    family: str | None = None,
    tell: Callable[[int], None] | None = None,
) -> Report:
    """Load a file of JSON lines. `family`: the only one admitted. Raises: Refused when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return load_stream(contract, stream, actor=actor, via=via, family=family, tell=tell)
    except OSError as error:
        raise Refused("no_such_file", path=str(path)) from error


def load_stream(
    contract: Contract,
    stream: BinaryIO,
    *,
    actor: str,
    via: str,
    family: str | None = None,
    tell: Callable[[int], None] | None = None,
) -> Report:
    """Load JSON lines from an open stream. Inside a transaction of the caller it is all or nothing with it."""
    return _load(contract, _parsed(bounded_lines(stream), family), actor, via, tell)


def load_objects(
    contract: Contract,
    objects: Iterable[tuple[int, dict[str, Any]]],
    *,
    actor: str,
    via: str,
    tell: Callable[[int], None] | None = None,
) -> Report:
    """Load numbered objects that another reader made of its own format."""
    return _load(contract, ((number, value) for number, value in objects), actor, via, tell)


def _parsed(lines: Iterable[tuple[int, bytes]], family: str | None) -> Iterator[tuple[int, Event | BadEvent]]:
    for number, raw in lines:
        if len(raw) > LONGEST_LINE:
            yield number, BadEvent("line_too_long", limit=LONGEST_LINE)
            continue
        text = raw.strip()
        if not text:
            continue
        if number == 1:
            text = text.removeprefix(b"\xef\xbb\xbf")
        try:
            event = parse_line(text.decode("utf-8"))
            if family is not None and event.family != family:
                raise BadEvent("not_a_call")
            yield number, event
        except UnicodeDecodeError:
            yield number, BadEvent("not_utf8")
        except BadEvent as error:
            yield number, error


def _load(
    contract: Contract,
    lines: Iterable[tuple[int, Any]],
    actor: str,
    via: str,
    tell: Callable[[int], None] | None,
) -> Report:
    report = Report()
    plans = plans_of(contract)
    known = _Known(frozenset(key for plan in plans.all() for key in plan.version.services))
    touched: set[str] = set()
    for events in _ahead(_admit(chunk, known, report) for chunk in batched(lines, CHUNK)):
        with scope([contract.pk]):
            done = append(contract, events, actor=actor, via=via)
        report.accepted += done.accepted
        report.duplicates += done.duplicates
        touched.update(event.stream for event in events if event.family == "ticket")
        if tell is not None:
            tell(report.read)
    with scope([contract.pk]):
        with connection.cursor() as cursor:
            cursor.execute(_PENDING, [list(touched), contract.pk])
            report.pending = cursor.fetchone()[0]
        seal_open_block(contract)
    return report


def _ahead(chunks: Iterator[list[Event]]) -> Iterator[list[Event]]:
    """The same chunks, each made in another thread while the database takes the one before."""
    with ThreadPoolExecutor(1, "admit") as maker:
        coming = maker.submit(next, chunks, None)
        while (events := coming.result()) is not None:
            coming = maker.submit(next, chunks, None)
            yield events


def _admit(chunk: Iterable[tuple[int, Any]], known: _Known, report: Report) -> list[Event]:
    events: list[Event] = []
    for number, value in chunk:
        report.read += 1
        try:
            if isinstance(value, BadEvent):
                raise value
            event = value if isinstance(value, Event) else parse_event(value)
            known.check(event)
            events.append(event)
        except BadEvent as error:
            report.refuse(number, error.code, error.params)
    return events

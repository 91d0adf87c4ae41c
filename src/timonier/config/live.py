"""The one stream of a browser: what it shows has changed. Served beside the pages, so that it holds none of their threads.

It must not say what has changed, nor to whom it does not concern: rights are looked up again while it runs, and it ends
with its session.
"""

import asyncio
import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from timonier.config.bridge import Receive, Scope, Send
from timonier.directory.models import Account
from timonier.directory.rights import may
from timonier.foundation.live.hub import Hub, Notice
from timonier.foundation.live.notices import MANY
from timonier.foundation.tenancy.membership import contracts_of
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope as contract_scope

PATH = "/live"
HEARTBEAT, GATHERED, FRESH = 15.0, 0.15, 2.0
"""Units: seconds. Between two signs of life; notices told together; for how long rights are believed."""
MOST, MOST_EACH, MOST_MARKS = 2000, 12, 200
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"private, no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


@dataclass(frozen=True, slots=True)
class Access:
    """Which contracts' notices a session hears: of the wide ones all, of the others those whose mark it was shown."""

    keys: dict[int, str]
    wide: frozenset[int]
    at: float


def access_of(session_key: str) -> Access | None:
    """What this session may hear now; None when it has ended. Runs in a thread: it asks the database."""
    close_old_connections()
    request = HttpRequest()
    request.session = SessionStore(session_key)
    account = get_user(request)
    if not isinstance(account, Account) or not account.is_active:
        return None
    with contract_scope(contracts_of(account.pk)) as numbers:
        keys = dict(Contract.objects.filter(pk__in=numbers).values_list("pk", "key"))
        wide = frozenset(one for one in numbers if may(account, "ticket.list", one))
    return Access(keys, wide, time.monotonic())


@require_GET
@never_cache
def no_stream(request: HttpRequest) -> HttpResponse:
    """What servers without streams answer, to strangers too (a browser reads no page here): none, ask from time to time."""
    return HttpResponse(status=204)


class Streams:
    """The streams of this process."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._hub = Hub(parameters)
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="live")
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        key = _session_key(headers.get(b"cookie", b""))
        access = await self._look(key) if key else None
        status = 200
        if scope["method"] != "GET":
            status = 405
        elif key is None or access is None:
            status = 401
        elif len(self._hub) >= MOST or self._open[key] >= MOST_EACH:
            status = 503
        if status != 200 or access is None or key is None:
            await send({"type": "http.response.start", "status": status, "headers": _HEADERS[1:]})
            await send({"type": "http.response.body", "body": b""})
            return
        self._open[key] += 1
        try:
            await self._run(scope, headers, key, access, receive, send)
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]

    async def _run(
        self,
        scope: Scope,
        headers: dict[bytes, bytes],
        key: str,
        access: Access | None,
        receive: Any,
        send: Any,
    ) -> None:
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        shown = frozenset(query.get("marks", [""])[0].split(",")[:MOST_MARKS])
        last = headers.get(b"last-event-id", b"").decode("latin-1") or query.get("since", [""])[0]
        reader = self._hub.join(int(last) if last.isdecimal() and len(last) < 18 else None)
        gone = asyncio.get_running_loop().create_task(_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await _say(send, b"retry: 3000\n\n")
            while not gone.done():
                await _first_of(reader.news, gone)
                if reader.news.is_set():
                    await asyncio.sleep(GATHERED)
                notices = reader.take()
                if access is None or time.monotonic() - access.at > FRESH:
                    access = await self._look(key)
                if access is None:
                    await _say(send, b"event: end\ndata: {}\n\n", more=False)
                    return
                await _say(send, told(notices, access, shown))
        finally:
            gone.cancel()
            self._hub.leave(reader)

    async def _look(self, key: str) -> Access | None:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, access_of, key)
        except DatabaseError:
            return None


def told(notices: list[Notice], access: Access, shown: frozenset[str]) -> bytes:
    """The lines of the stream for these notices; a sign of life when none of them concerns this session."""
    found: dict[str, set[str]] = {}
    for one in notices:
        for number, name in access.keys.items():
            is_told = number in access.wide or one.mark in shown or one.mark == MANY
            if one.contract in (0, number) and is_told:
                found.setdefault(name, set()).add(one.mark)
    if not found:
        return b"event: beat\ndata: {}\n\n"
    data = json.dumps({name: sorted(marks) for name, marks in sorted(found.items())}, separators=(",", ":"))
    return f"id: {notices[-1].at}\nevent: change\ndata: {data}\n\n".encode()


def _session_key(cookie: bytes) -> str | None:
    with suppress(CookieError):
        found = SimpleCookie(cookie.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
        return found.value[:64] if found else None
    return None


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _first_of(news: asyncio.Event, gone: "asyncio.Task[None]") -> None:
    heard = asyncio.ensure_future(news.wait())
    await asyncio.wait({heard, gone}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
    heard.cancel()


async def _say(send: Send, text: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": more})

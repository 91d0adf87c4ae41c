"""Serve a WSGI application under an ASGI server: each request in one of a few threads that live as long as the process.

Threads keep their connections to the database. Bodies stream both ways; nothing is gathered on disk.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO, RawIOBase
from typing import Any
from urllib.parse import unquote_to_bytes

Scope = dict[str, Any]
Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Any]
Headers = list[tuple[bytes, bytes]]
_PATIENCE = 60.0  # seconds for the next piece of a body, or for a reader to take one


class Body(RawIOBase):
    """The body of a request, fetched from the loop when the application asks for more of it."""

    def __init__(self, first: dict[str, Any], receive: Receive, loop: asyncio.AbstractEventLoop) -> None:
        self._piece: bytes = first.get("body", b"")
        self._more: bool = first.get("more_body", False)
        self._receive, self._loop = receive, loop

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, fewer only at the end."""
        pieces, missing = [self._piece], size - len(self._piece)
        while self._more and (size < 0 or missing > 0):
            message = asyncio.run_coroutine_threadsafe(_next(self._receive), self._loop).result(_PATIENCE)
            if message["type"] == "http.disconnect":
                raise OSError("the client has gone")
            pieces.append(message.get("body", b""))
            missing -= len(pieces[-1])
            self._more = message.get("more_body", False)
        whole = b"".join(pieces)
        if size < 0:
            self._piece = b""
            return whole
        self._piece = whole[size:]
        return whole[:size]

    def readinto(self, buffer: Any) -> int:
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


async def _next(receive: Receive) -> dict[str, Any]:
    message: dict[str, Any] = await receive()
    return message


class Bridge:
    """Call it as an ASGI application."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        # The first piece is awaited here: a client that sends nothing holds no thread.
        first = await receive() if _has_body(scope["headers"]) else {}
        if first.get("type") == "http.disconnect":
            return
        body = Body(first, receive, loop) if first.get("more_body") else BytesIO(first.get("body", b""))
        exchange = _Exchange(self._application, environ_of(scope, body), send, loop)
        status, headers, whole = await loop.run_in_executor(self._pool, exchange.run)
        if status:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": whole})


class _Exchange:
    """One request inside its thread. An answer of one piece is handed back; one of several is sent piece by piece."""

    def __init__(self, application: Any, environ: dict[str, Any], send: Send, loop: Any) -> None:
        self._application, self._environ = application, environ
        self._send, self._loop = send, loop
        self._status, self._headers = 0, []  # type: int, Headers

    def run(self) -> tuple[int, Headers, bytes]:
        """(status, headers, body) still to be sent; status 0 when everything has left."""
        answer = self._application(self._environ, self._start)
        try:
            pieces = iter(answer)
            first = next(pieces, b"")
            second = next(pieces, None)
            if second is None:
                return self._status, self._headers, first
            self._tell({"type": "http.response.start", "status": self._status, "headers": self._headers})
            self._tell({"type": "http.response.body", "body": first + second, "more_body": True})
            for piece in pieces:
                self._tell({"type": "http.response.body", "body": piece, "more_body": True})
            self._tell({"type": "http.response.body", "body": b""})
            return 0, [], b""
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()

    def _start(self, status: str, headers: Iterable[tuple[str, str]], fault: Any = None) -> None:
        self._status = int(status[:3])
        self._headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]

    def _tell(self, message: dict[str, Any]) -> None:
        async def tell() -> None:
            await self._send(message)

        asyncio.run_coroutine_threadsafe(tell(), self._loop).result(_PATIENCE)


def _has_body(headers: Headers) -> bool:
    return any(
        (name == b"content-length" and value != b"0") or name == b"transfer-encoding"
        for name, value in headers
    )


def environ_of(scope: Scope, body: Any) -> dict[str, Any]:
    """The environment of the older protocol from the scope of the newer one. Source: PEP 3333."""
    raw = scope.get("raw_path")
    path = unquote_to_bytes(bytes(raw).partition(b"?")[0]) if raw else scope["path"].encode()
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{text}" if key in environ else text
    return environ

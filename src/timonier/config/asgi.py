"""The door of the web server: the live stream beside the pages. Pages run in threads, as under any WSGI server."""

import os
from typing import Any

from timonier.config.wsgi import application as pages  # first: it sets the framework up

from timonier.config.bridge import Bridge, Receive, Scope, Send  # isort: skip
from timonier.config.environment import listening  # isort: skip
from timonier.config.live import PATH, Streams  # isort: skip

THREADS = 4
_pages = Bridge(pages, int(os.environ.get("TIMONIER_WEB_THREADS") or THREADS))
_streams = Streams(listening(os.environ))


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """One request."""
    if scope["type"] != "http":
        return
    chosen: Any = _streams if scope["path"] == PATH else _pages
    await chosen(scope, receive, send)


__all__ = ["Scope", "application"]

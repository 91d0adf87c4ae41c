"""Every command of docs/api.md does what it says, against a server that listens."""

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections

from tests.api.ground import World
from timonier.directory.rights import ACTIONS
from timonier.directory.tokens import create_token
from timonier.foundation.tenancy.scopes import scope

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = False  # closing waits for the answers under way


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""

    def handle(self) -> None:
        try:
            super().handle()
        finally:
            connections.close_all()


@pytest.fixture
def server() -> Iterator[str]:
    with _Server(("127.0.0.1", 0), _Quiet) as listening:
        listening.set_app(get_wsgi_application())
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


@pytest.mark.req("ACC-03")
@pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "curl", "python3"))), reason="no bash, curl or python3"
)
def test_every_command_of_the_page_does_what_it_says(world: World, server: str) -> None:
    with scope([world.contract.pk]):
        token = create_token(world.contract, sorted(ACTIONS), label="docs")
    blocks = re.findall(r"```bash\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert "export TOKEN" in blocks[0]
    script = "set -euo pipefail\n" + "\necho; echo ----\n".join(blocks[1:])
    ran = subprocess.run(
        ["bash", "-c", script],
        env={"PATH": os.environ["PATH"], "TIMONIER": server, "TOKEN": token, "CONTRACT": world.contract.key},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-500:] + ran.stderr
    parts = [part.strip() for part in ran.stdout.split("----")]
    assert json.loads(parts[0])["contracts"][0]["key"] == world.contract.key
    assert parts[1] == "T-000001"
    assert '"event":"handed_over"' in parts[2]
    assert parts[3].count('"T-000001"') == 2, "listed, and found"
    assert '"month":"2026-03"' in parts[4]
    assert json.loads(parts[5])["accepted"] == 2
    shown = json.loads("".join(line.lstrip("# ") for line in blocks[-1].splitlines() if line.startswith("#")))
    assert json.loads(parts[6]) == shown

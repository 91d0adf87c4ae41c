"""The processes of `up`: a web server and a worker, watched, begun again when they fall, ended together."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from timonier.config.runtime import Folder
from timonier.config.runtime.holding import revive
from timonier.config.runtime.lineage import WATCHED, end_with_parent
from timonier.config.speech import choose, speak
from timonier.core.refusal import Refused

LOCK, NOTE = "up", "up.json"
PATIENCE = 60.0
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - compared, not bound
"""Addresses that mean every one of this machine, and the one of them that we ask ourselves."""


class Child:
    """One watched process. It ends with its parent, even when the parent is killed."""

    def __init__(self, name: str, command: list[str], log: Path) -> None:
        self.name, self.command, self.log = name, command, log
        self.falls: list[float] = []
        self.process = self._begin()

    def _begin(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own programs, no shell
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, WATCHED: "1"},
                start_new_session=True,
                preexec_fn=end_with_parent,  # noqa: PLW1509 - one thread here
            )

    def watch(self) -> None:
        """Begin again what has fallen, slower each time within a minute."""
        if self.process.poll() is None:
            return
        self._end_rest()
        now = time.monotonic()
        self.falls = [one for one in self.falls if now - one < 60] + [now]
        print(
            choose(
                f"{self.name} est tombé, relancé ; voir {self.log}",
                f"{self.name} fell, begun again; see {self.log}",
            ),
            file=sys.stderr,
            flush=True,
        )
        time.sleep(min(len(self.falls) - 1, 10) * 0.5)
        self.process = self._begin()

    def end(self) -> None:
        """Ask it to end; insist after a while."""
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self) -> None:
        """Wait for the end."""
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self._end_rest()
            self.process.wait()
        self._end_rest()

    def _end_rest(self) -> None:
        """Nobody of its group outlives it: a web process left behind would keep the port."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def free_port(host: str, port: int) -> int:
    """The port asked for, or any free one for 0. Raises: Refused when it is taken, or is none of ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            if isinstance(error, OverflowError) or error.errno != errno.EADDRINUSE:
                why = getattr(error, "strerror", None) or str(error)
                raise Refused("cannot_listen", host=host, port=port, why=why) from error
            raise Refused("port_taken", port=port) from error
        return int(probe.getsockname()[1])


def url_of(host: str, port: int) -> str:
    """Where browsers find us."""
    return f"http://{'[' + host + ']' if ':' in host else host}:{port}"


@contextmanager
def noted(folder: Folder, url: str) -> Iterator[None]:
    """Others learn who holds the folder, from the first moment on: `down` must never trust an older note."""
    folder.note(NOTE, {"pid": os.getpid(), "url": url})
    try:
        yield
    finally:
        (folder.path / NOTE).unlink(missing_ok=True)


class _Ended(KeyboardInterrupt):
    """SIGTERM or Ctrl-C. An interruption: whoever waits for the database in that moment gives its question up first."""


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """SIGTERM and Ctrl-C leave the block through its `finally`s, with exit code 0; a second one changes nothing."""

    def end(number: int, frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise _Ended

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        yield
    except _Ended:
        print(choose("arrêté proprement", "stopped cleanly"), file=sys.stderr, flush=True)


def serve(folder: Folder, host: str, port: int) -> int:
    """Run web and worker until the end is asked for. Raises: Refused."""
    _check_demonstration(host)
    _name_host(host)
    url = url_of(host, port)
    logs = folder.path / "logs"
    logs.mkdir(exist_ok=True)
    import_module("django.db").connections.close_all()
    web = Child("web", _web_command(host, port), logs / "web.log")
    children = [web]
    try:
        worker = [sys.executable, "-m", "timonier.config.worker"]
        children.append(Child("worker", worker, logs / "worker.log"))
        _wait_for(web, _nearby(host, port))
        print(f"ready {url}", flush=True)
        _introduce(url)
        while True:
            time.sleep(0.5)
            _keep_database(folder)
            for child in children:
                child.watch()
    finally:
        for child in children:
            child.end()
        for child in children:
            child.wait()


def _keep_database(folder: Folder) -> None:
    """A database that was killed is started again; what cannot be started yet is tried again at the next turn."""
    try:
        if revive(folder):
            print(
                choose("PostgreSQL est tombé, relancé", "PostgreSQL fell, begun again"),
                file=sys.stderr,
                flush=True,
            )
    except Refused as refused:
        print(f"timonier: {speak(refused.code, **refused.params)}", file=sys.stderr, flush=True)


def _web_command(host: str, port: int) -> list[str]:
    workers = os.environ.get("TIMONIER_WEB_WORKERS") or str(max(2, min(8, os.cpu_count() or 2)))
    return [
        sys.executable, "-m", "granian", "--interface", "asginl", "--host", host, "--port", str(port),
        "--workers", workers, "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "5",
        "--respawn-failed-workers", "timonier.config.asgi:application",
    ]  # fmt: skip


def _name_host(host: str) -> None:
    """Browsers come under the name that was asked for; under which ones when it is "everywhere", only a person knows."""
    if os.environ.get("TIMONIER_HOSTS"):
        return
    if host in EVERYWHERE:
        print(speak("hosts_not_named"), file=sys.stderr, flush=True)
    else:
        name = f"[{host}]" if ":" in host else host
        os.environ["TIMONIER_HOSTS"] = ",".join(dict.fromkeys(("127.0.0.1", "localhost", "[::1]", name)))


def _nearby(host: str, port: int) -> urllib.request.Request:
    """The question whether the web server answers, asked from here, under a name that it accepts."""
    near = url_of(EVERYWHERE.get(host, host), port)
    name = os.environ.get("TIMONIER_HOSTS", "localhost").partition(",")[0].strip().lstrip(".*") or "localhost"
    return urllib.request.Request(f"{near}/healthz", headers={"Host": name})  # noqa: S310 - our own address


def _wait_for(child: Child, address: urllib.request.Request) -> None:
    end = time.monotonic() + PATIENCE
    why = "?"
    while time.monotonic() < end:
        if child.process.poll() is not None:
            why = _last_line(child.log)
            break
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError) as error:
            why = str(error)
        time.sleep(0.1)
    raise Refused("web_not_answering", seconds=int(PATIENCE), why=why[:300])


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1] if lines else "?"


def _check_demonstration(host: str) -> None:
    services = import_module("timonier.directory.services")
    if services.has_demo_accounts() and not import_module("timonier.directory.addresses").is_loopback(host):
        raise Refused("demonstration_not_here")


def _introduce(url: str) -> None:
    """Addresses, then who can sign in: demonstration accounts, or the first administrator's link."""
    services = import_module("timonier.directory.services")
    for path, french, english in (("/", "écrans", "screens"), ("/api/v1/openapi.json", "API", "API")):
        print(f"  {url}{path:24} {choose(french, english)}", flush=True)
    people = [one for one in services.list_accounts() if one.password]
    if people:
        print(choose("comptes de démonstration :", "demonstration accounts:"))
        for one in people:
            print(f"  {one.email:24} {one.password}  {one.role:6} {one.contract:8} {one.name}")
    link = services.create_first_admin_link()
    if link:
        print(
            choose(
                "premier administrateur (lien à usage unique, 24 h) :",
                "first administrator (one-time link, 24 h):",
            )
        )
        print(f"  {url}{link}")
    sys.stdout.flush()
    import_module("django.db").connections.close_all()

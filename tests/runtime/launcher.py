"""The launcher as a person runs it: real processes, a data folder of their own, nothing of the tests' database."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAUNCHER = ROOT / "timonier"
PATIENCE = 60.0
_OURS = ("DATABASE_", "TIMONIER_", "DJANGO_", "PYTEST_", "PYTHON", "LC_", "LANG")


def environment(**more: str) -> dict[str, str]:
    """A person's environment, in English: what the test run added to its own is taken out again."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    if "TIMONIER_VENV" in os.environ:
        kept["TIMONIER_VENV"] = os.environ["TIMONIER_VENV"]
    return {**kept, "LANG": "en_US.UTF-8", "TIMONIER_WEB_WORKERS": "1", **more}


def run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """`./timonier …`, to its end."""
    return subprocess.run(
        [sys.executable, str(LAUNCHER), *map(str, arguments)],
        env=environment(**more),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def done(*arguments: str | Path, **more: str) -> str:
    """`./timonier …` that has to succeed; what it printed."""
    ended = run(*arguments, **more)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def sentence(ended: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a refusal: exit code 1, nothing on stdout, beside lines of progress nothing else."""
    told = [line for line in ended.stderr.splitlines() if not line.startswith("· ")]
    assert (ended.returncode, ended.stdout, len(told)) == (1, "", 1), ended.stdout + ended.stderr
    assert told[0].startswith("timonier: ")
    return told[0].removeprefix("timonier: ")


def refused(*arguments: str | Path, **more: str) -> str:
    """The one sentence with which `./timonier …` refuses."""
    return sentence(run(*arguments, **more))


@dataclass
class Up:
    """A running `up`."""

    process: subprocess.Popen[str]
    data: Path
    url: str
    errors: Path

    def said(self) -> str:
        """Everything on stderr so far."""
        return self.errors.read_text("utf-8")

    def answers(self) -> bool:
        """Whether a page comes."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def end(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def begun(data: Path, *arguments: str, **more: str) -> Iterator[Up]:
    """`up --empty` on a folder, not yet waited for. Afterwards nothing of the folder runs."""
    errors = data.parent / f"{data.name}.err"
    with errors.open("w") as told:
        process = subprocess.Popen(
            [
                sys.executable,
                str(LAUNCHER),
                "up",
                "--empty",
                "--data",
                str(data),
                *(arguments or ("--port", "0")),
            ],
            env=environment(**more),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
        )
    try:
        yield Up(process, data, "", errors)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        for one in processes_of(data):
            _kill(one)
        process.communicate()


@contextmanager
def up(data: Path, *arguments: str, **more: str) -> Iterator[Up]:
    """`up --empty` that answers."""
    with begun(data, *arguments, **more) as running:
        assert running.process.stdout is not None
        first = running.process.stdout.readline().split()
        assert first[:1] == ["ready"], running.said()
        running.url = first[1]
        yield running


def processes_of(data: Path) -> dict[int, str]:
    """Every living process of a data folder: the launcher, web, worker, PostgreSQL and its sessions."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            setting = f"TIMONIER_DATA={data}\0".encode() in (entry / "environ").read_bytes()
            place = Path(os.readlink(entry / "cwd"))
        except OSError:
            continue  # it has just ended, or is somebody else's
        if command and (
            setting or f"{data} " in command or f"{data}/" in command or place.is_relative_to(data)
        ):
            found[int(entry.name)] = command.strip()
    return found


def pids(data: Path, word: str) -> set[int]:
    """The processes of a folder whose command holds this word."""
    return {pid for pid, command in processes_of(data).items() if word in command}


def kill_all(data: Path) -> None:
    """The machine loses power, as far as this folder is concerned."""
    found = processes_of(data)
    for one in found:
        _kill(one)
    wait_until(lambda: not processes_of(data))


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def wait_until(is_so: object, seconds: float = 20.0) -> None:
    """Wait for something to become true; fail when it does not."""
    assert callable(is_so)
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


@contextmanager
def taken_port() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def port_of(url: str) -> str:
    """The port of an address, as an argument."""
    return url.rpartition(":")[2]


def note(data: Path) -> dict[str, object]:
    """What a folder says about who serves it."""
    try:
        return dict(json.loads((data / "up.json").read_text("utf-8")))
    except OSError:
        return {}

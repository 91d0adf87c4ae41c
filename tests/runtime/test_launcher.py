"""The launcher itself, before there is an environment: it has to speak on an old Python and on a bare machine."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runtime.launcher import LAUNCHER, ROOT, environment, run

OLD = """
import runpy, sys
sys.version_info = (3, 10, 12, "final", 0)
sys.argv = ["timonier", "up"]
runpy.run_path({launcher!r}, run_name="__main__")
"""
FINDS = """
import runpy, sys
sys.version_info = (3, 10, 12, "final", 0)
print(runpy.run_path({launcher!r})["find_python"]())
"""


def on_an_old_python(code: str, place: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run with an interpreter that says it is 3.10, and no other one in sight."""
    bare = {"PATH": str(place / "bin"), "HOME": str(place), "TIMONIER_VENV": str(place / "venv"), **more}
    return subprocess.run(
        [sys.executable, "-c", code.format(launcher=str(LAUNCHER))],
        env=environment(**bare), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def interpreter(folder: Path, name: str, version: str) -> Path:
    """A program that answers like a Python of this version."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\necho {version}\n", "utf-8")
    program.chmod(0o755)
    return program


def test_an_old_python_reads_the_launcher_far_enough() -> None:
    ast.parse(LAUNCHER.read_text("utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en_US.UTF-8",
            'timonier: Python 3.12 or newer is needed (here: 3.10); install it, or run "python3.13 timonier …".',
        ),
        (
            "fr_FR.UTF-8",
            "timonier : il faut Python 3.12 ou plus récent (ici : 3.10) ; installez-le, ou lancez"
            " « python3.13 timonier … ».",
        ),
    ],
)
def test_without_a_python_that_is_new_enough_one_sentence_says_so(
    place: Path, language: str, told: str
) -> None:
    interpreter(place / "bin", "python3", "3 11")
    ended = on_an_old_python(OLD, place, LANG=language)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", told + "\n")
    assert not (place / "venv").exists()


@pytest.mark.parametrize(
    "folder", ["bin", ".pyenv/versions/3.13.1/bin", ".local/share/uv/python/cpython-3.12/bin"]
)
def test_started_by_an_old_python_it_finds_a_newer_one(place: Path, folder: str) -> None:
    interpreter(place / "bin", "python3", "3 9")
    newer = interpreter(place / folder, "python3.12" if folder == "bin" else "python3", "3 12")
    ended = on_an_old_python(FINDS, place)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"{newer}\n", "")


def test_an_environment_that_cannot_be_made_is_said_in_one_sentence(place: Path) -> None:
    (place / "file").write_text("not a folder", "utf-8")
    ended = run("--help", TIMONIER_VENV=str(place / "file" / "venv"))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"timonier: cannot write to {place / 'file'} (File exists); name a folder with TIMONIER_VENV=…\n"
    )


def test_a_machine_without_network_is_said_in_one_sentence(place: Path) -> None:
    ended = run(
        "--help",
        TIMONIER_VENV=str(place / "venv"),
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_RETRIES="0",
        PIP_NO_CACHE_DIR="1",
        PIP_CONFIG_FILE=os.devnull,
        PIP_FIND_LINKS="",
    )
    told = [line for line in ended.stderr.splitlines() if not line.startswith("· ")]
    assert (ended.returncode, ended.stdout) == (1, "")
    assert told == [
        "timonier: the packages could not be installed: the Python package index is out of reach; check the network"
        " or the proxy (PIP_INDEX_URL, HTTPS_PROXY)."
    ]


def test_help_names_every_command_and_needs_no_data_folder(place: Path) -> None:
    ended = run("--help", TIMONIER_DATA=str(place / "data"))
    named = {line.split()[0] for line in ended.stdout.splitlines() if line.startswith("  ")}
    commands = {one.stem for one in (ROOT / "src/timonier/config/commands").glob("[a-z]*.py")}
    assert (ended.returncode, named) == (0, commands)
    assert not (place / "data").exists()

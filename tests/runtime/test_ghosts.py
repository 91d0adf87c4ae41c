"""The note that a killed PostgreSQL leaves, on a machine that does not collect its dead."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.launcher import done, kill_all, processes_of, up
from timonier.config.runtime import ghosts


@pytest.fixture
def zombie() -> Iterator[int]:
    """A process that has ended, and that nobody has collected."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    yield child.pid
    child.wait()


def noted(data: Path, pid: int) -> Path:
    """Put another number into the note of a server's files."""
    note = data / "postmaster.pid"
    lines = note.read_text("utf-8").split("\n") if note.exists() else [""]
    note.write_text("\n".join([str(pid), *lines[1:]]), "utf-8")
    return note


def test_a_zombie_and_a_stranger_are_no_server(tmp_path: Path, zombie: int) -> None:
    assert not ghosts.is_ghost(tmp_path)
    noted(tmp_path, zombie)
    assert ghosts.is_ghost(tmp_path)
    noted(tmp_path, os.getpid())
    assert ghosts.is_ghost(tmp_path)
    noted(tmp_path, 2**22 + 1)  # no such process: PostgreSQL sees that itself
    assert not ghosts.is_ghost(tmp_path)


def test_the_note_of_a_ghost_goes_when_no_session_is_left(
    tmp_path: Path, zombie: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ghosts, "PATIENCE", 0.1)
    note = noted(tmp_path, zombie)
    session = subprocess.Popen([sys.executable, "-c", "input()"], cwd=tmp_path, stdin=subprocess.PIPE)
    ghosts.lay_to_rest(tmp_path)
    assert note.exists(), "a session still works in these files"
    session.communicate(b"\n")
    ghosts.lay_to_rest(tmp_path)
    assert not note.exists()


def test_a_killed_server_whose_number_another_program_has_now_is_started_again(data: Path) -> None:
    with up(data):
        kill_all(data)
    noted(data / "postgresql" / "data", os.getpid())
    assert "whole" in done("verify", "--data", data)
    assert processes_of(data) == {}

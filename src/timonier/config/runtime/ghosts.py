"""A server that was killed leaves a note with its process number, and PostgreSQL believes the note too easily.

The number may be a zombie's, where nobody collects the dead (many containers), or, after a restart of the machine,
somebody else's. Linux alone: elsewhere PostgreSQL's own judgement stands.
"""

import sys
import time
from pathlib import Path

PATIENCE = 3.0
_PROC = Path("/proc")


def is_ghost(data: Path) -> bool:
    """Whether the note of a server's files names a process that is there, but is no living PostgreSQL."""
    number = _noted(data)
    if number is None:
        return False
    try:
        name, _, rest = (_PROC / number / "stat").read_text("utf-8", "replace").rpartition(")")
    except OSError:
        return False  # gone altogether: PostgreSQL sees that itself
    return rest.split()[0] in "ZX" or not name.partition("(")[2].startswith("postgres")


def is_gone(data: Path) -> bool:
    """Whether the server that was started on these files lives no more. Cheap: asked again and again."""
    if sys.platform != "linux":
        return False
    number = _noted(data)
    if number is None:
        return True
    return is_ghost(data) or not (_PROC / number).exists()


def lay_to_rest(data: Path) -> None:
    """Take the note of a ghost away, once its last session is gone. The caller holds the folder's start lock."""
    end = time.monotonic() + PATIENCE
    while is_ghost(data) and time.monotonic() < end:
        time.sleep(0.05)  # most are collected within a second, and PostgreSQL finds out by itself
    # Sessions that do not end: better no start than two servers on the same files.
    if is_ghost(data) and not _has_sessions(data):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _noted(data: Path) -> str | None:
    if sys.platform != "linux":
        return None
    try:
        number = (data / "postmaster.pid").read_text("utf-8").split("\n", 1)[0].strip()
    except OSError:
        return None
    return number if number.isdigit() else None


def _has_sessions(data: Path) -> bool:
    """Whether any living process works in the server's files: PostgreSQL's processes all do."""
    whole = data.resolve()
    for entry in _PROC.glob("[0-9]*/cwd"):
        try:
            if entry.readlink() == whole:
                return True
        except OSError:
            continue  # it has ended, or is somebody else's
    return False

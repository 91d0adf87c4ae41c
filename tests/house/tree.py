"""The committed tree, as the tests of the house read it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "timonier"
_LEFT_OUT = {".git", ".venv", "var", "build", "node_modules", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the tree, committed or about to be; of a copy without its history, every file that is not made."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        found = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [one for one in ROOT.rglob("*") if not _LEFT_OUT & set(one.relative_to(ROOT).parts)]
    return tuple(sorted(one for one in found if one.is_file()))


def texts() -> Iterator[tuple[str, str]]:
    """(path, content) of every text file; a locked list names its own hosts and is left out."""
    for path in files():
        if path.suffix == ".lock" or path.name == "package-lock.json":
            continue
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """(path, syntax tree) of every Python file below some folders."""
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and name.startswith(folders):
            yield name, ast.parse(path.read_text("utf-8"))


def templates() -> Iterator[tuple[str, str, str]]:
    """(room, name under which it is included, content) of every template."""
    for path in sorted(SOURCE.rglob("*.html")):
        parts = path.relative_to(SOURCE).parts
        assert parts[1] == "templates", path
        yield parts[0], "/".join(parts[2:]), path.read_text("utf-8")

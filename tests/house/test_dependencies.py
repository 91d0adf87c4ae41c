"""Dependencies: each direct one is argued for, once, and none is argued for that is not there."""

import json
import re

from tests.house.tree import ROOT

ROW = re.compile(r"^\| `([^`]+)` \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)


def direct() -> set[str]:
    """What we ask for ourselves, by name."""
    package = json.loads((ROOT / "assets" / "package.json").read_text("utf-8"))
    found = {*package["dependencies"], *package["devDependencies"]}
    for path in (ROOT / "requirements").glob("*.in"):
        for line in path.read_text("utf-8").splitlines():
            name = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line)
            if name:
                found.add(name[0])
    return found


def argued() -> list[tuple[str, ...]]:
    return ROW.findall((ROOT / "docs" / "dependencies.md").read_text("utf-8"))


def test_every_direct_dependency_is_argued_for_exactly_once() -> None:
    assert sorted(row[0] for row in argued()) == sorted(direct())


def test_every_line_says_what_for_why_and_under_which_licence() -> None:
    assert [row[0] for row in argued() if any(len(cell.strip()) < 3 for cell in row[1:])] == []


def test_every_direct_dependency_is_locked() -> None:
    locked = (ROOT / "requirements" / "dev.lock").read_text("utf-8").lower()
    packages = json.loads((ROOT / "assets" / "package-lock.json").read_text("utf-8"))["packages"]
    names = {
        re.sub(r"[-_.]+", "-", line.split("==")[0].split("[")[0])
        for line in locked.splitlines()
        if "==" in line
    }
    assert [
        name
        for name in direct()
        if re.sub(r"[-_.]+", "-", name.lower()) not in names and f"node_modules/{name}" not in packages
    ] == []

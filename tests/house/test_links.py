"""Links: what the documentation points at is there, to the heading."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files

LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
BRANCH = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def documents() -> list[Path]:
    return [one for one in files() if one.suffix == ".md"]


def prose(text: str) -> str:
    """Without what is shown as code."""
    return CODE.sub("", FENCE.sub("", text))


def anchors(path: Path) -> set[str]:
    """Names under which the headings of a page are reached: lower case, no punctuation, dashes for spaces."""
    found = HEADING.findall(FENCE.sub("", path.read_text("utf-8")))
    plain = (re.sub(r"[^\w\- ]", "", one.lower()) for one in found)
    return {one.replace(" ", "-") for one in plain}


def broken(path: Path, text: str) -> list[str]:
    """Targets inside the house that lead nowhere; a committed page may point only at what is committed."""
    found, here = [], set(files())
    for target in LINK.findall(prose(text)):
        if BRANCH.match(target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        if there.is_dir():
            is_right = any(there in one.parents for one in here)
        else:
            is_right = there in here and (not anchor or there.suffix != ".md" or anchor in anchors(there))
        if not is_right:
            found.append(f"{path.relative_to(ROOT)}: {target}")
    return found


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    assert [one for path in documents() for one in broken(path, path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("[a](../README.md)", True),
        ("[a](../README.md#two-commands)", True),
        ("[a](#two-commands)", False),
        ("[a](nowhere.md)", False),
        ("[a](../README.md#nowhere)", False),
        ("![a](nowhere.png)", False),
        ("[a](decisions/)", True),
        ("[a](https://example.org/x)", True),
        ("`[a](nowhere.md)`", True),
        ("```\n[a](nowhere.md)\n```\n", True),
    ],
)
def test_the_search_for_links_sees_a_broken_one(text: str, is_right: bool) -> None:
    assert (broken(ROOT / "docs" / "architecture.md", text) == []) is is_right


def test_every_page_of_the_documentation_is_reached_from_the_first() -> None:
    """From README.md, link by link."""
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for target in LINK.findall(prose(page.read_text("utf-8"))):
            there = (page.parent / target.partition("#")[0]).resolve()
            if there.is_dir():
                waiting += [one for one in documents() if one.parent == there]
            elif there.suffix == ".md" and there.is_file():
                waiting.append(there)
    alone = [one.relative_to(ROOT).as_posix() for one in documents() if one not in seen]
    assert [one for one in alone if one.startswith("docs/")] == []

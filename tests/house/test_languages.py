"""Every text of a screen exists in English, in the source, and in French, in the catalogue of its room."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "timonier"

_TAG = re.compile(r"""{%\s*translate\s+(?:'([^']*)'|"([^"]*)")""")
_BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", re.DOTALL)
_PLURAL = re.compile(r"{%\s*plural\s*%}")
_VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")
_CALL = re.compile(r"""\b_\(\s*"((?:[^"\\]|\\.)*)"\s*\)""")


def texts() -> dict[str, str]:
    """Text → where it stands first."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        for match in _TAG.finditer(page):
            found.setdefault(match[1] or match[2], path.name)
        for match in _BLOCK.finditer(page):
            singular = _PLURAL.split(match[1])[0]
            found.setdefault(_VARIABLE.sub(r"%(\1)s", singular), path.name)
    for path in sorted(SOURCE.rglob("*.py")):
        for match in _CALL.finditer(path.read_text(encoding="utf-8")):
            found.setdefault(match[1], path.name)
    return found


def entries() -> Iterator[tuple[str, Message]]:
    """(room, entry) of every room's French catalogue."""
    for path in sorted(SOURCE.glob("*/locale/fr/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for entry in pofile.read_po(file, locale="fr"):
                if entry.id:
                    yield path.relative_to(SOURCE).parts[0], entry


def first(text: str | tuple[str, ...] | list[str]) -> str:
    """The singular of a text."""
    return text if isinstance(text, str) else text[0]


def test_every_text_of_a_screen_has_its_french() -> None:
    known = {first(entry.id) for _, entry in entries() if entry.string}
    used = texts()
    assert sorted(f"{where}: {text}" for text, where in used.items() if text not in known) == []
    assert sorted(known - used.keys()) == [], "texts that no screen uses any more"


def test_one_text_has_one_french() -> None:
    """A text that several rooms use stands in foundation's catalogue: two translations would race."""
    seen: dict[str, str] = {}
    twice = [
        f"{room}, {seen[text]}: {text}"
        for room, entry in entries()
        if seen.setdefault(text := first(entry.id), room) != room
    ]
    assert twice == []


def test_variables_survive_translation() -> None:
    for _, entry in entries():
        strings = [entry.string] if isinstance(entry.string, str) else list(entry.string)
        wanted = set(re.findall(r"%\((\w+)\)s", first(entry.id)))
        for one in strings:
            assert set(re.findall(r"%\((\w+)\)s", one)) == wanted, first(entry.id)

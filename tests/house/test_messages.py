"""Messages: every code that is used has its sentence in French and in English, with the same parameters in both."""

import ast
import string
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

import timonier
from tests.house.tree import modules

SAYING = {
    **dict.fromkeys(("Refused", "BadEvent", "NotALog", "speak", "say", "sentence", "wrong", "_note"), 0),
    **dict.fromkeys(("refuse", "_doubt"), 1),
}
"""What takes a code → as which of its arguments."""
LEFT_OUT = ("asgi", "wsgi", "migrations", "__main__")
Table = dict[str, tuple[str, str]]


def tables() -> dict[str, Table]:
    """Every table of sentences of the house: code → (French, English)."""
    found = {}
    for one in walk_packages(timonier.__path__, "timonier."):
        if any(part in one.name.split(".") for part in LEFT_OUT):
            continue
        for name, value in vars(import_module(one.name)).items():
            if name.isupper() and isinstance(value, dict) and value and all(map(_is_pair, value.values())):
                found[f"{one.name}.{name}"] = value
    return found


def _is_pair(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(isinstance(one, str) for one in value)


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def said() -> Iterator[tuple[str, str]]:
    """(code, place) of every code that the source says."""
    for name, tree in modules("src/"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            place = SAYING.get(ast.unparse(node.func).rpartition(".")[2])
            code = node.args[place] if place is not None and len(node.args) > place else None
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield code.value, f"{name}:{node.lineno}"


@pytest.mark.req("ACC-02")
def test_every_sentence_is_there_in_both_languages() -> None:
    found = tables()
    assert {"timonier.core.messages.MESSAGES", "timonier.config.messages.MESSAGES"} <= found.keys()
    assert [
        f"{table}: {code}"
        for table, rows in found.items()
        for code, pair in rows.items()
        if not all(map(str.strip, pair))
    ] == []


@pytest.mark.req("ACC-02")
def test_both_languages_name_the_same_parameters_by_name() -> None:
    wrong = []
    for table, rows in tables().items():
        for code, (french, english) in rows.items():
            names = parameters(french)
            if names != parameters(english) or any(not name.isidentifier() for name in names):
                wrong.append(f"{table}: {code}")
    assert wrong == []


@pytest.mark.req("ACC-02")
def test_every_code_that_is_said_has_its_sentence() -> None:
    known = {code for rows in tables().values() for code in rows}
    found = list(said())
    assert len(found) > 50, "the codes are no longer found"
    assert sorted(f"{where}: {code}" for code, where in found if code not in known) == []


def test_one_code_never_means_two_things_to_the_launcher() -> None:
    """The tables are poured together: a code that stands in two of them says the same in both."""
    poured = {
        name: rows
        for name, rows in tables().items()
        if name.endswith((".MESSAGES", "desk.messages.SENTENCES"))
    }
    merged: Table = {}
    different = []
    for name, rows in poured.items():
        for code, pair in rows.items():
            if merged.setdefault(code, pair) != pair:
                different.append(f"{name}: {code}")
    assert different == []

"""What changes from one version of a contract to another, clause by clause: two complete sources, compared.

It must not know a language: an entry holds the place, the clause, and the two values. Sentences are made by
`difference_words`. Order is that of the contract, so that a lawyer reads it beside the text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
IDENTITIES = ("key", "id", "code", "name", "number", "date")
"""Columns that tell one entry of a list from another, the most telling first."""
SET_ASIDE = frozenset({"effective_from"})
"""Said once above the difference, not in it."""
Path = tuple[str, ...]
Titles = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that changes. `path` from the root; `clause` the nearest one; `titles` of what it belongs to (French,
    English); `before` is None when it is added, `after` when it is removed."""

    path: Path
    clause: str
    kind: str
    before: Any
    after: Any
    titles: Titles | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    clause: str
    titles: Titles | None

    def inside(self, name: str, *values: Any) -> "_Place":
        """One step down: a clause or a title there speaks for what stands under it."""
        clause, titles = self.clause, self.titles
        for value in values:
            if isinstance(value, Mapping):
                said = value.get("clause")
                clause = said if isinstance(said, str) and said else clause
                titles = _titles(value) or titles
        return _Place((*self.path, name), clause, titles)


def difference(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    lists_before: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    lists_after: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
) -> list[Entry]:
    """Everything that differs between two trees and between their lists, in the contract's order."""
    root = _Place((), "", None)
    found = [entry for entry in _mappings(root, before, after) if entry.path[0] not in SET_ASIDE]
    old, new = lists_before or {}, lists_after or {}
    for name in _names(old, new):
        clause = _clause_naming(after, name) or _clause_naming(before, name)
        place = _Place(("lists", name), clause, None)
        found += _lists(place, list(old.get(name, ())), list(new.get(name, ())))
    return found


def by_clause(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """The entries under the clause that each belongs to, clauses in the order of their numbers."""
    ordered = sorted(entries, key=lambda one: _rank(one.clause))
    return [(clause, list(group)) for clause, group in groupby(ordered, key=lambda one: one.clause)]


def _rank(clause: str) -> tuple[int, list[tuple[int, int, str]]]:
    """ "4.10" after "4.9"; what has no clause last."""
    parts = clause.replace(" ", ".").split(".")
    return (
        0 if clause else 1,
        [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts],
    )


def _mappings(place: _Place, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Entry]:
    for name in _names(before, after):
        old, new = before.get(name), after.get(name)
        yield from _values(place.inside(name, old, new), old, new)


def _values(place: _Place, before: Any, after: Any) -> Iterator[Entry]:
    if before == after:
        return
    if before is None or after is None:
        kind = ADDED if before is None else REMOVED
        yield Entry(place.path, place.clause, kind, before, after, place.titles)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _mappings(place, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(place, before, after)
    else:
        yield Entry(place.path, place.clause, CHANGED, before, after, place.titles)


def _lists(place: _Place, before: list[Any], after: list[Any]) -> Iterator[Entry]:
    everything = [*before, *after]
    if everything and all(isinstance(one, Mapping) for one in everything):
        name = _identity(before, after)
        if name is not None:
            old, new = ({str(one[name]): one for one in rows} for rows in (before, after))
            yield from _mappings(place, old, new)
            return
        yield from _mappings(place, _numbered(before), _numbered(after))
        return
    if all(isinstance(one, str) for one in everything) and len({*before}) == len(before):
        gone = [one for one in before if one not in after]
        come = [one for one in after if one not in before]
        if (gone or come) and len({*after}) == len(after):
            for kind, values in ((REMOVED, gone), (ADDED, come)):
                for value in values:
                    was, will = (value, None) if kind == REMOVED else (None, value)
                    yield Entry(place.path, place.clause, kind, was, will, place.titles)
            return
    yield Entry(place.path, place.clause, CHANGED, before, after, place.titles)


def _identity(before: list[Any], after: list[Any]) -> str | None:
    """The column that names the entries on both sides: the same everywhere, never empty, never twice."""
    rows = [*before, *after]
    first = [name for name in rows[0] if name not in IDENTITIES][:1]
    for name in (*IDENTITIES, *first):
        if all(isinstance(row.get(name), str) and row[name] for row in rows) and all(
            len({row[name] for row in side}) == len(side) for side in (before, after)
        ):
            return str(name)
    return None


def _numbered(rows: list[Any]) -> dict[str, Any]:
    return {str(number): row for number, row in enumerate(rows, start=1)}


def _names(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [*before, *(name for name in after if name not in before)]


def _titles(value: Mapping[str, Any]) -> Titles | None:
    title = value.get("title")
    if isinstance(title, Mapping) and isinstance(title.get("fr"), str):
        return title["fr"], str(title.get("en") or title["fr"])
    plain = title or value.get("name")
    return (plain, plain) if isinstance(plain, str) and plain else None


def _clause_naming(tree: Any, file: str) -> str:
    """The clause of the nearest mapping that names a list's file."""
    for clause, value in _leaves(tree, ""):
        if value == file:
            return clause
    return ""


def _leaves(node: Any, clause: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        said = node.get("clause")
        below = said if isinstance(said, str) else clause
        for value in node.values():
            yield from _leaves(value, below)
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value, clause)
    elif isinstance(node, str):
        yield clause, node

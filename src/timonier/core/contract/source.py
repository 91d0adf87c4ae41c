"""A contract's source as a tree of texts, and a reader that collects every problem instead of stopping at the first.

Scalars are texts, as written; the schema gives them their types. Nothing here reads a file: the tree comes with the
place of each node.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

Path = tuple[str, ...]
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where (path, file, line), which clause it belongs to, what, and how to mend (by code)."""

    path: str
    code: str
    params: dict[str, Any]
    file: str = ""
    line: int = 0
    clause: str = ""


@dataclass(slots=True)
class Source:
    """A whole contract: the tree, its lists (rows of the CSV files it names), and the place of every node."""

    tree: dict[str, Any]
    lists: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    places: dict[Path, tuple[str, int]] = field(default_factory=dict)


class Invalid(ValueError):
    """The source is no contract; `problems` names all that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s)")
        self.problems = list(problems)


class Node:
    """A place in the tree, with readers that note what is wrong and go on with something harmless."""

    __slots__ = ("_problems", "_source", "_used", "path", "value")

    def __init__(self, source: Source, path: Path, value: Any, problems: list[Problem]) -> None:
        self._source, self.path, self.value, self._problems = source, path, value, problems
        self._used: set[str] = set()

    def wrong(self, code: str, /, **params: Any) -> None:
        """Note a problem at this place."""
        self._note(self.path, code, params)

    def has(self, name: str) -> bool:
        """Whether a key is there."""
        return isinstance(self.value, Mapping) and name in self.value

    def at(self, name: str, *, required: bool = True) -> "Node":
        """The node under a key; a missing required one is noted."""
        self._used.add(name)
        found = self.value.get(name, _MISSING) if isinstance(self.value, Mapping) else _MISSING
        if found is _MISSING:
            if required:
                self._note(self.path, "contract_key_missing", {"key": name})
            return Node(self._source, (*self.path, name), None, self._problems)
        return Node(self._source, (*self.path, name), found, self._problems)

    def mapping(self, name: str, *, required: bool = True) -> "Node":
        """The mapping under a key."""
        node = self.at(name, required=required)
        if node.value is not None and not isinstance(node.value, Mapping):
            node.wrong("contract_not_a_mapping")
            node.value = None
        return node

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """Entries of a mapping, in their order; all count as known."""
        if isinstance(self.value, Mapping):
            for key in self.value:
                yield key, self.at(key)

    def listed(self, name: str, *, required: bool = True) -> list["Node"]:
        """Entries of the list under a key."""
        node = self.at(name, required=required)
        if node.value is None:
            return []
        if not isinstance(node.value, list):
            node.wrong("contract_not_a_list")
            return []
        return [
            Node(self._source, (*node.path, str(index)), item, self._problems)
            for index, item in enumerate(node.value)
        ]

    def children(self) -> list["Node"]:
        """Entries of the list at this place."""
        entries = self.value if isinstance(self.value, list) else []
        return [
            Node(self._source, (*self.path, str(index)), one, self._problems)
            for index, one in enumerate(entries)
        ]

    def known(self, path: Path) -> list[str]:
        """Keys of a mapping elsewhere in the source; under `lists`, keys of the rows of the list of that name."""
        found: Any = self._source.tree
        for step in path:
            found = found.get(step, {}) if isinstance(found, Mapping) else {}
        if path[0] == "lists":
            return [row.get("key", "") for row in self._source.lists.get(str(found), [])]
        if isinstance(found, list):
            return [str(one.get("key", "")) for one in found if isinstance(one, Mapping)]
        return list(found) if isinstance(found, Mapping) else []

    def text(self, name: str, *, default: str | None = None) -> str:
        """A text under a key."""
        node = self.at(name, required=default is None)
        if node.value is None:
            return default or ""
        if not isinstance(node.value, str):
            node.wrong("contract_not_a_text")
            return default or ""
        return node.value

    def texts(self, name: str) -> tuple[str, ...]:
        """An optional list of texts."""
        found = []
        for node in self.listed(name, required=False):
            if isinstance(node.value, str):
                found.append(node.value)
            else:
                node.wrong("contract_not_a_text")
        return tuple(found)

    def choice(self, name: str, allowed: Sequence[str], *, default: str | None = None) -> str:
        """A text among some."""
        value = self.text(name, default=default)
        if value not in allowed and (value or self.has(name)):
            self.at(name).wrong("contract_not_among", value=value, known=", ".join(allowed))
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """yes or no."""
        value = self.text(name, default="yes" if default else "no")
        if value not in ("yes", "no", "true", "false"):
            self.at(name).wrong("contract_not_among", value=value, known="yes, no")
        return value in ("yes", "true")

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A date YYYY-MM-DD."""
        value = self.text(name, default=None if required else "")
        if not value:
            return None
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            self.at(name).wrong("contract_not_a_date", value=value)
            return None

    def number(
        self, name: str, *, required: bool = True, low: str = "0", high: str = "1000000000"
    ) -> Decimal | None:
        """A decimal number between two bounds."""
        value = self.text(name, default=None if required else "")
        if not value:
            return None
        try:
            found = Decimal(value)
        except InvalidOperation:
            self.at(name).wrong("contract_not_a_number", value=value)
            return None
        if not found.is_finite() or not Decimal(low) <= found <= Decimal(high):
            self.at(name).wrong("contract_number_out_of_range", value=value, low=low, high=high)
            return None
        return found

    def closed(self, *also: str) -> None:
        """Note every key that nobody has asked for, with the nearest known one."""
        if not isinstance(self.value, Mapping):
            return
        known = self._used | set(also)
        for key in self.value:
            if key not in known:
                near = difflib.get_close_matches(str(key), sorted(known), n=1)
                params = {"key": key, "near": near[0] if near else ", ".join(sorted(known))}
                self._note((*self.path, str(key)), "contract_unknown_key", params)

    def _note(self, path: Path, code: str, params: dict[str, Any]) -> None:
        place, where = path, ("", 0)
        while place not in self._source.places and place:
            place = place[:-1]
        where = self._source.places.get(place, where)
        self._problems.append(
            Problem(".".join(path) or "·", code, params, where[0], where[1], self._clause(path))
        )

    def _clause(self, path: Path) -> str:
        """Nearest `clause` on the way down to a path."""
        clause, node = "", self._source.tree
        for step in path:
            if isinstance(node, Mapping) and isinstance(node.get("clause"), str):
                clause = node["clause"]
            node = node.get(step, {}) if isinstance(node, Mapping) else {}
        if isinstance(node, Mapping) and isinstance(node.get("clause"), str):
            clause = node["clause"]
        return clause

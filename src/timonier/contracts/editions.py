"""A version of the contract as people read it: what was loaded, word for word, beside what the arithmetic made of it.

It must not compute a figure. Kept per process by the digest of a version: what is loaded never changes.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone

from timonier.contracts.models import ContractVersionRow
from timonier.contracts.queries import definition
from timonier.core.contract.annexes import number_of
from timonier.core.contract.model import ContractVersion
from timonier.core.refusal import Refused
from timonier.foundation.parts import typographic
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import has_scope, scope

Row = dict[str, str]
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells a version from another."""

    number: int
    effective_from: date
    digest: str
    loaded_by: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One version to read: `tree` and `files` as loaded, `version` as computed with, `stamps` of all versions."""

    tree: Mapping[str, Any]
    files: Mapping[str, list[Row]]
    version: ContractVersion
    stamps: tuple[Stamp, ...]

    @property
    def stamp(self) -> Stamp:
        """The stamp of this version."""
        return self.stamps[self.version.number - 1]

    def part(self, name: str) -> Any:
        """A key of the contract; an empty mapping when it is not there."""
        return self.tree.get(name) or {}

    def table(self, name: str) -> list[tuple[str, Any]]:
        """Entries of a mapping in the order of the contract: by side and level where they have one, then by clause."""
        return sorted(self.part(name).items(), key=lambda pair: _place_of(*pair))

    def rows(self, name: str) -> list[Row]:
        """The rows of a list, or of a matrix; none when the contract has none."""
        for where in ("lists", "matrices"):
            file = self.part(where).get(name)
            if file:
                return list(self.files.get(file, []))
        return []

    def holidays(self) -> list[Row]:
        """The days off, with their names."""
        return list(self.files.get(str(self.tree.get("holidays", "")), []))

    def clauses(self) -> dict[str, str]:
        """Number → title of the contract's own articles."""
        return {row["key"]: row["title"] for row in self.rows("clauses")}

    def clause_title(self, cited: str) -> str:
        """The title of the article that is cited; empty when the contract gives none."""
        return self.clauses().get(number_of(cited), "")


def _place_of(key: str, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, Mapping):
        return ("", 0, (), key)
    steps = tuple(int(step) for step in number_of(str(value.get("clause", ""))).split(".") if step.isdigit())
    first = "" if value.get("phase", "transition") == "transition" else "then"
    return (str(value.get("side", "")) + first, int(value.get("level") or 0), steps, key)


def edition(contract: Contract, on: date | None = None) -> Edition:
    """The version in force on a day, today when none is named (the first one before it began).

    Raises: Refused when none is loaded.
    """
    day = on or timezone.localdate()
    with nullcontext() if has_scope() else scope([contract.pk]):
        rows = list(
            ContractVersionRow.objects.filter(contract=contract)
            .order_by("number")
            .values_list("pk", "number", "effective_from", "digest", "loaded_by")
        )
        if not rows:
            raise Refused("contract_not_loaded", key=contract.key)
        made = definition(contract)
        in_force = [row for row in rows if row[2] <= day] or rows[:1]
        pk, number, _, digest, _ = in_force[-1]
        tree, files = _source(contract.pk, pk, digest)
    stamps = tuple(Stamp(*row[1:]) for row in rows)
    return Edition(tree, files, made.versions[number - 1], stamps)


@lru_cache(maxsize=_KEPT)
def _source(contract_id: int, pk: int, digest: str) -> tuple[dict[str, Any], dict[str, list[Row]]]:
    row = ContractVersionRow.objects.only("source").get(contract_id=contract_id, pk=pk, digest=digest)
    value = json.loads(bytes(row.source))
    return value["tree"], value["lists"]


def phase_titles(contract: Contract, keys: Iterable[str], language: str) -> list[str]:
    """What the contract calls these phases; a phase without a title is called by its key."""
    titles = _phases(contract, definition(contract).versions[-1].digest)
    return [_title_of(titles.get(key), key, language) for key in keys]


@lru_cache(maxsize=_KEPT)
def _phases(contract: Contract, digest: str) -> dict[str, Any]:
    """Phase → its title; kept with the newest version, so that a page asks nothing for it."""
    return {one["key"]: one.get("title") for one in edition(contract).part("phases") or ()}


def _title_of(title: Any, key: str, language: str) -> str:
    if isinstance(title, Mapping):
        title = title.get(language) or title.get("fr")
    return typographic(str(title or key))

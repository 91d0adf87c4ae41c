"""Lists of the contract with their filters: sites by town, applications by hosting, both by words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timonier.contracts.editions import Edition, Row
from timonier.contracts.index import fold

_CHOICES = {"sites": "town", "business_applications": "hosting"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for in the lists."""

    words: str = ""
    town: str = ""
    hosting: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """The filters of an address."""
        return cls(given.get("find", "")[:100], given.get("town", "")[:80], given.get("hosting", "")[:40])


def listed(edition: Edition, name: str, asked: Asked) -> dict[str, Any]:
    """Rows that fit, how many there are in all, and the choices of the filter."""
    rows = edition.rows(name)
    column = _CHOICES[name]
    chosen = asked.town if name == "sites" else asked.hosting
    wanted = fold(asked.words).split()
    fitting = [row for row in rows if (not chosen or row.get(column) == chosen) and _has(row, wanted)]
    return {
        "rows": fitting,
        "all": len(rows),
        "choices": sorted({row[column] for row in rows if row.get(column)}),
    }


def _has(row: Row, wanted: list[str]) -> bool:
    text = fold(" ".join(row.values()))
    return all(word in text for word in wanted)

"""Named, typed tables of a contract: what lists, documents and restitution read, each provided by the room that owns it.

Names and keys of columns are a promise to whoever builds a pivot table on them: they do not change, columns are only added at the end.
It must not know a room, nor how a table is written.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from timonier.core.instants import month_bounds, months_between
from timonier.foundation.registries import datasets
from timonier.foundation.tenancy.models import Contract

KINDS = frozenset(
    {"text", "integer", "decimal", "money", "percent", "date", "datetime", "duration", "boolean"}
)
"""What a value is: str · int · Decimal · Decimal euros · Decimal in percent · date · microseconds UTC · microseconds · bool."""

Words = Mapping[str, tuple[str, str]]
"""Code → French and English: what people read in place of a code. A code without words is shown as it is."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key for programs, what it holds, its name for people. `words` if it holds codes; `width` in characters."""

    key: str
    kind: str
    fr: str
    en: str
    width: int = 14
    words: Words | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS or not self.key.isidentifier() or self.key != self.key.lower():
            raise ValueError(f"not a column: {self.key!r}, {self.kind!r}")

    def label(self, language: str) -> str:
        """The name for people."""
        return self.en if language == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months, both included, in the contract's time zone."""

    first: str
    last: str
    tz: str

    @property
    def months(self) -> list[str]:
        """Every month, oldest first."""
        return months_between(self.first, self.last)

    @property
    def start(self) -> int:
        """First instant."""
        return month_bounds(self.first, self.tz)[0]

    @property
    def end(self) -> int:
        """First instant after."""
        return month_bounds(self.last, self.tz)[1]


Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table. `rows(contract, span)` streams in the contract's scope, values in the order of the columns, None for none.

    `is_headed_in_words`: its headers are names for people, not keys: a list as it is on a screen, on which nobody builds.
    `action`: the right that reading it needs. `note_*`: one sentence, what a row is and what belongs to the span.
    """

    name: str
    title_fr: str
    title_en: str
    note_fr: str
    note_en: str
    action: str
    columns: tuple[Column, ...]
    rows: Callable[[Contract, Span], Iterable[Row]]
    order: int = 100
    is_headed_in_words: bool = False

    def title(self, language: str) -> str:
        """The name for people."""
        return self.title_en if language == "en" else self.title_fr

    def heading(self, column: Column, language: str) -> str:
        """What stands at the head of a column."""
        return column.label(language) if self.is_headed_in_words else column.key

    def note(self, language: str) -> str:
        """What a row is."""
        return self.note_en if language == "en" else self.note_fr


def columns(*rows: str, **words: Words) -> tuple[Column, ...]:
    """Columns from lines "key kind width | français | English"; `words` of the columns that hold codes, by key."""
    found = []
    for row in rows:
        head, french, english = (part.strip() for part in row.split("|"))
        key, kind, *width = head.split()
        found.append(Column(key, kind, french, english, int(width[0]) if width else 14, words.get(key)))
    return tuple(found)


def register(dataset: Dataset) -> None:
    """Offer a table to lists, documents and restitution."""
    datasets.add(dataset.name, dataset)


def known() -> list[Dataset]:
    """Every table, in the order in which documents show them."""
    return sorted((one for _, one in datasets), key=lambda one: (one.order, one.name))


def schema() -> list[dict[str, Any]]:
    """The promise, as JSON: names, keys, kinds, both languages."""
    return [
        {
            "dataset": one.name,
            "title": {"fr": one.title_fr, "en": one.title_en},
            "note": {"fr": one.note_fr, "en": one.note_en},
            "columns": [
                {"key": column.key, "type": column.kind, "label": {"fr": column.fr, "en": column.en}}
                for column in one.columns
            ],
        }
        for one in known()
    ]

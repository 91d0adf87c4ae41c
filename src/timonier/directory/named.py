"""Names beside what the journal calls people, in data tables: one joins by the one and reads the other."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from timonier.directory.people import names_of
from timonier.foundation.datasets import Column, Dataset, Row, Span
from timonier.foundation.tenancy.models import Contract

AT_ONCE = 2000
"""Rows whose people are looked up together."""


def named(dataset: Dataset, *people: str) -> Dataset:
    """The table with a column `…_name` at its end for each of these columns; whoever has no account keeps what is there."""
    if not people:
        return dataset
    keys = [one.key for one in dataset.columns]
    places = [keys.index(one) for one in people]
    names = tuple(
        Column(f"{one.key}_name", "text", f"{one.fr} (nom)", f"{one.en} (name)", 24)
        for one in (dataset.columns[place] for place in places)
    )

    def rows(contract: Contract, span: Span) -> Iterator[Row]:
        return _with_names(dataset.rows(contract, span), places)

    return replace(dataset, columns=(*dataset.columns, *names), rows=rows)


def _with_names(rows: Iterable[Row], places: list[int]) -> Iterator[Row]:
    stream = iter(rows)
    while piece := list(islice(stream, AT_ONCE)):
        names = names_of({row[place] for row in piece for place in places if row[place]})
        for row in piece:
            yield (*row, *(names[row[place]] if row[place] else None for place in places))

"""What the pages of a what-if show: figures side by side, euros by month, the register priced, both ledgers of an item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from timonier.contracts.queries import definition, plans_of, sources_of
from timonier.core.contract.difference_words import reading_answer, reading_title
from timonier.core.contract.model import Kpi
from timonier.core.contract.reading_words import choices
from timonier.core.engine import evaluate_stream
from timonier.core.events import KINDS, read_event
from timonier.core.instants import SECOND, parse_instant
from timonier.core.measures import Measure
from timonier.core.plan import Plans
from timonier.foundation.charts import Chart, Point, Series, bar_chart
from timonier.foundation.journal import read
from timonier.foundation.parts import money
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels.inputs import Known, openings_in
from timonier.service_levels.kept import Kept

_READ = ("population", "missed", "value", "achieved", "penalty_amount", "chargeable")
"""Figures of a line that its page shows; an objective is what a draft changes, and no effect of it."""


@dataclass(frozen=True, slots=True)
class RegisterChoice:
    """One reading with its answer in force, and the others, in the reader's language."""

    name: str
    question: str
    current: str
    options: Sequence[tuple[str, str]]
    chosen: str

    @property
    def is_of_hours(self) -> bool:
        return self.name.startswith("hours.")


def register_choices(contract: Contract, chosen: Sequence[str], at: int) -> list[RegisterChoice]:
    """Every entry of the ambiguity register with its alternatives. `at`: 0 French, 1 English."""
    version = definition(contract).versions[-1]
    readings = plans_of(contract).all()[-1].readings
    return [
        RegisterChoice(
            name,
            titled(contract, name, at),
            answered(contract, name, current, at),
            [(f"{name}={value}", answered(contract, name, value, at)) for value in others],
            next((one for one in chosen if one.startswith(f"{name}=")), ""),
        )
        for name, current, others in choices(version, dict(readings))
    ]


def titled(contract: Contract, name: str, at: int) -> str:
    """What a reading asks; hours are called by the title of their service."""
    return reading_title(sources_of(contract)[-1].tree, name, at)


def services_of(contract: Contract, at: int) -> list[tuple[str, str]]:
    """Services that have hours, with their titles."""
    keys = sources_of(contract)[-1].tree.get("hours", {})
    return [(key, titled(contract, f"hours.{key}", at)) for key in keys]


def answered(contract: Contract, name: str, value: str, at: int) -> str:
    """What an answer says; that of hours is its week."""
    return reading_answer(sources_of(contract)[-1].tree, name, value, at)


def tried_words(contract: Contract, kept: Kept, at: int) -> list[str]:
    """What is tried, in words: each reading, and the version."""
    tried = kept.result["alternative"]
    return [
        f"{titled(contract, name, at)} : {answered(contract, name, value, at)}"
        for name, value in tried["readings"].items()
    ]


def kpis_of(contract: Contract, kept: Kept | None = None) -> dict[str, Kpi]:
    """The service levels by key, those that a draft adds included."""
    found = {kpi.key: kpi for kpi in definition(contract).versions[-1].kpis}
    if kept is not None and kept.source is not None:
        plans = kept.alternative.plans(contract, definition(contract))
        found = {kpi.key: kpi for kpi in plans.all()[-1].version.kpis} | found
    return found


def month_lines(contract: Contract, kept: Kept) -> list[dict[str, Any]]:
    """The months, the newest first, each with the lines that change; the newest that has some stands open."""
    kpis = kpis_of(contract, kept)
    found = [
        {
            **month,
            "lines": [{**line, "of": kpis.get(line["kpi"])} for line in month["lines"] if line["changes"]],
        }
        for month in reversed(kept.result["by_month"])
    ]
    newest = next((month["month"] for month in found if month["lines"]), "")
    return [{**month, "is_open": month["month"] == newest} for month in found]


def moves(month: Mapping[str, Any]) -> bool:
    """Whether a figure that a person reads, or a euro, differs: items can change their fate and leave both as they are."""
    return (
        any(
            one["before"] is None
            or one["after"] is None
            or any(one["before"][name] != one["after"][name] for name in _READ)
            for one in month["lines"]
        )
        or Decimal(month["penalty_difference"]) != 0
    )


def euros_chart(months: Sequence[dict[str, Any]], names: tuple[str, str, str], language: str) -> Chart:
    """Penalties of each month on both sides, the oldest month first. `names`: of the chart and of the two series."""
    title, before, after = names

    def points(side: str) -> list[Point]:
        return [
            Point(
                f"{one['month'][5:]}/{one['month'][2:4]}",
                Decimal(one[f"penalty_{side}"]),
                money(one[f"penalty_{side}"], language),
            )
            for one in reversed(months)
        ]

    return bar_chart(
        title, [Series(before, points("before"), "muted"), Series(after, points("after"), "accent")]
    )


def line_of(kept: Kept, month: str, kpi: str) -> dict[str, Any] | None:
    """One KPI of one month of a comparison."""
    for one in kept.result.get("by_month", ()):
        if one["month"] == month:
            found = (line for line in one["lines"] if line["kpi"] == kpi)
            return next(found, None)
    return None


def items_shown(line: dict[str, Any]) -> list[dict[str, Any]]:
    """The changed items of a line: with their streams, and durations as the screens want them, in microseconds."""

    def fate(one: dict[str, Any] | None) -> dict[str, Any] | None:
        if one is None:
            return None
        spans = {
            f"{name}_us": None if one[f"{name}_seconds"] is None else int(one[f"{name}_seconds"] * SECOND)
            for name in ("counted", "target")
        }
        return {**one, **spans}

    return [
        {
            "item": one["item"],
            "kind": one["kind"],
            "key": one["item"].partition("#")[0],
            "before": fate(one["before"]),
            "after": fate(one["after"]),
        }
        for one in line["items"]
    ]


@dataclass(frozen=True, slots=True)
class Both:
    """One item under one KPI on both sides. A side without a measure: it does not count there."""

    kpi: str
    before: Measure | None
    after: Measure | None


def both_ledgers(contract: Contract, kept: Kept, stream: str, kpi: str) -> list[Both] | None:
    """An item under the contract in force and under what was tried, on the facts that the comparison knew.

    None when nothing is known about it. Needs the contract's scope.
    """
    family, _, key = stream.partition("/")
    rows = list(read(contract, stream=stream)) if family in KINDS else []
    if not rows:
        return None
    as_of = parse_instant(kept.result["as_of"])
    events = [read_event(stream, row.payload, row.occurred_at, row.known_at) for row in rows]
    made = definition(contract)
    sides = []
    for plans in (Plans(made), kept.alternative.plans(contract, made)):
        openings = openings_in(contract, plans, as_of, Known())
        outcome = evaluate_stream(plans, family, key, events, as_of, openings)
        sides.append({one.kpi: one for one in outcome.measures})
    names = [name for name in [*sides[0], *(k for k in sides[1] if k not in sides[0])] if kpi in ("", name)]
    return [Both(name, sides[0].get(name), sides[1].get(name)) for name in names]


def register_lines(contract: Contract, kept: Kept, at: int, reading: str = "") -> list[dict[str, Any]]:
    """The register priced: one block for each reading, one line for each other answer, the dearest difference first."""
    blocks: dict[str, dict[str, Any]] = {}
    for one in kept.result["answers"]:
        name = one["reading"]
        if reading and name != reading:
            continue
        block = blocks.setdefault(
            name,
            {
                "name": name,
                "question": titled(contract, name, at),
                "current": answered(contract, name, one["in_force"], at),
                "answers": [],
                "weight": Decimal(0),
            },
        )
        block["answers"].append({**one, "words": answered(contract, name, one["value"], at)})
        block["weight"] = max(block["weight"], abs(Decimal(one["totals"]["difference"])))
    return sorted(blocks.values(), key=lambda block: (-block["weight"], block["name"]))

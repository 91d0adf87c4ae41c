"""A whole month by the oracle: every KPI's population, value, verdict and penalty, from the items and the sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Any

import yaml

from tests.oracle.facts import VSGP, local, minute_of, vsgp
from tests.oracle.oracle import judge_ticket
from tests.oracle.others import (
    availability,
    compliance,
    judge_alert,
    judge_call,
    judge_milestone,
    judge_quote,
    reopened_after_closing,
    survey_scores,
    ticket_scores,
)
from tests.oracle.streams import Fact, Item

type Streams = Mapping[str, Mapping[str, list[Fact]]]
CHARGED_FROM = date(2025, 10, 6)  # the first day of exploitation
WITHOUT_CLOCK = [f"KPI-{number}" for number in range(16, 22)]


@dataclass(frozen=True)
class Line:
    """One KPI of one month. `charged`: what the penalty looks at; none where nothing may be charged."""

    population: int
    met: int | None
    missed: int | None
    value: str | None
    achieved: bool | None
    charged: tuple[int, str | None, bool | None] | None
    penalty: str


@cache
def _raw() -> dict[str, Any]:
    return yaml.safe_load((VSGP / "contract.yaml").read_text(encoding="utf-8"))


def _percent(text: str) -> Fraction:
    return Fraction(text.removesuffix("%").strip()) / 100


def shown(value: Fraction | None) -> str | None:
    """As a percentage with two decimals, half-even, by long division."""
    if value is None:
        return None
    with localcontext() as context:
        context.prec = 60
        exact = value * 100
        quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
        return str(quotient.quantize(Decimal("0.01"), ROUND_HALF_EVEN))


def _verdict(kpi: str, value: Fraction | None) -> bool | None:
    if value is None:
        return None
    objective = _percent(_raw()["kpis"][kpi]["objective"])
    return value <= objective if kpi == "KPI-16" else value >= objective


def items_of(streams: Streams, as_of: str) -> list[Item]:
    """All judged items of all streams."""
    until = minute_of(as_of)
    found: list[Item] = []
    for events in streams.get("ticket", {}).values():
        found += judge_ticket(events, until).values()
    for events in streams.get("call", {}).values():
        found += judge_call(events, as_of)
    for family, judge in (("alert", judge_alert), ("quote", judge_quote), ("milestone", judge_milestone)):
        for events in streams.get(family, {}).values():
            found += judge(events, until)
    return found


def judge_month(streams: Streams, month: str, as_of: str) -> tuple[dict[str, Line], str]:
    """The 24 lines, and the month's penalties under its cap."""
    until = minute_of(as_of)
    items = [item for item in items_of(streams, as_of) if item.month == month]
    tickets = list(streams.get("ticket", {}).values())
    first = date.fromisoformat(f"{month}-01")
    straddles = (first.year, first.month) == (CHARGED_FROM.year, CHARGED_FROM.month)
    free = first < CHARGED_FROM and not straddles
    lines: dict[str, Line] = {}
    total = Decimal(0)
    for kpi in _raw()["kpis"]:
        mine = [item for item in items if item.kpi == kpi]
        found = _whole(kpi, mine, streams, tickets, month, until)
        population, met, missed, value = found
        judged: tuple[int, int | None, int | None, Fraction | None] | None = found
        if free or (straddles and kpi in WITHOUT_CLOCK):
            judged = None
        elif straddles:
            started = [i for i in mine if i.started is not None and local(i.started).date() >= CHARGED_FROM]
            judged = _share(started)
        penalty = Decimal(0)
        charged = None
        if judged is not None:
            charged = (judged[0], shown(judged[3]), _verdict(kpi, judged[3]))
            level = _raw()["kpis"][kpi].get("level")
            if charged[2] is False and level is not None:
                penalty = Decimal(_raw()["penalties"]["prices"][level])
        total += penalty
        lines[kpi] = Line(
            population, met, missed, shown(value), _verdict(kpi, value), charged, f"{penalty:.2f}"
        )
    return lines, f"{min(total, Decimal(_raw()['penalties']['cap_per_month'])):.2f}"


def _share(items: list[Item]) -> tuple[int, int | None, int | None, Fraction | None]:
    met = sum(item.outcome == "met" for item in items)
    missed = sum(item.outcome == "missed" for item in items)
    return met + missed, met, missed, Fraction(met, met + missed) if items else None


def _whole(
    kpi: str, items: list[Item], streams: Streams, tickets: list[list[Fact]], month: str, until: int
) -> tuple[int, int | None, int | None, Fraction | None]:
    """Population, met, missed and value of one KPI."""
    if kpi == "KPI-16":
        closed, reopened = reopened_after_closing(tickets, month, until)
        return closed, closed - reopened, reopened, Fraction(reopened, closed) if closed else None
    if kpi in ("KPI-17", "KPI-18"):
        surveys = list(streams.get("survey", {}).values())
        scores = (
            ticket_scores(tickets, month, until) if kpi == "KPI-17" else survey_scores(surveys, month, until)
        )
        return len(scores), None, None, sum(scores, Fraction(0)) / len(scores) / 100 if scores else None
    if kpi == "KPI-19":
        services = {key: list(events) for key, events in streams.get("service", {}).items()}
        up, time = availability(services, month, until)
        return len(vsgp().availability) if time else 0, None, None, Fraction(up, time) if time else None
    if kpi == "KPI-20":
        compliant, total = compliance(list(streams.get("compliance", {}).values()), month, until)
        return total, None, None, Fraction(compliant, total) if total else None
    return _share(items)

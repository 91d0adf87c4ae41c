"""How a published figure came about: its own numbers laid out as a sum, for people who check it with a pocket calculator.

It judges nothing: a sum that does not lead to the stored figure (other facts, another version since) is left out.
Source: KPIS.md "Vocabulary", "Penalties".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any, Literal

from timonier.core.contract.model import ContractVersion, Kpi
from timonier.core.instants import SECOND
from timonier.core.measures import MET, MISSED, Measure
from timonier.core.months import percent
from timonier.core.penalties import CENT, Drawn, drawn

Shape = Literal["share", "reopened", "scores", "compliance", "uptime", "mean_uptime", "lowest_uptime", "none"]
SCORES = ("ticket_scores", "survey_scores")
_UPTIMES: dict[str, Shape] = {"sum": "uptime", "mean": "mean_uptime", "each": "lowest_uptime"}


@dataclass(frozen=True, slots=True)
class Workings:
    """`top` ÷ `bottom` gives the value; both None where only the value is known. `rest`: what `bottom` has beside `top`.

    Units: items; points of score; seconds of service for availability.
    """

    shape: Shape
    top: Fraction | None = None
    bottom: Fraction | None = None
    rest: int | None = None


def workings(
    kpi: Kpi,
    line: Mapping[str, Any],
    readings: Mapping[str, str],
    measures: Iterable[Measure] = (),
    compliant: tuple[int, int] | None = None,
) -> Workings:
    """The sum behind a line of a month's results. `measures`: its items, for scores; `compliant`: of how many, for KPI-20."""
    if line["value"] is None:
        return Workings("none")
    found = _laid_out(kpi, line, readings, measures, compliant)
    if found.top is None or not found.bottom:
        return Workings(found.shape)
    factor = 100 if found.shape == "scores" else 1
    leads_there = percent(found.top / found.bottom / factor) == line["value"]
    return found if leads_there else Workings(found.shape)


def _laid_out(
    kpi: Kpi,
    line: Mapping[str, Any],
    readings: Mapping[str, str],
    measures: Iterable[Measure],
    compliant: tuple[int, int] | None,
) -> Workings:
    population = Fraction(line["population"])
    if kpi.family == "availability":
        return _uptime(line.get("services"), readings.get("availability", "sum"))
    if kpi.family == "compliance":
        top = compliant[0] if compliant and compliant[1] == population else None
        return Workings("compliance", None if top is None else Fraction(top), population)
    if kpi.family in SCORES:
        scores = [Fraction(str(one.value)) for one in _judged(measures) if one.value is not None]
        total = sum(scores, Fraction(0)) if len(scores) == population else None
        return Workings("scores", total, population)
    if kpi.family == "reopened":
        cohort = line["met"] + line["missed"] == population
        return Workings("reopened", Fraction(line["missed"]), population, line["met"] if cohort else None)
    return Workings("share", Fraction(line["met"]), population, line["missed"])


def _uptime(services: list[dict[str, Any]] | None, reading: str) -> Workings:
    shape = _UPTIMES.get(reading, "uptime")
    if shape != "uptime" or services is None:
        return Workings(shape)
    up, time = (
        sum((seconds(one[name]) for one in services), Fraction(0)) for name in ("up_seconds", "seconds")
    )
    return Workings(shape, up, time)


def seconds(value: float) -> Fraction:
    """A number of seconds of the results, which has at most six decimals."""
    return Fraction(str(value))


def mean_of(line: Mapping[str, Any], measures: Iterable[Measure]) -> int | None:
    """The counted time whose mean a line tells (KPI-05), in microseconds; None when these items do not lead to it."""
    if line.get("mean_seconds") is None:
        return None
    total = sum(one.counted or 0 for one in _judged(measures))
    return total if total // line["population"] // SECOND == line["mean_seconds"] else None


@dataclass(frozen=True, slots=True)
class Price:
    """A penalty of the month: drawn, then cut by a cap. `capped`: what is left after the cap of the KPI; `amount`: the stored one."""

    drawn: Drawn
    capped: Decimal
    amount: Decimal

    @property
    def is_cut_by_kpi(self) -> bool:
        return self.capped < _rounded(self.drawn.amount)

    @property
    def is_cut_by_month(self) -> bool:
        return self.amount < self.capped


def price(version: ContractVersion, kpi: Kpi, line: Mapping[str, Any], basis: str) -> Price | None:
    """How the stored amount of a missed service level was drawn; None when nothing was drawn, or the prices lead elsewhere."""
    charged, amount = line["charged"], Decimal(line["penalty_amount"])
    if kpi.level is None or charged is None or charged["achieved"] is not False:
        return None
    before = drawn(version.penalties, kpi.level, basis, charged["missed"])
    cap = version.penalties.cap_per_kpi
    capped = _rounded(before.amount if cap is None else min(before.amount, cap))
    is_explained = amount == capped or (amount < capped and version.penalties.cap_per_month is not None)
    return Price(before, capped, amount) if is_explained else None


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_EVEN)


def _judged(measures: Iterable[Measure]) -> Iterable[Measure]:
    return (one for one in measures if one.outcome in (MET, MISSED))

"""A service level over several months: what the months counted, added up, divided once and rounded once.

One rule for screens, programs and documents. Source: KPIS.md "Vocabulary" (value = met ÷ population); where the specification
is silent about quarters and years, their items are counted together: no mean of the months, no mean of rounded values.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from timonier.core.contract.model import Kpi
from timonier.core.months import WITHOUT_ITEMS, percent
from timonier.core.workings import SCORES


def value_over(kpi: Kpi, lines: Sequence[Mapping[str, Any]], availability: str = "sum") -> Fraction | None:
    """The exact share over months, of the JSON lines of their results; None without a measure.

    `points` of a line: the sum of its scores, as text. `availability`: the reading of KPI-19 – all services together, the mean of
    services, the lowest one. Units: services in seconds, scores out of 100.
    """
    measured = [one for one in lines if one["value"] is not None]
    if not measured:
        return None
    if kpi.family == "availability":
        shares = _uptimes(measured)
        if shares:
            return _of_services(shares, availability)
    population: int = sum(one["population"] for one in measured)
    if not population:  # only values are known: each month once
        return sum((Fraction(one["value"]) for one in measured), Fraction(0)) / len(measured) / 100
    return sum((_good(kpi, one) for one in measured), Fraction(0)) / population


def _good(kpi: Kpi, line: Mapping[str, Any]) -> Fraction:
    """What stands above the line of the fraction, in items; never taken from a rounded value where the counts are known."""
    if kpi.family not in WITHOUT_ITEMS:
        return Fraction((line["missed"] if kpi.family == "reopened" else line["met"]) or 0)
    rounded: Fraction = Fraction(line["value"]) / 100 * int(line["population"])
    if kpi.family in SCORES:
        return Fraction(line["points"]) / 100 if line.get("points") is not None else rounded
    if kpi.family == "compliance" and line["population"] < 10_000:
        return Fraction(round(rounded))  # whole elements: two decimals tell which number
    return rounded


def _uptimes(lines: Sequence[Mapping[str, Any]]) -> list[tuple[Fraction, Fraction]]:
    """Up time and opening time of each service over the months; of those that were open."""
    found: dict[str, list[Fraction]] = {}
    for line in lines:
        for one in line.get("services", ()):
            row = found.setdefault(one["service"], [Fraction(0), Fraction(0)])
            row[0] += Fraction(str(one["up_seconds"]))
            row[1] += Fraction(str(one["seconds"]))
    return [(up, time) for up, time in found.values() if time]


def _of_services(found: Sequence[tuple[Fraction, Fraction]], reading: str) -> Fraction:
    shares = [up / time for up, time in found]
    if reading == "mean":
        return sum(shares, Fraction(0)) / len(shares)
    if reading == "each":
        return min(shares)
    return sum((up for up, _ in found), Fraction(0)) / sum((time for _, time in found), Fraction(0))


def points_of(line: Mapping[str, Any], points: str | None) -> str | None:
    """The sum of a month's scores, if it leads to the line's value: a correction has other scores than the seal knew."""
    if points is None or not line["population"] or line["value"] is None:
        return None
    return points if percent(Fraction(points) / line["population"] / 100) == line["value"] else None

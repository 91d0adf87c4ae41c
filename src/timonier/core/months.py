"""The results of a month: one line per KPI, its penalty, and the digest over inputs and results.

Source: KPIS.md "Vocabulary", "Versions, phases, seals"; JSON of SURFACE.md, `kpi`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from timonier.core.availability import Uptime, compliance, gaps, uptimes
from timonier.core.canonical import digest
from timonier.core.contract.model import ContractVersion, Kpi
from timonier.core.engine import ENGINE
from timonier.core.events import Event
from timonier.core.instants import SECOND, format_instant, local, month_bounds, month_first, next_month_first
from timonier.core.measures import EXCLUDED, MET, MISSED, Measure
from timonier.core.penalties import CENT, Line, cap_month, line
from timonier.core.plan import Plan, Plans
from timonier.core.refusal import Refused

CLOCKLESS = frozenset(
    {"reopened", "ticket_scores", "survey_scores", "availability", "compliance", "milestones"}
)
"""Families that are charged from the first whole month of a charging phase."""
WITHOUT_ITEMS = frozenset({"ticket_scores", "survey_scores", "availability", "compliance"})
Facts = Mapping[str, Mapping[str, list[Event]]]


@dataclass(slots=True)
class Tally:
    """Counts of one KPI in a month. `value` exact."""

    population: int = 0
    met: int | None = 0
    missed: int | None = 0
    value: Fraction | None = None
    counted: int = 0  # sum of counted time, for the mean of KPI-05; microseconds
    excluded: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Request:
    """What is asked of a month: instants in microseconds, readings over those of the contract."""

    month: str
    as_of: int
    known_at: int | None = None
    journal_position: int = 0
    sealed: dict[str, Any] | None = None


def month_results(
    plans: Plans, request: Request, measures: Iterable[Measure], facts: Facts
) -> dict[str, Any]:
    """The month's results, ready for JSON. Raises: Refused before the contract."""
    first = month_first(request.month)
    plan = plans.on(first)
    check_month(plan.version, request.month)
    by_kpi: dict[str, list[Measure]] = {}
    for measure in measures:
        if request.month in (measure.month, measure.excluded_month):
            by_kpi.setdefault(measure.kpi, []).append(measure)
    charging = _Charging(plan, first)
    blind = gaps(facts.get("source", {}), request.month, plan.tz, request.as_of)
    results, lines = [], []
    for kpi in plan.version.kpis:
        result, penalty = _result(plan, kpi, request, by_kpi.get(kpi.key, []), facts, charging)
        result["incomplete"] = [
            {"source": source, "from": format_instant(since), "to": format_instant(until)}
            for source, since, until in blind.get(kpi.family, [])
        ]
        results.append(result)
        lines.append(penalty)
    total = cap_month(lines, plan.version.penalties.cap_per_month)
    for result, penalty in zip(results, lines, strict=True):
        result["penalty_level"] = penalty.level
        result["penalty_amount"] = str(penalty.amount)
        result["chargeable"] = penalty.chargeable
        result["forbidden_by"] = penalty.forbidden_by
        if result["charged"] is not None:
            result["charged"]["penalty_amount"] = str(penalty.amount)
    return _whole(plans, plan, request, results, total)


def check_month(version: ContractVersion, month: str) -> None:
    """Refuse a month that ended before the contract's first phase began."""
    if version.phases:
        begins = min(phase.starts for phase in version.phases)
        if next_month_first(month_first(month)) <= begins:
            raise Refused("before_the_contract", month=month, begins=begins.isoformat())


def versions_of(plans: Plans, month: str) -> list[dict[str, Any]]:
    """Versions in force on at least one day of the month."""
    first = month_first(month)
    after = next_month_first(first)
    in_force = plans.on(first).version
    kept = [in_force] + [
        plan.version
        for plan in plans.all()
        if first < plan.version.effective_from < after and plan.version is not in_force
    ]
    return [
        {"number": one.number, "effective_from": one.effective_from.isoformat(), "digest": one.digest}
        for one in kept
    ]


def _whole(plans: Plans, plan: Plan, request: Request, results: list[Any], total: Decimal) -> dict[str, Any]:
    versions = versions_of(plans, request.month)
    readings = dict(sorted(plan.readings.items()))
    inputs = {
        "contract": plans.contract.key,
        "month": request.month,
        "versions": [version["digest"] for version in versions],
        "journal_position": request.journal_position,
        "as_of": format_instant(request.as_of),
        "known_at": None if request.known_at is None else format_instant(request.known_at),
        "readings": readings,
        "engine": ENGINE,
    }
    return {
        "contract": plans.contract.key,
        "month": request.month,
        "as_of": inputs["as_of"],
        "known_at": inputs["known_at"],
        "journal_position": request.journal_position,
        "engine": ENGINE,
        "versions": versions,
        "phases": phases_of(plan.version, request.month),
        "sealed": request.sealed,
        "readings": readings,
        "results": results,
        "corrections": [],
        "penalty_total": str(total),
        "digest": digest({"inputs": inputs, "results": results, "penalty_total": str(total)}),
    }


def phases_of(version: ContractVersion, month: str) -> list[str]:
    """Keys of the phases that have a day in the month, by their start."""
    first = month_first(month)
    after = next_month_first(first)
    found = [
        phase
        for phase in version.phases
        if phase.starts < after and (phase.ends is None or phase.ends > first)
    ]
    return [phase.key for phase in sorted(found, key=lambda phase: phase.starts)]


class _Charging:
    """Which days of the month, and which items, may be charged."""

    def __init__(self, plan: Plan, first: date) -> None:
        self.plan = plan
        self._days: dict[date, bool] = {}
        day, after = first, next_month_first(first)
        month = []
        while day < after:
            month.append(self.on(day))
            day += timedelta(days=1)
        self.whole, self.none = all(month), not any(month)
        self.straddles = not self.whole and not self.none
        if self.straddles and not month[0] and plan.readings["straddling_month"] == "none_if_begun_before":
            self.none, self.straddles = True, False

    def on(self, day: date) -> bool:
        if day not in self._days:
            self._days[day] = any(
                phase.charging and phase.starts <= day and (phase.ends is None or day < phase.ends)
                for phase in self.plan.version.phases
            )
        return self._days[day]

    def item(self, measure: Measure) -> bool:
        return self.on(local(measure.started_at, self.plan.tz).date())

    def forbids(self, kpi: Kpi) -> str | None:
        if self.none:
            return "phase_without_penalties"
        if self.straddles and kpi.family in CLOCKLESS:
            return "not_a_whole_month"
        return None


def _result(
    plan: Plan, kpi: Kpi, request: Request, measures: list[Measure], facts: Facts, charging: _Charging
) -> tuple[dict[str, Any], Line]:
    tally, extra = _tally(plan, kpi, request, measures, facts)
    forbids = charging.forbids(kpi)
    charged: Tally | None = tally
    if forbids is not None:
        charged = None
    elif charging.straddles:
        charged = _count(plan, kpi, [one for one in measures if charging.item(one)], request.month)
    achieved = _achieved(kpi, tally.value)
    penalty = line(
        plan.version,
        kpi,
        plan.readings["penalty_basis"],
        achieved=_achieved(kpi, charged.value) if charged else None,
        missed=charged.missed if charged else None,
        phase_forbids=forbids,
    )
    result = {
        "kpi": kpi.key,
        "population": tally.population,
        "met": tally.met,
        "missed": tally.missed,
        "excluded": sorted(tally.excluded, key=lambda one: (one["item"], one["reason"])),
        "value": percent(tally.value),
        "objective": percent(Fraction(kpi.objective)),
        "achieved": achieved,
        "charged": None if charged is None else _charged(kpi, charged),
        **extra,
    }
    return result, penalty


def _charged(kpi: Kpi, tally: Tally) -> dict[str, Any]:
    return {
        "population": tally.population,
        "met": tally.met,
        "missed": tally.missed,
        "value": percent(tally.value),
        "achieved": _achieved(kpi, tally.value),
    }


def _tally(
    plan: Plan, kpi: Kpi, request: Request, measures: list[Measure], facts: Facts
) -> tuple[Tally, dict[str, Any]]:
    if kpi.family == "availability":
        ups = uptimes(plan, request.month, facts.get("service", {}), request.as_of)
        return _availability(ups, plan.readings["availability"]), {"services": [_service(one) for one in ups]}
    if kpi.family == "compliance":
        compliant, total = compliance(facts.get("compliance", {}), request.month, plan.tz)
        return Tally(total, None, None, Fraction(compliant, total) if total else None), {}
    tally = _count(plan, kpi, measures, request.month)
    extra: dict[str, Any] = {}
    if kpi.family == "first_escalation":
        extra["mean_seconds"] = tally.counted // tally.population // SECOND if tally.population else None
    if kpi.family == "reopened":
        extra["provisional"] = any(one.provisional for one in measures)
    return tally, extra


def _count(plan: Plan, kpi: Kpi, measures: list[Measure], month: str) -> Tally:
    tally = Tally()
    met = missed = 0
    scores = Fraction(0)
    for one in measures:
        if one.outcome == EXCLUDED and one.excluded_month == month:
            tally.excluded.append({"item": one.item, "kind": one.kind, "reason": one.reason or ""})
        elif one.month == month and one.outcome in (MET, MISSED):
            met += one.outcome == MET
            missed += one.outcome == MISSED
            tally.counted += one.counted or 0
            if one.value is not None:
                scores += Fraction(str(one.value))
    tally.population = met + missed
    if kpi.family in ("ticket_scores", "survey_scores"):
        tally.met = tally.missed = None
        tally.value = scores / 100 / tally.population if tally.population else None
        return tally
    tally.met, tally.missed = met, missed
    if kpi.family == "reopened":
        if plan.readings["reopening_rate"] == "month_over_month":
            tally.population = met
        tally.value = Fraction(missed, tally.population) if tally.population else None
    else:
        tally.value = Fraction(met, tally.population) if tally.population else None
    return tally


def _availability(ups: list[Uptime], reading: str) -> Tally:
    shares = [one.share for one in ups if one.share is not None]
    value: Fraction | None = None
    if shares and reading == "mean":
        value = sum(shares, Fraction(0)) / len(shares)
    elif shares and reading == "each":
        value = min(shares)
    elif shares:
        value = Fraction(sum(one.up for one in ups), sum(one.time for one in ups))
    return Tally(len(shares), None, None, value)


def _service(one: Uptime) -> dict[str, Any]:
    return {
        "service": one.service,
        "seconds": whole_seconds(one.time),
        "up_seconds": whole_seconds(one.up),
        "value": percent(one.share),
    }


def _achieved(kpi: Kpi, value: Fraction | None) -> bool | None:
    if value is None:
        return None
    objective = Fraction(kpi.objective)
    return value <= objective if kpi.at_most else value >= objective


def percent(value: Fraction | None) -> str | None:
    """A share as a percentage with two decimals, half-even; None stays None."""
    if value is None:
        return None
    scaled = value * 10_000
    rounded = round(scaled)  # Fraction rounds half to even, exactly
    return str((Decimal(rounded) / 100).quantize(CENT, ROUND_HALF_EVEN))


def whole_seconds(us: int) -> int | float:
    """Seconds of a duration in microseconds: an integer when it is whole."""
    return us // SECOND if us % SECOND == 0 else us / SECOND


def microseconds(seconds: float) -> int:
    """The duration that `whole_seconds` wrote: exact again, so that sums and differences are."""
    return round(seconds * SECOND)


def bounds(plans: Plans, month: str) -> tuple[int, int]:
    """First instant of a contract's month and of the next one."""
    return month_bounds(month, plans.tz)

"""Both figures side by side: a ticket and a month as they stand, and as they would be if what is open were granted."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from timonier.contracts.queries import plans_of
from timonier.core.disputes import acceptance
from timonier.core.engine import evaluate_stream
from timonier.core.measures import Measure
from timonier.core.months import Request, month_results
from timonier.core.plan import Plans
from timonier.foundation.tenancy.models import Contract
from timonier.measures.mergers import openings_of
from timonier.measures.queries import Told, told_of
from timonier.measures.services import now
from timonier.service_levels.disputes import asked_of, would_be
from timonier.service_levels.inputs import Inputs, Known, gather
from timonier.service_levels.models import Acceptance, Dispute

MOST_ALONE = 5
"""Disputes of a month whose own effect is computed one by one; the rest counts in the sum of all."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One measure of a ticket, twice. None where it would not be."""

    kpi: str
    stands: Measure | None
    would_be: Measure | None

    @property
    def moves(self) -> bool:
        """Whether the two differ."""
        one, other = self.stands, self.would_be
        if one is None or other is None:
            return one is not other
        return (one.outcome, one.counted, one.month) != (other.outcome, other.counted, other.month)


def pairs_of(contract: Contract, told: Told, *, of: int | None = None) -> list[Pair]:
    """A ticket's measures that pending disputes would move; `of`: that dispute alone."""
    asked = [one for one in asked_of(told) if one.is_pending and of in (None, one.of)]
    if not asked:
        return []
    return _moving(told.outcome.measures, would_be(contract, told, asked))


def pairs_if_accepted(contract: Contract, row: Acceptance) -> list[Pair]:
    """A ticket's measures that the client's yes to one act would move. Needs the scope."""
    told = told_of(contract, f"ticket/{row.number}")
    if told is None:
        return []
    key, plans = told.events[0].key, plans_of(contract)
    yes = acceptance(row.what, key, row.of, told.as_of)
    openings = openings_of(contract, plans, told.as_of)
    other = evaluate_stream(plans, "ticket", key, [*told.events, yes], told.as_of, openings).measures
    return _moving(told.outcome.measures, other)


def _moving(one: list[Measure], two: list[Measure]) -> list[Pair]:
    stands, other = ({each.kpi: each for each in measures} for measures in (one, two))
    pairs = [Pair(kpi, stands.get(kpi), other.get(kpi)) for kpi in sorted(stands.keys() | other.keys())]
    return [pair for pair in pairs if pair.moves]


@dataclass(frozen=True, slots=True)
class KpiPair:
    """One service level of a month, twice: the results as `kpi` gives them."""

    kpi: str
    stands: dict[str, Any]
    would_be: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MonthPair:
    """A month, twice."""

    disputes: list[Dispute]
    lines: list[KpiPair]
    stands_total: Decimal
    would_be_total: Decimal


def pending_in(contract: Contract, month: str) -> list[Dispute]:
    """The open disputes that may move a month."""
    rows = Dispute.objects.filter(contract=contract, state__in=("open", "answered"), months__contains=[month])
    return list(rows.order_by("of"))


def pending_about(contract: Contract, number: str) -> list[Dispute]:
    """The open disputes about a ticket."""
    rows = Dispute.objects.filter(contract=contract, number=number, state__in=("open", "answered"))
    return list(rows.order_by("of"))


def told_at(contract: Contract, number: str, instant: int) -> Told | None:
    """A ticket as it stood at an instant: what was said later is not there. Needs the scope."""
    told = told_of(contract, f"ticket/{number}", as_of=instant)
    if told is None:
        return None
    known = [(row, event) for row, event in zip(told.rows, told.events, strict=True) if event.at <= instant]
    if not known:
        return None
    return replace(told, rows=[row for row, _ in known], events=[event for _, event in known])


@dataclass(frozen=True, slots=True)
class _Month:
    """A month as it stands at an instant, read once for every comparison."""

    contract: Contract
    plans: Plans
    request: Request
    inputs: Inputs
    stands: dict[str, Any]

    def pair(self, disputes: list[Dispute]) -> MonthPair:
        """The month if these disputes were granted, everything else left as it is."""
        granted: dict[str, set[int]] = {}
        for row in disputes:
            granted.setdefault(row.number, set()).add(row.of)
        others: list[Measure] = []
        gone: set[str] = set()
        for number, ofs in sorted(granted.items()):
            told = told_at(self.contract, number, self.request.as_of)
            if told is not None:
                asked = [one for one in asked_of(told) if one.is_pending and one.of in ofs]
                others += would_be(self.contract, told, asked)
                gone.add(number)
        kept = [one for one in self.inputs.measures if one.kind != "ticket" or one.item not in gone]
        other = month_results(self.plans, self.request, [*kept, *others], self.inputs.facts)
        pairs = zip(self.stands["results"], other["results"], strict=True)
        lines = [KpiPair(one["kpi"], one, two) for one, two in pairs if one != two]
        return MonthPair(
            disputes, lines, Decimal(self.stands["penalty_total"]), Decimal(other["penalty_total"])
        )


def _month(contract: Contract, month: str, instant: int) -> _Month:
    plans, request = plans_of(contract), Request(month, instant)
    inputs = gather(contract, month, instant, Known())
    return _Month(
        contract, plans, request, inputs, month_results(plans, request, inputs.measures, inputs.facts)
    )


def month_pair(contract: Contract, month: str) -> MonthPair | None:
    """Both figures of a month; None when nothing is disputed in it. Computed from the journal, as of now."""
    disputes = pending_in(contract, month)
    return _month(contract, month, now()).pair(disputes) if disputes else None


@dataclass(frozen=True, slots=True)
class Effect:
    """What one dispute alone moves: of its ticket, and of each month. `at`: as of when it was computed."""

    at: int
    pairs: list[Pair]
    months: list[tuple[str, MonthPair]]


def effect_of(contract: Contract, row: Dispute) -> Effect:
    """One dispute's own effect, all others left as they are: now while it is open, else as it was when it ended."""
    instant = now() if row.ended_at is None else row.ended_at - 1
    told = told_at(contract, row.number, instant)
    pairs = [] if told is None else pairs_of(contract, told, of=row.of)
    touched = {
        month
        for pair in pairs
        for one in (pair.stands, pair.would_be)
        if one is not None
        for month in (one.month, one.excluded_month)
        if month is not None
    }
    months = [(month, _month(contract, month, instant).pair([row])) for month in sorted(touched)]
    return Effect(instant, pairs, months)


@dataclass(frozen=True, slots=True)
class Contested:
    """A figure of a month under dispute: each dispute with what it alone would make of it, then all of them together."""

    own: list[tuple[Dispute, KpiPair]]
    together: KpiPair | None
    left_out: int


def contested(contract: Contract, month: str, kpi: str) -> Contested | None:
    """The open disputes that would move a figure; None when there is none. Needs the scope."""
    disputes = pending_in(contract, month)
    if not disputes:
        return None
    base, moving = _month(contract, month, now()), []
    for row in disputes[:MOST_ALONE]:
        line = _line_of(base.pair([row]), kpi)
        if line is not None:
            moving.append((row, line))
    left_out = len(disputes[MOST_ALONE:])
    together = _line_of(base.pair(disputes), kpi) if len(disputes) > 1 else None
    if not moving and together is None:
        return None
    return Contested(moving, together if len(moving) != 1 or left_out else None, left_out)


def _line_of(pair: MonthPair, kpi: str) -> KpiPair | None:
    return next((line for line in pair.lines if line.kpi == kpi), None)

"""Both figures side by side: a ticket and a month as they stand, and as they would be if what is open were granted."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from timonier.contracts.queries import plans_of
from timonier.core.measures import Measure
from timonier.core.months import Request, month_results
from timonier.foundation.tenancy.models import Contract
from timonier.measures.queries import Told, told_of
from timonier.measures.services import now
from timonier.service_levels.disputes import asked_of, would_be
from timonier.service_levels.inputs import Known, gather
from timonier.service_levels.models import Dispute


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
    stands = {one.kpi: one for one in told.outcome.measures}
    other = {one.kpi: one for one in would_be(contract, told, asked)}
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


def month_pair(contract: Contract, month: str) -> MonthPair | None:
    """Both figures of a month; None when nothing is disputed in it. Computed from the journal, as of now."""
    disputes = pending_in(contract, month)
    if not disputes:
        return None
    instant, plans = now(), plans_of(contract)
    inputs = gather(contract, month, instant, Known())
    numbers = {row.number for row in disputes}
    others: list[Measure] = []
    for number in sorted(numbers):
        told = told_of(contract, f"ticket/{number}", as_of=instant)
        if told is not None:
            others += would_be(contract, told, [one for one in asked_of(told) if one.is_pending])
    kept = [one for one in inputs.measures if one.kind != "ticket" or one.item not in numbers]
    request = Request(month, instant)
    stands = month_results(plans, request, inputs.measures, inputs.facts)
    other = month_results(plans, request, [*kept, *others], inputs.facts)
    pairs = zip(stands["results"], other["results"], strict=True)
    lines = [KpiPair(one["kpi"], one, two) for one, two in pairs if one != two]
    return MonthPair(disputes, lines, Decimal(stands["penalty_total"]), Decimal(other["penalty_total"]))

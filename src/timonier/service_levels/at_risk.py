"""What is about to be exceeded, ranked by what can still be saved: euros first, then the time that is left.

A breach costs the price of its level when it is the one that makes the month miss its objective, or when each costs.
Source: KPI-34; the counts are those of the derived rows of the month.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from timonier.contracts.queries import plans_of
from timonier.core.contract.model import Kpi
from timonier.core.instants import month_of
from timonier.core.penalties import ZERO
from timonier.core.plan import Plan
from timonier.core.warnings import share
from timonier.foundation.tenancy.models import Contract
from timonier.measures.models import MeasureRow
from timonier.measures.services import now
from timonier.service_levels.warnings import KINDS

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Risk:
    """One running clock. `left`: service time until its target; `euros`: what missing it would cost."""

    row: MeasureRow
    kpi: Kpi
    left: int
    used: int
    euros: Decimal

    @property
    def is_ticket(self) -> bool:
        """Whether it has a page of its own at the desk."""
        return self.row.stream.startswith("ticket/")


def at_risk(contract: Contract, *, least: int = 50) -> list[Risk]:
    """Running clocks with at least this share of their target used, what is worth most first. Needs the scope."""
    instant, plans = now(), plans_of(contract)
    rows = MeasureRow.objects.filter(
        contract=contract, outcome="running", exceeds_at__gt=instant, kind__in=KINDS, target__gt=0
    ).order_by("exceeds_at")
    counts = _counts(contract, month_of(instant, plans.tz))
    found = []
    for row in rows[:2000]:
        plan = plans.at(row.started_at)
        kpi = next((kpi for kpi in plan.version.kpis if kpi.key == row.kpi), None)
        if kpi is None:
            continue
        opening = plan.opening(kpi.service) if kpi.service else None
        left = row.exceeds_at - instant if opening is None else opening.elapsed(instant, row.exceeds_at)
        used = share(row.target - left, row.target)
        if used >= least:
            found.append(Risk(row, kpi, left, used, _euros(plan, kpi, counts)))
    found.sort(key=lambda one: (-one.euros, one.left))
    return found[:SHOWN]


def _counts(contract: Contract, month: str) -> Counter[tuple[str, str]]:
    rows = MeasureRow.objects.filter(contract=contract, month=month, outcome__in=("met", "missed"))
    return Counter(rows.values_list("kpi", "outcome"))


def _euros(plan: Plan, kpi: Kpi, counts: Counter[tuple[str, str]]) -> Decimal:
    price = plan.version.penalties.prices.get(kpi.level or "", ZERO)
    if plan.readings["penalty_basis"] == "per_missed_item":
        return price
    met, missed = counts[kpi.key, "met"], counts[kpi.key, "missed"]
    is_lost = bool(met + missed) and met < kpi.objective * (met + missed)
    would_be_lost = met < kpi.objective * (met + missed + 1)
    return price if would_be_lost and not is_lost else ZERO

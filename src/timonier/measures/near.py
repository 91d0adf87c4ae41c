"""Which clocks are about to pass their target: the one definition that lists, the morning page and its filter share.

A clock is near when it runs and at least half of its target is used, in service time; one that stands is not.
Source: KPI-34.
"""

from dataclasses import dataclass

from timonier.contracts.queries import plans_of
from timonier.core.contract.model import Kpi
from timonier.core.plan import Plan
from timonier.core.warnings import THRESHOLDS, share
from timonier.foundation.tenancy.models import Contract
from timonier.measures.models import MeasureRow
from timonier.measures.services import now

KINDS = ("ticket", "alert", "quote", "milestone")
LOOKED_AT = 2000
"""Running clocks that are looked at, the nearest deadline first."""


@dataclass(frozen=True, slots=True)
class Near:
    """One running clock. `left`: service time until its target, in microseconds; `used`: whole percents of the target."""

    row: MeasureRow
    plan: Plan
    kpi: Kpi
    left: int
    used: int


def near(contract: Contract, *, least: int = THRESHOLDS[0]) -> list[Near]:
    """Running clocks with at least this share of their target used, the nearest deadline first. Needs the scope."""
    instant, plans = now(), plans_of(contract)
    rows = MeasureRow.objects.filter(
        contract=contract, outcome="running", exceeds_at__gt=instant, kind__in=KINDS, target__gt=0
    ).order_by("exceeds_at")
    found = []
    for row in rows[:LOOKED_AT]:
        plan = plans.at(row.started_at)
        kpi = next((kpi for kpi in plan.version.kpis if kpi.key == row.kpi), None)
        if kpi is None:
            continue
        opening = plan.opening(kpi.service) if kpi.service else None
        left = row.exceeds_at - instant if opening is None else opening.elapsed(instant, row.exceeds_at)
        used = share(row.target - left, row.target)
        if used >= least:
            found.append(Near(row, plan, kpi, left, used))
    return found


def near_tickets(contract: Contract) -> set[str]:
    """Numbers of the tickets that have such a clock. Needs the scope."""
    return {one.row.item for one in near(contract) if one.row.kind == "ticket"}

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
from timonier.foundation.tenancy.models import Contract
from timonier.measures.models import MeasureRow
from timonier.measures.near import near
from timonier.measures.services import now


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


def at_risk(contract: Contract) -> list[Risk]:
    """The clocks that are near their target (`measures.near`), what is worth most first. Needs the scope."""
    found = near(contract)
    counts = _counts(contract, month_of(now(), plans_of(contract).tz)) if found else Counter()
    risks = [Risk(one.row, one.kpi, one.left, one.used, _euros(one.plan, one.kpi, counts)) for one in found]
    risks.sort(key=lambda one: (-one.euros, one.left))
    return risks


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

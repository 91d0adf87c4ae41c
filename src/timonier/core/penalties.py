"""What a month's results cost: price of the level, readings, caps. Decimal euros, rounded once per line.

Source: KPIS.md "Penalties"; articles 4.1.3.2, 4.1.3.3 and annex 7.4 of the tender.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from timonier.core.contract.model import ContractVersion, Kpi, Penalties

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


@dataclass(slots=True)
class Line:
    """Penalty of one KPI in a month. `forbidden_by`: codes and keys of what stands against charging it."""

    kpi: str
    level: str | None
    amount: Decimal
    chargeable: bool
    forbidden_by: list[str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A missed service level before the caps: `unit` euros, `times` (1, the missed items, or a share of the fee)."""

    unit: Decimal
    times: Decimal

    @property
    def amount(self) -> Decimal:
        return self.unit * self.times


def drawn(penalties: Penalties, level: str, basis: str, missed: int | None) -> Drawn:
    """What a missed service level of a level draws under a basis. `missed`: None when it has no items."""
    if basis == "share_of_fee":
        return Drawn(penalties.monthly_fee or Decimal(0), penalties.shares.get(level, Decimal(0)))
    times = missed if basis == "per_missed_item" and missed is not None else 1
    return Drawn(penalties.prices.get(level, ZERO), Decimal(times))


def line(
    version: ContractVersion,
    kpi: Kpi,
    basis: str,
    *,
    achieved: bool | None,
    missed: int | None,
    phase_forbids: str | None,
) -> Line:
    """Penalty of one KPI before the cap of the month. `missed`: charged missed items, None when it has no items."""
    penalties = version.penalties
    amount = ZERO
    if kpi.level is not None and achieved is False and phase_forbids is None:
        amount = drawn(penalties, kpi.level, basis, missed).amount
        if penalties.cap_per_kpi is not None:
            amount = min(amount, penalties.cap_per_kpi)
        amount = amount.quantize(CENT, ROUND_HALF_EVEN)
    forbidden = [phase_forbids] if phase_forbids else []
    if kpi.level is not None:
        forbidden += standing(version, kpi)
    return Line(kpi.key, kpi.level, amount, kpi.level is not None and not forbidden, forbidden)


def standing(version: ContractVersion, kpi: Kpi) -> list[str]:
    """Keys of the unknowns behind a KPI or behind the prices that no named decision has lifted."""
    found = []
    for key in (*version.penalties.unknowns, *kpi.unknowns):
        unknown = version.unknowns.get(key)
        if (unknown is None or unknown.decision is None) and key not in found:
            found.append(key)
    return found


def cap_month(lines: Iterable[Line], cap: Decimal | None) -> Decimal:
    """Total of the lines under the cap of the month; the lines beyond it are cut, in their order."""
    total = ZERO
    for one in lines:
        if cap is not None and total + one.amount > cap:
            one.amount = max(ZERO, cap - total)
        total += one.amount
    return total

"""What can still be saved in the running month: misses left before an objective falls, and euros behind the items at risk.

Seen from the items judged so far; what is still to come can only add items.
Source: requirement KPI-34.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from timonier.core.contract.model import ContractVersion, Kpi
from timonier.core.penalties import ZERO, line


@dataclass(frozen=True, slots=True)
class Room:
    """How far a service level stands from its objective, in items.

    `left`: misses that it still bears. `needed`: items to be met in a row before it holds again; None: out of reach.
    """

    left: int
    needed: int | None

    @property
    def is_lost(self) -> bool:
        """Whether the objective does not hold as things stand."""
        return self.needed != 0


@dataclass(frozen=True, slots=True)
class Stake:
    """What the items at risk of one service level are worth.

    `at_risk`: how many run towards their target; `must_save`: how many of them must be met for `euros` not to be due.
    `euros`: what the month's penalty grows by if all of them are missed.
    """

    kpi: str
    room: Room
    at_risk: int
    must_save: int
    euros: Decimal


def room(kpi: Kpi, met: int, missed: int) -> Room:
    """Misses left of a share met ÷ (met + missed)."""
    total, objective = met + missed, Fraction(kpi.objective)
    if kpi.at_most:
        return Room(max(0, floor(objective * total) - missed), 0)
    left = floor(met / objective) - total if objective else 10**9
    if total == 0 or Fraction(met, total) >= objective:
        return Room(max(0, left), 0)
    if objective >= 1:
        return Room(0, None)
    return Room(0, ceil((objective * total - met) / (1 - objective)))


def stake(
    version: ContractVersion, kpi: Kpi, basis: str, met: int, missed: int, at_risk: int, *, is_charged: bool
) -> Stake:
    """The stake of the items at risk. `is_charged`: whether the phase of the contract draws penalties."""
    here = room(kpi, met, missed)
    forbids = None if is_charged else "phase_without_penalties"

    def due(more: int) -> Decimal:
        holds = not room(kpi, met, missed + more).is_lost
        return line(version, kpi, basis, achieved=holds, missed=missed + more, phase_forbids=forbids).amount

    euros = due(at_risk) - due(0) if at_risk else ZERO
    must_save = 0
    if euros > 0:
        must_save = at_risk if here.is_lost else at_risk - here.left
    return Stake(kpi.key, here, at_risk, max(0, must_save), max(ZERO, euros))

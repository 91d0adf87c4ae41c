"""What stands about the penalties of months: computed from the figures, then what people said about them.

The words of people (justified, argued, decided) are read through `readers`; without one, a penalty is computed, no more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from timonier.core.penalties import ZERO
from timonier.core.periods import points_of
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels.figures import MonthFigure


@dataclass(frozen=True, slots=True)
class Word:
    """What was said about the penalty of one KPI in one month; `waived`: the euros that a decision takes off."""

    state: str
    waived: Decimal = ZERO


Reader = Callable[[Contract, Sequence[str]], dict[tuple[str, str], Word]]
"""Contract, months → (month, KPI) → the last word."""
readers: list[Reader] = []
DECIDED = ("applied", "waived", "partly")
STATES = ("computed", "justified", "argued", "applied", "waived", "partly", "disputed")


@dataclass(frozen=True, slots=True)
class Penalty:
    """One line of a month. `computed` in euros; `is_chargeable`: nothing in the contract forbids it; `due`: what a decision
    left of it, None before one."""

    month: str
    kpi: str
    level: str | None
    computed: Decimal
    is_chargeable: bool
    forbidden_by: tuple[str, ...]
    state: str
    due: Decimal | None

    @property
    def waived(self) -> Decimal:
        """What a decision took off."""
        return ZERO if self.due is None else self.computed - self.due

    @property
    def remains(self) -> Decimal:
        """Computed less waived, as in the statement: what is not decided remains whole."""
        return self.computed - self.waived

    @property
    def chargeable(self) -> Decimal:
        """What may be charged as things stand: what a decision left of it, and nothing while something forbids it."""
        return self.due if self.is_chargeable and self.due is not None else ZERO


def penalties_of(contract: Contract, found: Sequence[MonthFigure]) -> list[Penalty]:
    """The penalties of months, corrections laid over what was published, by month and KPI. Needs the scope."""
    words: dict[tuple[str, str], Word] = {}
    for reader in readers:
        words |= reader(contract, [one.month for one in found])
    penalties = []
    for figure in found:
        for key, line in latest(figure).items():
            amount = Decimal(line["penalty_amount"])
            word = words.get((figure.month, key))
            if amount or (word is not None and word.state != "justified"):
                penalties.append(_penalty(figure.month, key, line, amount, word))
    return penalties


def _penalty(month: str, kpi: str, line: dict[str, Any], amount: Decimal, word: Word | None) -> Penalty:
    return Penalty(
        month,
        kpi,
        line.get("penalty_level"),
        amount,
        bool(line["chargeable"]),
        tuple(line["forbidden_by"]),
        word.state if word else "computed",
        amount - _off(amount, word) if word is not None and word.state in DECIDED else None,
    )


def _off(amount: Decimal, word: Word) -> Decimal:
    if word.state == "waived":
        return amount
    return min(word.waived, amount) if word.state == "partly" else ZERO


def latest(figure: MonthFigure) -> dict[str, dict[str, Any]]:
    """KPI → its line, with the figures of the last correction; `points`: the sum of its scores, where it leads to its value."""
    found = {key: dict(line) for key, line in figure.lines.items()}
    for one in figure.result["corrections"]:
        if one["after"] is not None and one["kpi"] in found:
            kept = {name: value for name, value in one["after"].items() if name != "excluded"}
            found[one["kpi"]] |= kept | {"excluded_count": one["after"].get("excluded")}
    for key, points in figure.extras.get("points", {}).items():
        if key in found:
            found[key]["points"] = points_of(found[key], points)
    return found

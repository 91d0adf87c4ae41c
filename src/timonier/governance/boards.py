"""The months of a dashboard, read once: what every block draws from. One query for all figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from timonier.contracts.queries import plans_of
from timonier.core.contract.model import Kpi
from timonier.core.instants import month_first
from timonier.core.months import percent
from timonier.core.periods import value_over
from timonier.core.plan import Plan
from timonier.foundation.tenancy.models import Contract
from timonier.governance.periods import Period
from timonier.service_levels import figures
from timonier.service_levels.figures import MonthFigure
from timonier.service_levels.standing import Penalty, latest, penalties_of


@dataclass(frozen=True, slots=True)
class Result:
    """One service level over a period. `value` in percent, as text; None: no measure."""

    value: str | None = None
    state: str = "none"
    met: int | None = None
    missed: int | None = None
    population: int = 0
    excluded: int = 0
    incomplete: int = 0
    months_held: int = 0
    months_judged: int = 0
    penalty: Decimal = Decimal(0)
    is_charged: bool = True


@dataclass(slots=True)
class Board:
    """Figures of a period, of the thirteen months that end with it, and of the same period a year before."""

    contract: Contract
    period: Period
    plan: Plan
    language: str
    sees_money: bool
    window: list[str]
    figures: dict[str, MonthFigure]
    lines: dict[str, dict[str, dict[str, Any]]]  # month → KPI → its line, corrections laid over
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)  # KPI → its row, made once
    told: list[Penalty] | None = None  # what stands about penalties, read once

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        """The service levels of the contract at the end of the period."""
        return self.plan.version.kpis

    @property
    def before(self) -> list[str]:
        """The months of the same period a year before; none unless all have figures: a part is no comparison."""
        months = self.period.before.months
        return months if all(month in self.figures for month in months) else []

    @property
    def last(self) -> MonthFigure | None:
        """Figures of the last month of the period."""
        return self.figures.get(self.period.last)

    def known(self, months: Sequence[str]) -> list[MonthFigure]:
        """Those of these months that have figures."""
        return [self.figures[month] for month in months if month in self.figures]

    def penalties(self, months: Sequence[str]) -> list[Penalty]:
        """What stands about the penalties of some months of the period or of the window."""
        if self.told is None:
            every = sorted({*self.window, *self.period.months})
            self.told = penalties_of(self.contract, self.known(every))
        return [one for one in self.told if one.month in months]

    def of(self, kpi: str, months: Sequence[str]) -> list[dict[str, Any]]:
        """Lines of one KPI in these months."""
        return [
            self.lines[month][kpi] for month in months if month in self.lines and kpi in self.lines[month]
        ]

    def result(self, kpi: Kpi, months: Sequence[str]) -> Result:
        """One service level over these months."""
        return result_over(kpi, self.of(kpi.key, months), self.plan.readings["availability"])

    def total(self, months: Sequence[str], *path: str) -> int | None:
        """Sum of one number of the extras over months; None when no month has figures."""
        found = self.known(months)
        return sum(_at(one.extras, path) for one in found) if found else None


def board_of(contract: Contract, period: Period, *, language: str, sees_money: bool) -> Board:
    """Read the figures. Needs the contract's scope."""
    window = figures.window(contract, period.last)
    wanted = sorted({*window, *period.months, *period.before.months, *period.rolling.before.months})
    found = {one.month: one for one in figures.of(contract, wanted)}
    plan = plans_of(contract).on(month_first(period.last))
    lines = {month: latest(one) for month, one in found.items()}
    return Board(contract, period, plan, language, sees_money, window, found, lines)


def result_over(kpi: Kpi, lines: Sequence[dict[str, Any]], availability: str = "sum") -> Result:
    """A service level over months: their items counted together (`core.periods`). `availability`: the reading in force."""
    judged = [one for one in lines if one["achieved"] is not None]
    if not lines:
        return Result()
    met, missed = _sum(lines, "met"), _sum(lines, "missed")
    population = sum(one["population"] for one in lines)
    value = judged[0]["value"] if len(judged) == 1 else percent(value_over(kpi, judged, availability))
    held = sum(one["achieved"] for one in judged)
    state = "none" if not judged else "met" if held == len(judged) else "missed"
    return Result(
        value,
        state,
        met,
        missed,
        population,
        sum(one.get("excluded_count") or 0 for one in lines),
        sum(len(one["incomplete"]) for one in lines),
        held,
        len(judged),
        sum((Decimal(one["penalty_amount"]) for one in lines), Decimal(0)),
        any(one["charged"] is not None for one in lines),
    )


def has_facts(figure: MonthFigure, kpis: Sequence[Kpi]) -> bool:
    """Whether anything was opened, solved, called or measured in a month. Without an alert everything was available: no fact."""
    volumes = figure.extras["volumes"]
    of_silence = {kpi.key for kpi in kpis if kpi.family == "availability"}
    return (
        any(volumes[name] for name in ("opened", "closed", "reopened", "backlog"))
        or bool(figure.extras["calls"]["offered"])
        or any(
            one["achieved"] is not None and (one["kpi"] not in of_silence or one["value"] != "100.00")
            for one in figure.result["results"]
        )
    )


def _sum(lines: Sequence[dict[str, Any]], name: str) -> int | None:
    values = [one[name] for one in lines]
    return None if any(one is None for one in values) else sum(values)


def _at(value: Any, path: Sequence[str]) -> int:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value or 0

"""What is about to breach and what has just breached, from the rows of running clocks: for every page and document that tells it.

The rows say what every list says; the euros come from the running month's figures and the arithmetic of penalties.
Source: requirement KPI-34.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from timonier.contracts.queries import plans_of
from timonier.core.contract.model import Kpi
from timonier.core.instants import DAY, month_bounds, month_of
from timonier.core.penalties import ZERO
from timonier.core.plan import Plan
from timonier.core.stakes import Stake, stake
from timonier.foundation.registries import links
from timonier.foundation.tenancy.models import Contract
from timonier.measures.models import MeasureRow
from timonier.measures.near import near
from timonier.measures.services import now
from timonier.service_levels import figures
from timonier.service_levels.figures import MonthFigure

AHEAD = 7 * DAY
LOOKED_AT = 1000
"""Running clocks that are looked at, the nearest first."""
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Danger:
    """A clock that passes its target soon, or has. Instants in microseconds; `left` in service time of its KPI.

    `used`: whole percents of its target; `falls_later`: in a month after the running one, which has no stake yet.
    """

    stream: str
    item: str
    kpi: Kpi
    exceeds_at: int
    left: int
    stake: Stake | None = None
    used: int = 100
    falls_later: bool = False

    @property
    def euros(self) -> Decimal:
        """What the running month's penalty grows by if this clock and its like all miss their target."""
        return self.stake.euros if self.stake else ZERO

    @property
    def is_ticket(self) -> bool:
        """Whether the desk has a page about it."""
        return self.stream.startswith("ticket/")


@dataclass(frozen=True, slots=True)
class Stakes:
    """The running month: the clocks near their target, the euros first, then the nearest. `count`, `tickets`: of all of these."""

    month: str
    instant: int
    as_of: int | None
    dangers: list[Danger] = field(default_factory=list)
    kpis: dict[str, Stake] = field(default_factory=dict)
    count: int = 0
    tickets: int = 0


def at_stake(contract: Contract, *, most: int = SHOWN, ahead: int = AHEAD) -> Stakes:
    """The clocks near their target (`measures.near`), and what each service level has at stake: all that passes its target
    within a span of wall time if nothing happens. Needs the contract's scope."""
    plans, instant = plans_of(contract), now()
    month = month_of(instant, plans.tz)
    plan = plans.at(month_bounds(month, plans.tz)[0])
    figure = figures.one(contract, month)
    since = figure.as_of if figure else instant
    rows = list(
        MeasureRow.objects.filter(
            contract=contract, outcome="running", exceeds_at__gt=since, exceeds_at__lte=instant + ahead
        )
        .order_by("exceeds_at")
        .values_list("kpi", "exceeds_at")[:LOOKED_AT]
    )
    kpis = {kpi.key: kpi for kpi in plan.version.kpis}
    end = month_bounds(month, plans.tz)[1]
    passed = Counter(kpi for kpi, exceeds_at in rows if exceeds_at <= instant)
    in_month = Counter(kpi for kpi, exceeds_at in rows if instant < exceeds_at < end)
    found = _stakes(plan, figure, kpis, passed, in_month)
    dangers = [
        Danger(
            one.row.stream,
            one.row.item,
            one.kpi,
            one.row.exceeds_at,
            one.left,
            found.get(one.kpi.key) if one.row.exceeds_at < end else None,
            one.used,
            one.row.exceeds_at >= end,
        )
        for one in near(contract)
        if one.row.exceeds_at is not None
    ]
    dangers.sort(key=lambda one: (-one.euros, one.exceeds_at))
    return Stakes(
        month,
        instant,
        figure.as_of if figure else None,
        dangers[:most],
        found,
        len(dangers),
        len({one.item for one in dangers if one.is_ticket}),
    )


def titles_of(contract: Contract, dangers: Iterable[Danger]) -> dict[str, str]:
    """Number → title of the tickets among these, as the desk names them."""
    numbers = [one.item for one in dangers if one.is_ticket]
    label = links.get("ticket")
    return dict(label(contract, numbers)) if label and numbers else {}


def _stakes(
    plan: Plan,
    figure: MonthFigure | None,
    kpis: dict[str, Kpi],
    passed: Counter[str],
    at_risk: Counter[str],
) -> dict[str, Stake]:
    """KPI → what is still at stake, of those whose items are met or missed one by one."""
    found = {}
    lines = figure.lines if figure else {}
    for key, kpi in kpis.items():
        line = lines.get(key)
        if line is None or line["missed"] is None or line["met"] is None:
            continue
        found[key] = stake(
            plan.version,
            kpi,
            plan.readings["penalty_basis"],
            line["met"],
            line["missed"] + passed[key],
            at_risk[key],
            is_charged=line["charged"] is not None,
        )
    return found


def breached(contract: Contract, since: int, *, most: int = SHOWN) -> tuple[list[Danger], int]:
    """What passed its target since an instant, the latest first, and how many (at most a thousand). Needs the scope."""
    plans, instant = plans_of(contract), now()
    rows = MeasureRow.objects.filter(contract=contract, exceeds_at__gt=since, exceeds_at__lte=instant)
    found: list[tuple[str, str, str, int]] = []
    for outcome in ("missed", "running"):
        found += (
            rows.filter(outcome=outcome)
            .order_by("-exceeds_at")
            .values_list("stream", "item", "kpi", "exceeds_at")[:LOOKED_AT]
        )
    found.sort(key=lambda row: -row[3])
    plan = plans.at(instant)
    kpis = {kpi.key: kpi for kpi in plan.version.kpis}
    shown = [
        Danger(stream, item, kpis[kpi], exceeds_at, -_left(plan, kpis[kpi], exceeds_at, instant))
        for stream, item, kpi, exceeds_at in found
        if kpi in kpis
    ]
    return shown[:most], len(shown)


def _left(plan: Plan, kpi: Kpi, start: int, end: int) -> int:
    if kpi.service is None:
        return end - start
    return plan.opening(kpi.service).elapsed(start, end)

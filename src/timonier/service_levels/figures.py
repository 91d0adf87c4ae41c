"""The months as dashboards, documents and the morning page read them: stored figures, a few small rows.

They are copies: `as_of` and `is_stale` say how old. The worker draws them again (`keeping`); the drawer and the commands
compute from the journal itself. A sealed month is shown as published, its corrections beside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from timonier.contracts.queries import plans_of
from timonier.core.instants import SECOND, month_bounds, month_first, month_of
from timonier.foundation.cursors import bound
from timonier.foundation.recent import Recent
from timonier.foundation.tenancy.models import Contract
from timonier.measures.marks import mark_months
from timonier.measures.services import now
from timonier.service_levels.models import FigureRow

FRESH = 60 * SECOND
"""A figure of the running month that is older, or stale, is drawn again when somebody looks. Units: microseconds."""
_IS_STALE = """EXISTS (
    SELECT FROM figure_stale s WHERE s.contract_id = f.contract_id AND s.month = f.month AND NOT s.is_asked
) OR EXISTS (
    SELECT FROM contract_version v
    WHERE v.contract_id = f.contract_id AND extract(epoch FROM v.loaded_at) * 1000000 > f.as_of)"""
"""Newer facts wait to be counted, or a version came into force since: then the worker draws the month again."""
_READ = f"""
SELECT f.month, f.xmin::text, f.as_of, f.position, f.sealed, {_IS_STALE}
FROM month_figure f WHERE f.contract_id = %s::smallint AND f.month = ANY (%s::text[])
"""
_WITH_BODIES = _READ.replace(
    "\nFROM month_figure f WHERE", ", f.brief, f.extras\nFROM month_figure f WHERE", 1
)
Body = tuple[dict[str, Any], dict[str, Any]]
_read: Recent[tuple[int, str, str, int], Body] = Recent(400)
"""(contract, month, transaction that wrote the row, its instant) → result and extras of months read lately."""
_WHOLE = f"""
SELECT f.result, f.as_of, {_IS_STALE}, f.cost
FROM month_figure f WHERE f.contract_id = %s::smallint AND f.month = %s::text
"""
_ASKED = """
SELECT EXISTS (SELECT FROM figure_stale WHERE contract_id = %s::smallint AND month = %s::text AND is_asked)
"""


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """One month. `result`: the JSON of `kpi`, each KPI with `excluded_count` and `excluded_reasons` in place of the list.

    `extras`: see `core.extras`. `as_of` in microseconds; `position`: how many facts of the journal were known.
    `is_stale`: newer facts are waiting to be counted.
    """

    month: str
    result: dict[str, Any]
    extras: dict[str, Any]
    as_of: int
    position: int
    is_sealed: bool
    is_stale: bool

    @property
    def lines(self) -> dict[str, dict[str, Any]]:
        """KPI → its line of the result."""
        return {one["kpi"]: one for one in self.result["results"]}


def window(contract: Contract, last: str, count: int = 13) -> list[str]:
    """The months that end with `last`, oldest first. Whether the contract ran in them is another question."""
    day = month_first(last)
    number = day.year * 12 + day.month - 1
    return [f"{one // 12:04d}-{one % 12 + 1:02d}" for one in range(number - count + 1, number + 1)]


def year_before(month: str) -> str:
    """The same month of the year before."""
    return f"{int(month[:4]) - 1:04d}{month[4:]}"


def of(contract: Contract, months: Sequence[str]) -> list[MonthFigure]:
    """The months that have figures, in the order asked for. Needs the contract's scope.

    Note: asking for the running month lets the worker draw it again, when it is a minute old or stale.
    """
    known = _rows(contract, months)
    found = [known[month] for month in months if month in known]
    _ask(contract, months, found)
    return found


def _rows(contract: Contract, months: Sequence[str]) -> dict[str, MonthFigure]:
    """The months that have figures; their bodies from memory where the same row was read before.

    What is not in memory is asked for whole, its age with it: a row written anew in between is never half old.
    """
    found: dict[str, MonthFigure] = {}
    missing: list[str] = []
    with bound() as cursor:
        cursor.execute(_READ, [contract.pk, list(months)])
        for month, writer, as_of, position, sealed, is_stale in cursor.fetchall():
            body = _read.get((contract.pk, month, writer, as_of))
            if body is None:
                missing.append(month)
            else:
                found[month] = MonthFigure(month, *body, as_of, position, bool(sealed), is_stale)
        if not missing:
            return found
        cursor.execute(_WITH_BODIES, [contract.pk, missing])
        for month, writer, as_of, position, sealed, is_stale, brief, extras in cursor.fetchall():
            body = orjson.loads(brief), orjson.loads(extras)
            _read.keep((contract.pk, month, writer, as_of), body)
            found[month] = MonthFigure(month, *body, as_of, position, bool(sealed), is_stale)
    return found


def one(contract: Contract, month: str) -> MonthFigure | None:
    """One month; None while it has no figures."""
    return next(iter(of(contract, [month])), None)


def whole(contract: Contract, month: str) -> dict[str, Any] | None:
    """The whole JSON of `kpi`, lists of excluded items included; None while the month has no figures."""
    row = FigureRow.objects.filter(contract=contract, month=month).values_list("result", flat=True).first()
    return None if row is None else dict(orjson.loads(bytes(row)))


@dataclass(frozen=True, slots=True)
class Stored:
    """The whole JSON of `kpi`, and how old it is. `cost`: what drawing it took, in microseconds."""

    result: dict[str, Any]
    as_of: int
    is_stale: bool
    cost: int


def stored(contract: Contract, month: str) -> Stored | None:
    """The whole month with its age; None while it has no figures. Needs the contract's scope."""
    with bound() as cursor:
        cursor.execute(_WHOLE, [contract.pk, month])
        row = cursor.fetchone()
    return None if row is None else Stored(orjson.loads(row[0]), row[1], row[2], row[3])


def items(contract: Contract, month: str, name: str) -> list[str]:
    """The first items behind a number of the extras (`core.extras.Extras.lists`), by the number's name."""
    row = FigureRow.objects.filter(contract=contract, month=month).values_list("lists", flat=True).first()
    return [] if row is None else list(orjson.loads(bytes(row)).get(name, ()))


def slim(result: dict[str, Any]) -> dict[str, Any]:
    """The JSON of `kpi` with the excluded items counted, by reason, and not listed."""
    return {**result, "results": [_slim(line) for line in result["results"]]}


def _slim(line: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in line.items() if name != "excluded"}
    reasons: dict[str, int] = {}
    for one in line["excluded"]:
        reasons[one["reason"]] = reasons.get(one["reason"], 0) + 1
    return {
        **kept,
        "excluded_count": len(line["excluded"]),
        "excluded_reasons": dict(sorted(reasons.items())),
    }


def _ask(contract: Contract, months: Iterable[str], found: Iterable[MonthFigure]) -> None:
    """Note that somebody looks at the running month, unless it is fresh or noted already."""
    instant = now()
    running = month_of(instant, plans_of(contract).tz)
    if running not in months:
        return
    figure = next((one for one in found if one.month == running), None)
    if figure is not None and (figure.is_sealed or (not figure.is_stale and instant - figure.as_of < FRESH)):
        return
    with bound() as cursor:
        cursor.execute(_ASKED, [contract.pk, running])
        row = cursor.fetchone()
    if not row or not row[0]:
        mark_months(contract, [running], is_asked=True)


def end_of(contract: Contract, month: str) -> int:
    """First instant after the month."""
    return month_bounds(month, plans_of(contract).tz)[1]

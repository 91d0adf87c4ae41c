"""Dashboards over the API: the figures that the pages show, typed. Amounts only for who may read penalties."""

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from timonier.core.instants import format_instant
from timonier.core.refusal import Refused
from timonier.directory.gate import Gate, entry_of
from timonier.foundation.wire import reply
from timonier.governance.boards import Board, Result, board_of
from timonier.governance.contents import DASHBOARDS, KINDS, Section
from timonier.governance.periods import period_of
from timonier.governance.shapes import Dashboard
from timonier.governance.tickets import FLOWS
from timonier.service_levels import pages
from timonier.service_levels.figures import year_before

router = Router(tags=["governance"])
MonthText = Annotated[str, Field(max_length=20, description="YYYY-MM")]


class Asked(Schema):
    """A month, or from – to; without either the last month that is over."""

    month: MonthText = ""
    from_: MonthText = Field("", alias="from")
    to: MonthText = ""


@router.get(
    "/contracts/{contract}/dashboards/{kind}",
    auth=Gate("kpi.read"),
    response=Dashboard,
    url_name="dashboard",
    summary="A dashboard of a period",
)
def dashboard(request: HttpRequest, contract: str, kind: str, asked: Query[Asked]) -> HttpResponse:
    """Kinds: operational, steering, strategic. Service levels over the period, thirteen months beside, the same period a
    year before; volumes, holders, third parties, doubts; what the tender lists and which room will bring what is not there.
    """
    entry = entry_of(request)
    if kind not in KINDS:
        raise Refused("not_found")
    given = {"month": asked.month, "from": asked.from_, "to": asked.to}
    period = period_of(given, pages.latest_month(entry.place))
    sees_money = entry.who.may("penalty.read", entry.place)
    board = board_of(entry.place, period, language="en", sees_money=sees_money)
    return reply(as_json(board, kind))


def as_json(board: Board, kind: str) -> dict[str, Any]:
    """The figures of a dashboard."""
    last = board.last
    found: dict[str, Any] = {
        "contract": board.contract.key,
        "kind": kind,
        "from": board.period.first,
        "to": board.period.last,
        "as_of": None if last is None else format_instant(last.as_of),
        "journal_position": None if last is None else last.position,
        "digest": None if last is None else last.result["digest"],
        "is_sealed": bool(last and last.is_sealed),
        "is_stale": any(one.is_stale for one in board.known(board.period.months)),
        "missing": [month for month in board.period.months if month not in board.figures],
        "levels": [_level(board, kpi) for kpi in board.kpis],
        "months": [
            {"month": one.month, "is_sealed": one.is_sealed, "is_stale": one.is_stale, **one.extras}
            for one in board.known(sorted({*board.window, *board.period.months}))
        ],
        "totals": {
            flow: {
                "value": _total(board, board.period.months, flow),
                "year_before": _total(board, board.before, flow),
            }
            for flow in FLOWS
        },
        "sections": [_section(one) for one in DASHBOARDS[kind]],
    }
    if board.sees_money:
        found["penalties"] = [
            {
                "month": one.month,
                "kpi": one.kpi,
                "computed": str(one.computed),
                "chargeable": str(one.chargeable),
                "forbidden_by": list(one.forbidden_by),
                "state": one.state,
            }
            for one in board.penalties(board.period.months)
        ]
    return found


def _level(board: Board, kpi: Any) -> dict[str, Any]:
    now = board.result(kpi, board.period.months)
    before = board.result(kpi, board.before)
    return {
        "kpi": kpi.key,
        "title": {"fr": kpi.title_fr, "en": kpi.title_en},
        "clause": kpi.clause,
        "objective": str(kpi.objective * 100),
        "at_most": kpi.at_most,
        **_result(board, now),
        "year_before": _result(board, before),
        "window": [
            {
                "month": month,
                "value": line["value"] if (line := board.lines.get(month, {}).get(kpi.key)) else None,
                "achieved": line["achieved"] if line else None,
                "year_before": _value(board, year_before(month), kpi.key),
            }
            for month in board.window
        ],
    }


def _value(board: Board, month: str, kpi: str) -> str | None:
    line = board.lines.get(month, {}).get(kpi)
    return line["value"] if line else None


def _result(board: Board, one: Result) -> dict[str, Any]:
    found: dict[str, Any] = {
        "value": one.value,
        "state": one.state,
        "met": one.met,
        "missed": one.missed,
        "population": one.population,
        "excluded": one.excluded,
        "incomplete": one.incomplete,
        "months_held": one.months_held,
        "months_judged": one.months_judged,
        "is_mean": False,
    }
    if board.sees_money:
        found["penalty_amount"] = str(one.penalty.quantize(Decimal("0.01")))
    return found


def _total(board: Board, months: list[str], flow: str) -> int | None:
    if flow == "backlog":
        known = board.figures.get(months[-1]) if months else None
        return known.extras["volumes"]["backlog"] if known else None
    return board.total(months, "volumes", flow)


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": str(section.title),
        "entries": [
            {"title": str(one.title), "block": one.block or None, "room": str(one.room) if one.room else None}
            for one in section.entries
        ],
    }

"""Blocks about tickets and calls: volumes, weeks, who held the ball, third parties, times. From the extras of months."""

from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from django.urls import reverse
from django.utils.translation import gettext as _

from timonier.core.instants import SECOND
from timonier.foundation.charts import Point, Series, bar_chart, line_chart, stacked_bar
from timonier.foundation.parts import duration, month_name, whole
from timonier.governance.boards import Board
from timonier.measures.words import attribute_word
from timonier.service_levels.figures import year_before

HOLDERS = ("provider", "user", "client", "third_party")
FLOWS = ("opened", "closed", "reopened", "backlog")
_SHOWN = ("type", "channel", "priority", "category", "team")
Block = dict[str, Any]


def _behind(board: Board, month: str, name: str) -> str:
    return reverse("service_levels:months_behind", args=[board.contract.key, month, name])


def _short(board: Board, month: str) -> str:
    return month_name(month, board.language).replace(" 20", " ")


def volumes(board: Board) -> Block:
    """Opened, resolved, left: thirteen months, the same month a year before, and by each dimension of the period."""
    months = [month for month in board.window if month in board.figures]
    series = []
    for name, flow, style in ((_("opened"), "opened", "accent"), (_("resolved"), "closed", "second")):
        points = [
            Point(
                _short(board, month),
                count := _count(board, month, flow),
                whole(count, board.language),
                _behind(board, month, flow),
            )
            for month in months
        ]
        series.append(Series(name, points, style))
    backlog = [
        Point(
            _short(board, month),
            count := _count(board, month, "backlog"),
            whole(count, board.language),
            _behind(board, month, "backlog"),
        )
        for month in months
    ]
    now = board.period
    return {
        "has": bool(months),
        "chart": bar_chart(_("Tickets opened and resolved"), series),
        "backlog": line_chart(
            _("Open at the end of the month"), [Series(_("still open"), backlog)], from_zero=True
        ),
        "totals": [
            {
                "flow": flow,
                "now": _period(board, now.months, flow),
                "before": _period(board, board.before, flow),
                "url": _behind(board, now.last, flow) if now.is_month else "",
            }
            for flow in FLOWS
        ],
        "dimensions": [_dimension(board, name) for name in _SHOWN],
    }


def _count(board: Board, month: str, flow: str) -> int:
    return int(board.figures[month].extras["volumes"][flow])


def _period(board: Board, months: list[str], flow: str) -> int | None:
    if flow == "backlog":
        known = board.figures.get(months[-1]) if months else None
        return known.extras["volumes"]["backlog"] if known else None
    return board.total(months, "volumes", flow)


def _dimension(board: Board, name: str) -> Block:
    rows: dict[str, dict[str, int]] = {}
    before: dict[str, int] = {}
    for figure in board.known(board.period.months):
        for value, counts in figure.extras["volumes"]["by"][name].items():
            row = rows.setdefault(value, dict.fromkeys(FLOWS, 0))
            for flow in FLOWS:
                row[flow] = counts[flow] if flow == "backlog" else row[flow] + counts[flow]
    for figure in board.known(board.before):
        for value, counts in figure.extras["volumes"]["by"][name].items():
            before[value] = before.get(value, 0) + counts["opened"]
    has_before = bool(board.known(board.before))
    return {
        "name": name,
        "rows": [
            {
                "value": attribute_word(board.plan, name, value, board.language),
                "counts": counts,
                "before": before.get(value, 0) if has_before else None,
                "urls": {flow: _behind(board, board.period.last, f"{flow}:{name}:{value}") for flow in FLOWS}
                if board.period.is_month
                else {},
            }
            for value, counts in sorted(rows.items(), key=lambda one: (-one[1]["opened"], one[0]))[:12]
        ],
    }


def weeks(board: Board) -> Block:
    """Tickets opened and resolved in each week that ends in the last month of the period, the latest first."""
    found: dict[date, dict[str, int]] = {}
    for month in board.window[-2:]:
        figure = board.figures.get(month)
        for day, counts in (figure.extras["daily"] if figure else {}).items():
            one = date.fromisoformat(day)
            row = found.setdefault(one - timedelta(days=one.weekday()), dict.fromkeys(FLOWS[:3], 0))
            for flow, count in counts.items():
                row[flow] += count
    weeks = [
        {"label": week_of(monday, board.language), "counts": counts}
        for monday, counts in sorted(found.items(), reverse=True)
        if f"{monday + timedelta(days=6):%Y-%m}" >= board.period.last
    ]
    return {"rows": weeks}


def week_of(monday: date, language: str) -> str:
    """ "26 oct. – 1 nov. 2026"."""
    first, last = format_date(monday, "d MMM", locale=language), monday + timedelta(days=6)
    return f"{first} – {format_date(last, 'd MMM yyyy', locale=language)}"


def held(board: Board) -> Block:
    """Share of service time by holder, over the items judged: thirteen months, and by KPI in the period."""
    months = [month for month in board.window if month in board.figures]
    names = {
        "provider": _("provider"),
        "user": _("user"),
        "client": _("client"),
        "third_party": _("third party"),
    }
    series = [
        Series(
            names[holder],
            [
                Point(
                    _short(board, month),
                    seconds := board.figures[month].extras["held"]["all"].get(holder, 0),
                    duration(seconds * SECOND, board.language),
                    _behind(board, month, f"held:{holder}"),
                )
                for month in months
            ],
            holder,
        )
        for holder in HOLDERS
    ]
    totals: dict[str, dict[str, int]] = {}
    for figure in board.known(board.period.months):
        for kpi, found in figure.extras["held"]["kpis"].items():
            row = totals.setdefault(kpi, dict.fromkeys(HOLDERS, 0))
            for holder, seconds in found.items():
                row[holder] = row.get(holder, 0) + seconds
    return {
        "has": any(point.value for one in series for point in one.points),
        "chart": stacked_bar(_("Who held the ball, in service time"), series, is_share=True),
        "rows": [
            {
                "kpi": next((one for one in board.kpis if one.key == kpi), None),
                "key": kpi,
                "held": [{"holder": holder, "us": row[holder] * SECOND} for holder in HOLDERS],
                "share": _share(row),
            }
            for kpi, row in sorted(totals.items())
        ],
    }


def _share(row: dict[str, int]) -> str | None:
    total = sum(row.values())
    return None if not total else f"{row['provider'] * 100 / total:.2f}"


def parties(board: Board) -> Block:
    """Third parties over the period: hand-overs, time, reminders, what was owed and not done, who is silent."""
    rows: dict[str, dict[str, Any]] = {}
    for figure in board.known(board.period.months):
        for one in figure.extras["parties"]:
            row = rows.setdefault(
                one["party"],
                dict.fromkeys(("hand_overs", "seconds", "reminders", "duties_missed", "overdue_seconds"), 0),
            )
            for name in ("hand_overs", "seconds", "reminders", "duties_missed", "overdue_seconds"):
                row[name] += one[name]
            row["silent"], row["oldest"] = one["silent"], one["oldest"]
    last = {one["party"] for one in board.last.extras["parties"]} if board.last else set()
    return {
        "rows": [
            {
                "party": party,
                **row,
                "us": row["seconds"] * SECOND,
                "overdue_us": row["overdue_seconds"] * SECOND,
                "silent": row["silent"] if party in last else 0,
                "url": _behind(board, board.period.last, f"party:{party}") if board.period.is_month else "",
                "silent_url": _behind(board, board.period.last, f"silent:{party}"),
            }
            for party, row in sorted(rows.items(), key=lambda one: -one[1]["seconds"])
        ]
    }


def times(board: Board) -> Block:
    """Mean and median counted time of the items solved, by KPI, beside the same month a year before."""
    figure, before = board.last, board.figures.get(year_before(board.period.last))
    rows = []
    for kpi in board.kpis:
        found = figure.extras["times"].get(kpi.key) if figure else None
        if found:
            known = before.extras["times"].get(kpi.key) if before else None
            rows.append(
                {
                    "kpi": kpi,
                    "items": found["items"],
                    "mean": found["mean"] * SECOND,
                    "median": found["median"] * SECOND,
                    "before": known["mean"] * SECOND if known else None,
                }
            )
    return {"rows": rows, "month": board.period.last}


def calls(board: Board) -> Block:
    """Calls offered, by hour and by day of the week, in the period."""
    hours: dict[str, int] = {}
    days: dict[str, int] = {}
    for figure in board.known(board.period.months):
        for name, target in (("hours", hours), ("days", days)):
            for key, count in figure.extras["calls"][name].items():
                target[key] = target.get(key, 0) + count
    if not hours:
        return {"has": False}
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    span = [f"{hour:02d}" for hour in range(int(min(hours)), int(max(hours)) + 1)]
    by_hour = [
        Point(f"{hour} h", hours.get(hour, 0), whole(hours.get(hour, 0), board.language)) for hour in span
    ]
    by_day = [
        Point(name, days.get(str(number), 0), whole(days.get(str(number), 0), board.language))
        for number, name in enumerate(names, 1)
    ]
    title = _("calls offered")
    return {
        "has": True,
        "offered": board.total(board.period.months, "calls", "offered"),
        "unanswered": board.total(board.period.months, "calls", "unanswered"),
        "url": _behind(board, board.period.last, "calls:unanswered") if board.period.is_month else "",
        "hours": bar_chart(_("Calls by hour"), [Series(title, by_hour)]),
        "days": bar_chart(_("Calls by day of the week"), [Series(title, by_day)]),
    }

"""Blocks of dashboards: what each one shows of a board. They compute nothing new: they choose, set beside, and link."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from timonier.core.contract.model import Kpi
from timonier.core.instants import local
from timonier.core.months import microseconds
from timonier.directory.people import names_of
from timonier.foundation.charts import Point, sparkline
from timonier.foundation.parts import month_name, percent
from timonier.governance.boards import Board, Result, has_facts
from timonier.governance.sources import source_name
from timonier.governance.tickets import calls, held, parties, times, volumes, weeks
from timonier.measures.services import now
from timonier.service_levels.danger_table import danger_table
from timonier.service_levels.figures import year_before
from timonier.service_levels.said import improvements_of, justifications_of
from timonier.service_levels.stakes import at_stake

INFRASTRUCTURE = ("alerts_handled", "availability", "compliance")
Block = dict[str, Any]


def line_of(board: Board, kpi: Kpi) -> Block:
    """One service level: the period, the month before, the year before, thirteen months."""
    now = board.result(kpi, board.period.months)
    return {
        "kpi": kpi,
        "now": now,
        "before": board.result(kpi, board.before),
        "trend": _trend(kpi, board),
        "spark": _spark(board, kpi),
        "url": evidence(board, kpi, board.period.last) if board.period.is_month else "",
        "objective": str(kpi.objective * 100),
    }


def _row(board: Board, kpi: Kpi) -> Block:
    if kpi.key not in board.rows:
        board.rows[kpi.key] = line_of(board, kpi)
    return board.rows[kpi.key]


def _spark(board: Board, kpi: Kpi) -> Any:
    points = []
    for month in board.window:
        line = board.lines.get(month, {}).get(kpi.key)
        value = line["value"] if line else None
        points.append(
            Point(
                month_name(month, board.language),
                Decimal(value) if value is not None else None,
                percent(value, board.language),
            )
        )
    return sparkline(kpi.key, points, objective=kpi.objective * 100)


def _trend(kpi: Kpi, board: Board) -> str:
    """ "better", "worse", "same" or "" against the month before the last one."""
    values = [
        line["value"]
        for month in board.window[-2:]
        if (line := board.lines.get(month, {}).get(kpi.key)) and line["value"] is not None
    ]
    if len(values) < 2:
        return ""
    former, latter = Decimal(values[0]), Decimal(values[1])
    if former == latter:
        return "same"
    return "better" if (latter > former) is not kpi.at_most else "worse"


def evidence(board: Board, kpi: Kpi, month: str) -> str:
    """Address of the first step of the evidence of a figure."""
    return reverse("service_levels:months_items", args=[board.contract.key, month, kpi.key])


def levels(board: Board, chosen: Callable[[Kpi], bool] = lambda kpi: True) -> Block:
    """The table of service levels, all or some."""
    rows = [_row(board, kpi) for kpi in board.kpis if chosen(kpi)]
    judged = [row for row in rows if row["now"].state != "none"]
    return {
        "rows": rows,
        "missed": sum(row["now"].state == "missed" for row in judged),
        "judged": len(judged),
    }


def infrastructure(board: Board) -> Block:
    """Service levels of the infrastructure: alerts, its incidents, availability, compliance."""
    return levels(
        board,
        lambda kpi: (
            kpi.family in INFRASTRUCTURE
            or (kpi.family == "resolution" and kpi.params.get("scope") == "infrastructure")
        ),
    )


def compliance(board: Board) -> Block:
    """The service levels of compliance."""
    return levels(board, lambda kpi: kpi.family == "compliance")


def milestones(board: Board) -> Block:
    """The service levels of milestones."""
    return levels(board, lambda kpi: kpi.family == "milestones")


def matrix(board: Board) -> Block:
    """Thirteen months of every service level, each cell with its state and its evidence."""
    months = {
        month: reverse("service_levels:months_month", args=[board.contract.key, month])
        for month in board.window
    }
    rows: list[Block] = []
    for kpi in board.kpis:
        year = board.result(kpi, board.window[1:])
        objective = _plain(board, str(kpi.objective * 100))
        cells = [_cell(board, kpi, month, address) for month, address in months.items()]
        rows.append({"kpi": kpi, "cells": cells, "year": year, "objective_text": objective})
    totals = [
        sum(row["cells"][place]["state"] == "missed" for row in rows)
        if one and has_facts(one, board.kpis)
        else None
        for place, one in enumerate(board.figures.get(month) for month in board.window)
    ]
    return {"months": board.window, "rows": rows, "missed": totals, "has": bool(board.lines)}


def _cell(board: Board, kpi: Kpi, month: str, address: str) -> Block:
    """One of three hundred: its mark-up is made here, because a template takes ten times as long."""
    line = board.lines.get(month, {}).get(kpi.key)
    if line is None or line["value"] is None:
        html = format_html('<span class="tim-muted" title="{}">–</span>', _("no measure"))
        return {"month": month, "state": "none", "html": html}
    state = {True: "met", False: "missed"}.get(line["achieved"], "none")
    star = format_html('<span title="{}">*</span>', _("incomplete")) if line["incomplete"] else ""
    html = format_html(
        '<a href="{}{}/" data-drawer>{}{}</a>{}',
        address,
        quote(kpi.key, safe=""),
        "✗" if state == "missed" else "",
        _plain(board, line["value"]),
        star,
    )
    return {"month": month, "state": state, "html": html}


def _plain(board: Board, value: str | None) -> str:
    """A value in percent without its sign, for a table whose caption says so."""
    return percent(value, board.language).rstrip("%\u202f\u00a0")


def stakes(board: Board) -> Block:
    """What is about to breach, now. It is of the running month, whatever period is shown."""
    found = at_stake(board.contract)
    kpis = {kpi.key: kpi for kpi in board.kpis}
    levels = [
        {"kpi": kpis[key], "stake": one}
        for key, one in found.kpis.items()
        if key in kpis and kpis[key].family not in ("reopened",)
    ]
    table = danger_table(board.contract, found, sees_money=board.sees_money)
    return {"found": found, "levels": levels, "table": table}


def penalties(board: Board) -> Block:
    """Penalties of the period and of the months of the window: computed, chargeable, and what was said."""
    if not board.sees_money:
        return {"is_hidden": True}
    kpis = {kpi.key: kpi for kpi in board.kpis}
    shown = board.penalties(board.period.months)
    every = board.penalties(board.window)
    unknowns = board.plan.version.unknowns
    states: dict[str, Decimal] = {}
    for one in shown:
        states[one.state] = states.get(one.state, Decimal(0)) + one.computed
    return {
        "rows": [
            {
                "penalty": one,
                "kpi": kpis.get(one.kpi),
                "result": Result() if one.kpi not in kpis else _of(board, kpis[one.kpi], one.month),
                "why": [{"unknown": unknowns.get(code), "code": code} for code in one.forbidden_by],
                "url": reverse("service_levels:months_items", args=[board.contract.key, one.month, one.kpi]),
            }
            for one in shown
        ],
        "computed": sum((one.computed for one in shown), Decimal(0)),
        "chargeable": sum((one.chargeable for one in shown), Decimal(0)),
        "justified": states.get("justified", Decimal(0)),
        "decided": sum(
            (states.get(name, Decimal(0)) for name in ("applied", "waived", "partly")), Decimal(0)
        ),
        "months": [
            {
                "month": month,
                "computed": sum((one.computed for one in every if one.month == month), Decimal(0)),
                "chargeable": sum((one.chargeable for one in every if one.month == month), Decimal(0)),
                "before": _total(board, year_before(month)),
            }
            for month in board.window
            if month in board.lines
        ],
    }


def _of(board: Board, kpi: Kpi, month: str) -> Result:
    return board.result(kpi, [month])


def actions(board: Board) -> Block:
    """What the provider says of missed objectives, and the actions of its plans, those that are late first."""
    months, today = board.period.months, local(now(), board.plan.tz).date()
    plans = improvements_of(board.contract, months)
    names = names_of({one.owner for one in plans})
    rows: list[Block] = [
        {
            "action": one,
            "owner": names[one.owner],
            "is_late": one.state == "open" and one.due < today,
            "url": reverse("service_levels:justification", args=[board.contract.key, one.month, one.kpi]),
        }
        for one in plans
    ]
    rows.sort(key=lambda row: (not row["is_late"], row["action"].state != "open", row["action"].due))
    return {
        "justified": len(justifications_of(board.contract, months)),
        "count": len(rows),
        "late": sum(row["is_late"] for row in rows),
        "rows": rows[:12],
        "rest": max(0, len(rows) - 12),
        "url": reverse("service_levels:improvements", args=[board.contract.key]),
    }


def _total(board: Board, month: str) -> Decimal | None:
    lines = board.lines.get(month)
    if lines is None:
        return None
    return sum((Decimal(line["penalty_amount"]) for line in lines.values()), Decimal(0))


def availability(board: Board) -> Block:
    """Availability by service and in aggregate; the contract says which is judged."""
    kpi = next((one for one in board.kpis if one.family == "availability"), None)
    if kpi is None:
        return {"rows": []}
    totals: dict[str, list[int]] = {}
    for line in board.of(kpi.key, board.period.months):
        for one in line.get("services", ()):
            known = totals.setdefault(one["service"], [0, 0])
            known[0] += microseconds(one["seconds"])
            known[1] += microseconds(one["up_seconds"])
    services = board.plan.version.services
    rows: list[Block] = [
        {
            "service": services.get(key),
            "key": key,
            "down": time - up,
            "value": None if not time else str(round(Decimal(up) * 100 / Decimal(time), 2)),
            "url": reverse("service_levels:ledger", args=[board.contract.key, f"service/{key}"]),
        }
        for key, (time, up) in totals.items()
    ]
    rows.sort(key=lambda row: (Decimal(row["value"] or 100), row["key"]))
    return {"rows": rows, "line": _row(board, kpi), "reading": board.plan.readings["availability"]}


def doubts(board: Board) -> Block:
    """Exclusions by reason; who excluded, re-classified, wrote long after the fact."""
    found = board.known(board.period.months)
    reasons: dict[str, int] = {}
    authors: dict[str, dict[str, int]] = {"excluded": {}, "changed": {}, "late": {}}
    names = {"excluded": ("exclusions", "authors"), "changed": ("changes",), "late": ("late",)}
    for figure in found:
        for reason, count in figure.extras["exclusions"]["reasons"].items():
            reasons[reason] = reasons.get(reason, 0) + count
        for column, path in names.items():
            value: Any = figure.extras
            for name in path:
                value = value[name]
            for one in value:
                known = authors[column]
                known[one["author"]] = known.get(one["author"], 0) + one["count"]
    people = sorted({author for known in authors.values() for author in known})
    called = names_of(people)
    return {
        "reasons": [
            {"reason": reason, "count": count, "url": behind(board, f"excluded:{reason}")}
            for reason, count in sorted(reasons.items(), key=lambda one: -one[1])
        ],
        "people": [
            {
                "author": called[author],
                "excluded": authors["excluded"].get(author, 0),
                "changed": authors["changed"].get(author, 0),
                "late": authors["late"].get(author, 0),
                "urls": {
                    "excluded": behind(board, f"excluder:{author}"),
                    "changed": behind(board, f"changed:{author}"),
                    "late": behind(board, f"late:{author}"),
                },
            }
            for author in people
        ],
    }


def behind(board: Board, name: str) -> str:
    """Address of the items behind a number of the extras; of a single month only."""
    if not board.period.is_month:
        return ""
    return reverse("service_levels:months_behind", args=[board.contract.key, board.period.last, name])


def gaps(board: Board) -> Block:
    """Intervals in which a source was silent: each once, with the service levels that it touches."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for month in board.period.months:
        for key, line in board.lines.get(month, {}).items():
            for one in line["incomplete"]:
                found.setdefault((one["source"], one["from"], one["to"]), []).append(key)
    return {
        "rows": [
            {"source": source_name(source, board.language), "since": since, "until": until, "kpis": kpis}
            for (source, since, until), kpis in sorted(found.items(), key=lambda one: one[0][1])
        ]
    }


BLOCKS: dict[str, Callable[[Board], Block]] = {
    "levels": levels,
    "stakes": stakes,
    "weeks": weeks,
    "volumes": volumes,
    "held": held,
    "parties": parties,
    "times": times,
    "calls": calls,
    "milestones": milestones,
    "infrastructure": infrastructure,
    "compliance": compliance,
    "availability": availability,
    "matrix": matrix,
    "penalties": penalties,
    "actions": actions,
    "doubts": doubts,
    "gaps": gaps,
}
SHAPES = {"milestones": "levels", "infrastructure": "levels", "compliance": "levels"}
"""Blocks that are drawn like another one."""

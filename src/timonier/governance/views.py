"""Dashboards of a contract: one page for each of the tender's three, any period, everything open to its evidence."""

from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from timonier.contracts.editions import phase_titles
from timonier.core.refusal import Refused
from timonier.directory.rights import may
from timonier.foundation.asked import contract_of, say_why, speaks
from timonier.governance.blocks import BLOCKS, SHAPES
from timonier.governance.boards import Board, board_of
from timonier.governance.contents import DASHBOARDS, KINDS, OPERATIONAL, SHORT, STEERING, TITLES, Entry
from timonier.governance.periods import Period, period_of
from timonier.governance.summary import summary_of
from timonier.service_levels import pages

LIVE = frozenset({"stakes", "penalties", "actions"})
"""Blocks that show more than figures: running clocks, what people decided."""
KEPT = 600


@require_GET
def dashboards(request: HttpRequest, contract: str) -> HttpResponse:
    """To the dashboard that one looks at most: the operational one for who works, the steering one for who decides."""
    place = contract_of(contract)
    kind = STEERING if may(request.user, "penalty.read", place) else OPERATIONAL  # type: ignore[arg-type]  # our model
    return redirect("governance:dashboards_one", contract, kind)


@require_GET
def dashboard(request: HttpRequest, contract: str, kind: str) -> HttpResponse:
    """One dashboard over a period."""
    place = contract_of(contract)
    if kind not in KINDS:
        raise Http404
    months = pages.months_of(place)
    context: dict[str, Any] = {
        "contract": place,
        "kind": kind,
        "title": TITLES[kind],
        "kinds": [{"key": one, "title": SHORT[one]} for one in KINDS],
        "months": months,
    }
    try:
        period = period_of(request.GET, months[1] if len(months) > 1 else months[0])
    except Refused as refused:
        context |= {"refusal": say_why(refused)}
        return render(request, "governance/dashboard.html", context, status=404)
    board = board_of(
        place,
        period,
        language=speaks(),
        sees_money=may(request.user, "penalty.read", place),  # type: ignore[arg-type]  # our model
    )
    context |= {
        "board": board,
        "phases": phase_titles(place, board.last.result["phases"], speaks()) if board.last else [],
        "period": period,
        "label": period.label(speaks()),
        "before_label": period.before.label(speaks()),
        "summary": summary_of(board),
        "sections": sections_of(board, kind),
        "missing": [month for month in period.months if month not in board.figures],
        "choices": _choices(period),
    }
    return render(request, "governance/dashboard.html", context)


def sections_of(board: Board, kind: str) -> list[dict[str, Any]]:
    """The headings of the tender with what each line shows."""
    stamp = _stamp(board)
    return [
        {
            "key": section.key,
            "title": section.title,
            "entries": [_entry(board, entry, stamp) for entry in section.entries],
        }
        for section in DASHBOARDS[kind]
    ]


def _entry(board: Board, entry: Entry, stamp: str) -> dict[str, Any]:
    """One line of the tender, drawn; a block that draws from figures alone is drawn once for each state of them."""
    found: dict[str, Any] = {"title": entry.title, "room": entry.room, "block": None, "html": ""}
    if not entry.block:
        return found
    key = sha256(f"{stamp} {entry.block} {entry.title}".encode()).hexdigest()
    kept = None if entry.block in LIVE else cache.get(key)
    if kept is None:
        found["block"] = BLOCKS[entry.block](board)
        context = {
            "board": board,
            "entry": entry,
            "block": found["block"],
            "name": SHAPES.get(entry.block, entry.block),
        }
        kept = render_to_string("governance/block.html", context)
        if entry.block not in LIVE:
            cache.set(key, kept, KEPT)
    found["html"] = kept
    return found


def _stamp(board: Board) -> str:
    """What tells one state of everything that is shown from another, the day included: "today" is a word."""
    parts = [
        board.contract.pk,
        board.period,
        board.language,
        board.sees_money,
        board.plan.version.digest,
        timezone.localdate(),
        *sorted((one.month, one.as_of, one.position, one.is_sealed) for one in board.figures.values()),
        *(len(one.result["corrections"]) for one in board.figures.values()),
    ]
    return sha256(repr(parts).encode()).hexdigest()


def _choices(period: Period) -> list[dict[str, Any]]:
    found = [Period(period.last, period.last), period.quarter, period.year, period.rolling]
    return [{"query": one.query, "is_current": one == period} for one in found]

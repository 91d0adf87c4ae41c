"""The morning page: what waits for me, what breached since my last visit, what is about to, what others owe us.

The start page after sign-in. Other rooms add their blocks to the slot "morning"; each says nothing when it has nothing.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from timonier.contracts.queries import plans_of
from timonier.core.instants import DAY, MINUTE, format_instant, local, midnight, month_of
from timonier.core.plan import Plans
from timonier.core.refusal import Refused
from timonier.directory.callers import Caller, caller_of
from timonier.directory.choices import Role
from timonier.foundation.asked import contract_of, speaks
from timonier.foundation.registries import panels
from timonier.foundation.tenancy.models import Contract
from timonier.governance.boards import board_of
from timonier.governance.models import Visit
from timonier.governance.periods import Period
from timonier.governance.summary import summary_of
from timonier.measures.services import now
from timonier.service_levels.danger_table import danger_table
from timonier.service_levels.figures import MonthFigure
from timonier.service_levels.stakes import at_stake, breached, titles_of

VISIT = 30 * MINUTE
"""A page opened later than this after the last one is another visit. Units: microseconds."""
SHOWN = 8
TECHNICIANS = frozenset({Role.TECHNICIAN, Role.ENGINEER})


@require_GET
def today(request: HttpRequest, contract: str) -> HttpResponse:
    """The morning page of one person on one contract."""
    place = contract_of(contract)
    who = caller_of(request)
    assert who is not None
    instant = now()
    context: dict[str, Any] = {
        "contract": place,
        "instant": instant,
        "panels": [
            shown for shown in (render_one(request, place) for render_one in panels.of("morning")) if shown
        ],
        "is_technician": bool(who.roles(place) & TECHNICIANS),
        "reads": who.may("kpi.read", place),
        "explains": who.may("kpi.explain", place),
        "sees_money": who.may("penalty.read", place),
    }
    if context["reads"]:
        try:
            context |= _levels(place, who, instant, sees_money=context["sees_money"])
        except Refused:
            context["reads"] = False
    return render(request, "governance/today.html", context)


def _levels(place: Contract, who: Caller, instant: int, *, sees_money: bool) -> dict[str, Any]:
    plans = plans_of(place)
    month = month_of(instant, plans.tz)
    since = _since(place, who, instant, plans)
    board = board_of(place, Period(month, month), language=speaks(), sees_money=sees_money)
    found = at_stake(place, most=SHOWN)
    late, count = breached(place, since, most=SHOWN)
    figure = board.last
    return {
        "month": month,
        "since": since,
        "found": found,
        "late": late,
        "table": danger_table(place, found, sees_money=sees_money),
        "titles": titles_of(place, late),
        "late_count": count,
        "board": board,
        "summary": summary_of(board),
        "before_label": board.period.before.label(speaks()),
        "figure": figure,
        "silent": _silent(figure),
        "sources": _silent_sources(figure),
        "euros": sum(one.euros for one in found.kpis.values()),
    }


def _since(place: Contract, who: Caller, instant: int, plans: Plans) -> int:
    """The visit before this one; at least since the day before the last one on which the desk was open."""
    opening = plans.at(instant).opening("desk")
    start = midnight(local(instant, plans.tz).date(), plans.tz)
    windows = opening.windows(start - 8 * DAY, start)
    yesterday = max(windows[-1][0], windows[-1][1] - DAY) if windows else start - DAY
    if who.account is None:
        return yesterday
    visit, is_new = Visit.objects.get_or_create(
        contract=place, account=who.account, defaults={"seen": instant, "before": None}
    )
    if not is_new and instant - visit.seen >= VISIT:
        visit.before, visit.seen = visit.seen, instant
        visit.save(update_fields=["before", "seen"])
    return yesterday if visit.before is None else min(visit.before, yesterday)


def _silent(figure: MonthFigure | None) -> list[dict[str, Any]]:
    """Third parties that hold something and have not answered, the oldest first."""
    rows = [one for one in figure.extras["parties"] if one["silent"]] if figure else []
    return sorted(rows, key=lambda one: one["oldest"])[:SHOWN]


def _silent_sources(figure: MonthFigure | None) -> list[dict[str, str]]:
    """Sources that were silent when the figures were drawn."""
    if figure is None:
        return []
    end = format_instant(figure.as_of)
    found = {
        one["source"]: one for line in figure.result["results"] for one in _gaps(line) if one["to"] == end
    }
    return [found[name] for name in sorted(found)]


def _gaps(line: dict[str, Any]) -> Iterable[dict[str, str]]:
    return list(line["incomplete"])

"""What waits for a person's word about figures: the panel of the slot "morning". It counts, and leads to the pages."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from timonier.contracts.drafts import awaiting
from timonier.contracts.queries import plans_of
from timonier.core.instants import local, month_bounds, month_first
from timonier.core.refusal import Refused
from timonier.directory.callers import Caller, who_asks
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import now
from timonier.service_levels import figures
from timonier.service_levels.disputes import party_of
from timonier.service_levels.figures import MonthFigure
from timonier.service_levels.models import Acceptance, Dispute, Improvement, Justification, PenaltyWord
from timonier.service_levels.pages import MOST_MONTHS, months_of
from timonier.service_levels.rules import justify_until
from timonier.service_levels.standing import latest

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Owed:
    """A missed service level of a month that is over and that nobody has justified. `due_at` in microseconds."""

    month: str
    kpi: str
    due_at: int
    is_late: bool


def panel(request: HttpRequest, place: Contract) -> str:
    """Justifications, penalties, disputes, late acts, proposed versions, months to seal; nothing when none waits."""
    who = who_asks(request)
    waits = _of_months(who, place) | _of_disputes(who, place)
    if who.may("penalty.decide", place):
        argued = PenaltyWord.objects.filter(contract=place, state="argued").order_by("month", "kpi")
        waits["penalties"] = list(argued)
    waits["late_actions"] = _late_actions(who, place)
    waits["drafts"] = awaiting(who, place)
    if not any(waits.values()):
        return ""
    rest = Counter(one.month for one in waits.get("owed", [])[SHOWN:])
    waits["owed_before"] = sorted(rest.items(), reverse=True)
    context: dict[str, Any] = {"contract": place, "most": MOST_MONTHS - 1, "shown": SHOWN, **waits}
    return render_to_string("service_levels/morning.html", context, request)


def _late_actions(who: Caller, place: Contract) -> list[Improvement]:
    """The actions of improvement plans that are his, open, and past their day."""
    try:
        today = local(now(), plans_of(place).tz).date()
    except Refused:
        return []
    rows = Improvement.objects.filter(contract=place, state="open", due__lt=today, owner__iexact=who.name)
    return list(rows.order_by("due", "month", "kpi", "number"))


def owed_in(contract: Contract, found: list[MonthFigure]) -> list[Owed]:
    """What is to be justified of these months: overdue first, of those the latest month. Needs the scope."""
    said = set(
        Justification.objects.filter(contract=contract, month__in=[one.month for one in found]).values_list(
            "month", "kpi"
        )
    )
    plans, instant = plans_of(contract), now()
    owed = []
    for figure in found:
        due = justify_until(plans.on(month_first(figure.month)), month_bounds(figure.month, plans.tz)[1])
        owed += [
            Owed(figure.month, key, due, due < instant)
            for key, line in latest(figure).items()
            if line["achieved"] is False and (figure.month, key) not in said
        ]
    return sorted(owed, key=lambda one: (not one.is_late, -one.due_at, one.kpi))


def _of_months(who: Caller, place: Contract) -> dict[str, Any]:
    justifies, seals = who.may("kpi.justify", place), who.may("month.seal", place)
    if not (justifies or seals):
        return {}
    try:
        found = figures.of(place, months_of(place)[1:])
        return {
            "owed": owed_in(place, found) if justifies else [],
            "unsealed": [one.month for one in found if not one.is_sealed and _is_busy(one)] if seals else [],
        }
    except Refused:
        return {}


def _is_busy(figure: MonthFigure) -> bool:
    extras = figure.extras
    return bool(extras["volumes"]["opened"] or extras["volumes"]["closed"] or extras["calls"]["offered"])


def _of_disputes(who: Caller, place: Contract) -> dict[str, Any]:
    waits: dict[str, Any] = {"to_answer": 0, "to_decide": 0, "to_accept": 0}
    if not who.may("kpi.contest", place):
        return waits
    pending = Dispute.objects.filter(contract=place)
    to_answer = pending.filter(state="open").exclude(party=party_of(who, place))
    if who.may("dispute.decide", place):
        waits["to_decide"] = pending.filter(Q(state="answered") | Q(state="open", party="provider")).count()
        to_answer = to_answer.exclude(party="provider")
    waits["to_answer"] = to_answer.count()
    if who.may("ticket.accept_exclusion", place):
        waits["to_accept"] = Acceptance.objects.filter(contract=place, state="waiting").count()
    return waits

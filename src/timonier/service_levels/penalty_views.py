"""Pages of the month's words: justifications with their plan, gaps, the statement of penalties and its decisions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from timonier.contracts.queries import plans_of
from timonier.core.instants import BadInstant, local, month_first
from timonier.core.refusal import Refused
from timonier.directory.callers import who_asks
from timonier.directory.people import names_of
from timonier.foundation.asked import contract_of, say_why
from timonier.foundation.tenancy.middleware import undo
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import now
from timonier.service_levels.comparison import month_pair
from timonier.service_levels.decisions import amount_of, argue, decide_penalty
from timonier.service_levels.justifications import (
    Fault,
    faults_of,
    gaps_of,
    justify,
    justify_gap,
    move_action,
    owners_of,
)
from timonier.service_levels.models import GapWord, Improvement
from timonier.service_levels.month_words import due_of
from timonier.service_levels.pages import items_of, months_of
from timonier.service_levels.statement import statement
from timonier.service_levels.typed import ROWS, plan_of

_FIELDS = {"cause": "j", "text": "t", "owner": "o", "due": "u"}
"""Field of an action → what the ids of its inputs begin with."""


@require_GET
def penalties(request: HttpRequest, contract: str, month: str) -> HttpResponse:
    """The statement of penalties of a month, fit to be printed."""
    return _penalties(request, contract_of(contract), month)


@require_POST
def penalty_act(request: HttpRequest, contract: str, month: str, kpi: str, move: str) -> HttpResponse:
    """Note the committee's arguments, or decide."""
    who, place = who_asks(request), contract_of(contract)
    text, choice = request.POST.get("reason", ""), request.POST.get("decision", "")
    try:
        check_month(month)
        if move == "argue":
            argue(who, place, month, kpi, argument=text)
        elif move == "decide":
            waived = amount_of(request.POST.get("waived", ""))
            decide_penalty(who, place, month, kpi, decision=choice, reason=text, waived=waived)
        else:
            raise Http404
    except Refused as refused:
        undo(request)
        said = {"kpi": kpi, "move": move, "sentence": say_why(refused), "values": request.POST}
        return _penalties(request, place, month, said, 403 if refused.code == "not_permitted" else 422)
    messages.success(request, _("It is noted in the journal."))
    return redirect("service_levels:penalties", place.key, month)


def _penalties(
    request: HttpRequest,
    place: Contract,
    month: str,
    refusal: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    who = who_asks(request)
    check_month(month)
    try:
        found = statement(place, month)
    except Refused as refused:
        raise Http404 from refused
    context = {
        "contract": place,
        "month": month,
        "months": months_of(place),
        "statement": found,
        "names": names_of(
            by for one in found.lines if one.word is not None for by in (one.word.by, one.word.argued_by)
        ),
        "pair": month_pair(place, month),
        "may_argue": who.may("penalty.argue", place),
        "may_decide": who.may("penalty.decide", place),
        "may_justify": who.may("kpi.justify", place),
        "refusal": refusal,
    }
    return render(request, "service_levels/penalties.html", context, status=status)


@require_http_methods(["GET", "POST"])
def justification(request: HttpRequest, contract: str, month: str, kpi: str) -> HttpResponse:
    """Justify a missed service level; whoever reads figures reads it here too."""
    who, place = who_asks(request), contract_of(contract)
    check_month(month)
    refusal, given, status = "", request.POST, 200
    faults: list[Fault] = []
    if request.method == "POST":
        plan, wrong = plan_of(given)
        try:
            if who.may("kpi.justify", place):
                checked = faults_of(place, given.get("cause", ""), plan)
                bad = {(one.field, one.row) for one in wrong}
                faults = wrong + [one for one in checked if (one.field, one.row) not in bad]
            if not faults:
                justify(
                    who, place, month, kpi,
                    cause=given.get("cause", ""), items=given.getlist("items"), actions=list(plan.values()),
                )  # fmt: skip
                messages.success(request, _("The justification is noted in the journal."))
                return redirect("service_levels:justification", place.key, month, kpi)
            status = 422
        except Refused as refused:
            undo(request)
            refusal, status = say_why(refused), 403 if refused.code == "not_permitted" else 422
    try:
        line = next((one for one in statement(place, month).lines if one.kpi.key == kpi), None)
    except Refused as refused:
        raise Http404 from refused
    if line is None:
        raise Http404
    chosen = (
        given.getlist("items")
        if status != 200
        else (line.justification.items if line.justification else None)
    )
    missed = [one.item for one in items_of(place, month, line.kpi)[0] if one.outcome == "missed"]
    context = {
        "contract": place,
        "month": month,
        "line": line,
        "due_at": due_of(place, month),
        "is_late": line.justification is None and now() > due_of(place, month),
        "missed": [(item, chosen is None or item in chosen) for item in missed[:200]],
        "given": given,
        "problems": _problems(faults),
        "errors": {_place(one): say_why(one.refusal) for one in faults},
        "rows": [
            {name: given.get(f"{name}-{row}", "") for name in ("text", "owner", "due")} | {"row": str(row)}
            for row in range(ROWS)
        ],
        "people": owners_of(place),
        "names": names_of(
            [*(one.owner for one in line.improvements), line.justification.by if line.justification else ""]
        ),
        "may_justify": who.may("kpi.justify", place),
        "today": local(now(), plans_of(place).tz).date(),
        "refusal": refusal,
    }
    return render(request, "service_levels/justification.html", context, status=status)


@require_POST
def action_move(request: HttpRequest, contract: str, month: str, kpi: str, number: int) -> HttpResponse:
    """Say what became of an action."""
    who, place = who_asks(request), contract_of(contract)
    check_month(month)
    try:
        state, note = request.POST.get("state", ""), request.POST.get("note", "")
        move_action(who, place, month, kpi, number, state=state, note=note)
        messages.success(request, _("It is noted in the journal."))
    except Refused as refused:
        undo(request)
        if refused.code == "not_found":
            raise Http404 from refused
        messages.error(request, say_why(refused))
    return redirect("service_levels:justification", place.key, month, kpi)


@require_http_methods(["GET", "POST"])
def gaps(request: HttpRequest, contract: str, month: str) -> HttpResponse:
    """The incomplete intervals of a month, and why."""
    who, place = who_asks(request), contract_of(contract)
    check_month(month)
    if request.method == "POST":
        given = request.POST
        try:
            justify_gap(
                who,
                place,
                month,
                given.get("source", ""),
                given.get("from", ""),
                cause=given.get("cause", ""),
            )
            messages.success(request, _("It is noted in the journal."))
        except Refused as refused:
            undo(request)
            messages.error(request, say_why(refused))
        return redirect("service_levels:gaps", place.key, month)
    try:
        found = gaps_of(place, month)
    except Refused as refused:
        raise Http404 from refused
    words = {(row.source, row.since): row for row in GapWord.objects.filter(contract=place, month=month)}
    context = {
        "contract": place,
        "month": month,
        "gaps": [{**one, "word": words.get((one["source"], one["since"]))} for one in found],
        "names": names_of(row.by for row in words.values()),
        "may_justify": who.may("kpi.justify", place),
    }
    return render(request, "service_levels/gaps.html", context)


@require_GET
def improvements(request: HttpRequest, contract: str) -> HttpResponse:
    """Every action of every plan, the open ones by date first."""
    place = contract_of(contract)
    rows = Improvement.objects.filter(contract=place)
    is_all = request.GET.get("state") == "all"
    if not is_all:
        rows = rows.filter(state="open")
    shown = list(rows.order_by("due", "month", "kpi", "number")[:500])
    context = {
        "contract": place,
        "improvements": shown,
        "names": names_of(one.owner for one in shown),
        "is_all": is_all,
        "today": local(now(), plans_of(place).tz).date(),
    }
    return render(request, "service_levels/improvements.html", context)


def check_month(month: str) -> None:
    """A month that is none is not found."""
    try:
        month_first(month)
    except BadInstant as error:
        raise Http404 from error


def _place(fault: Fault) -> str:
    """The field of the form that a fault belongs to, by its id."""
    return "j-cause" if fault.field == "cause" else f"{_FIELDS[fault.field]}-{fault.row}"


def _problems(faults: list[Fault]) -> list[dict[str, str]]:
    """What is to be mended, each with its field, in the order of the form."""
    labels = {"cause": _("Cause"), "text": _("Action"), "owner": _("Owner"), "due": _("Due")}
    found = sorted(faults, key=lambda one: (one.field != "cause", one.row, list(_FIELDS).index(one.field)))
    return [
        {
            "field": _place(one),
            "label": labels[one.field]
            if one.field == "cause"
            else f"{_('Action')} {one.row + 1} · {labels[one.field]}",
            "sentence": say_why(one.refusal),
        }
        for one in found
    ]

"""Pages of what is said and decided about figures: disputes, acceptances, justifications, penalties."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from timonier.contracts.queries import plans_of
from timonier.core.evidence import EXCLUSIONS
from timonier.core.refusal import Refused
from timonier.directory.callers import who_asks
from timonier.directory.people import names_of
from timonier.foundation.asked import contract_of, say_why
from timonier.foundation.tenancy.middleware import undo
from timonier.foundation.tenancy.models import Contract
from timonier.measures.models import MeasureRow
from timonier.measures.queries import told_of
from timonier.measures.services import now
from timonier.service_levels import disputes
from timonier.service_levels.comparison import effect_of, pairs_if_accepted, pairs_of
from timonier.service_levels.frames import frame
from timonier.service_levels.models import Acceptance, Dispute
from timonier.service_levels.rules import rules_of
from timonier.service_levels.typed import instant_of, local_text

SHOWN = 200
COMPARED = 40
"""Acts whose effect on their ticket is computed when the list is shown, the latest first."""


@require_GET
def dispute_list(request: HttpRequest, contract: str) -> HttpResponse:
    """Open disputes first; `state=all` shows those that are over too."""
    place = contract_of(contract)
    rows = Dispute.objects.filter(contract=place)
    is_all = request.GET.get("state") == "all"
    if not is_all:
        rows = rows.filter(state__in=("open", "answered"))
    waiting = Acceptance.objects.filter(contract=place, state="waiting").count()
    shown = list(rows.order_by("-of")[:SHOWN])
    context = {
        "contract": place,
        "disputes": shown,
        "names": names_of(row.raised_by for row in shown),
        "is_all": is_all,
        "now": now(),
        "waiting": waiting,
    }
    return render(request, "service_levels/disputes.html", context)


@require_http_methods(["GET", "POST"])
def dispute_new(request: HttpRequest, contract: str, number: str) -> HttpResponse:
    """Dispute an interval: from and to come filled from the ledger; what was typed comes back when it is refused."""
    who, place = who_asks(request), contract_of(contract)
    told = told_of(place, f"ticket/{number}")
    if told is None:
        raise Http404
    plans = plans_of(place)
    tz, given, refusal = plans.tz, request.POST, ""
    exclusion = given.get("exclusion") or request.GET.get("exclusion", "")
    excluded = next(
        (event for event in told.events if str(event.at) == exclusion and event.kind in EXCLUSIONS), None
    )
    if exclusion and excluded is None:
        raise Http404
    if request.method == "POST":
        try:
            row = disputes.raise_dispute(
                who,
                place,
                number,
                since=0 if excluded else instant_of(given.get("from", ""), given.get("exact_from", ""), tz),
                until=0 if excluded else instant_of(given.get("to", ""), given.get("exact_to", ""), tz),
                reason=given.get("reason", ""),
                counts={"1": True, "0": False}.get(given.get("counts", "")),
                exclusion=excluded.at if excluded else None,
            )
            messages.success(request, _("The interval is disputed. Both figures stand until it is decided."))
            return redirect("service_levels:dispute", place.key, row.of, number)
        except Refused as refused:
            undo(request)
            refusal = say_why(refused)
    exact = {name: given.get(f"exact_{name}") or request.GET.get(name, "") for name in ("from", "to")}
    fields = {
        name: given.get(name) or (local_text(int(us), tz) if us.isdecimal() and len(us) < 18 else "")
        for name, us in exact.items()
    }
    context = {
        "contract": place,
        "number": number,
        "exact": exact,
        "excluded": excluded,
        "fields": fields,
        "given": given,
        "refusal": refusal,
        "rules": rules_of(plans.at(told.as_of)),
        **frame(request),
    }
    return render(request, "service_levels/dispute_new.html", context, status=422 if refusal else 200)


@require_GET
def dispute_page(request: HttpRequest, contract: str, of: int, number: str) -> HttpResponse:
    """One dispute: what is asked, answered, decided; both figures."""
    return _dispute_page(request, contract_of(contract), of, number)


@require_POST
def dispute_act(request: HttpRequest, contract: str, move: str, of: int, number: str) -> HttpResponse:
    """Answer, decide, withdraw."""
    who, place = who_asks(request), contract_of(contract)
    reason, choice = request.POST.get("reason", ""), request.POST.get("choice", "")
    acts: dict[str, Callable[[], Dispute]] = {
        "answer": lambda: disputes.answer(who, place, number, of, agrees=choice == "yes", reason=reason),
        "decide": lambda: disputes.decide(who, place, number, of, granted=choice == "yes", reason=reason),
        "withdraw": lambda: disputes.withdraw(who, place, number, of, reason=reason),
    }
    if move not in acts:
        raise Http404
    try:
        if move != "withdraw" and choice not in ("yes", "no"):
            raise Refused("field_needed", field="choice")
        acts[move]()
    except Refused as refused:
        undo(request)
        if refused.code == "not_found":
            raise Http404 from refused
        status = 403 if refused.code == "not_permitted" else 422
        said = {"move": move, "sentence": say_why(refused), "reason": reason, "choice": choice}
        return _dispute_page(request, place, of, number, said, status)
    messages.success(request, _("It is noted in the journal."))
    return redirect("service_levels:dispute", place.key, of, number)


def _dispute_page(
    request: HttpRequest,
    place: Contract,
    of: int,
    number: str,
    refusal: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    row = Dispute.objects.filter(contract=place, number=number, of=of).first()
    told = told_of(place, f"ticket/{number}")
    if row is None or told is None:
        raise Http404
    who = who_asks(request)
    try:
        party = disputes.party_of(who, place)
    except Refused:
        party = ""
    may_contest = row.is_pending and who.may("kpi.contest", place)
    effect = effect_of(place, row)
    plan = plans_of(place).at(told.as_of)
    context = {
        "contract": place,
        "dispute": row,
        "effect": effect,
        "names": names_of([row.raised_by, row.answered_by, row.ended_by]),
        "kpis": {kpi.key: kpi for kpi in plan.version.kpis},
        "rules": rules_of(plan),
        "is_late": row.state == "open" and row.due_at is not None and now() > row.due_at,
        "may_answer": may_contest and row.state == "open" and party != row.party,
        "may_withdraw": may_contest and party == row.party,
        "may_decide": row.is_pending and who.may("dispute.decide", place),
        "may_see_money": who.may("penalty.read", place),
        "refusal": refusal,
    }
    return render(request, "service_levels/dispute.html", context, status=status)


@require_GET
def acceptance_list(request: HttpRequest, contract: str) -> HttpResponse:
    """What waits for the client's word; `state=all` shows what had it too."""
    place = contract_of(contract)
    rows = Acceptance.objects.filter(contract=place)
    is_all = request.GET.get("state") == "all"
    if not is_all:
        rows = rows.filter(state="waiting")
    shown = list(rows.order_by("-of")[:SHOWN])
    may_accept = who_asks(request).may("ticket.accept_exclusion", place)
    open_ones = [row for row in shown if row.state != "accepted"]
    context = {
        "contract": place,
        "acceptances": shown,
        "effects": {row.pk: pairs_if_accepted(place, row) for row in open_ones[:COMPARED]},
        "names": names_of(row.done_by for row in shown),
        "waiting": Acceptance.objects.filter(contract=place, state="waiting").count(),
        "is_all": is_all,
        "may_accept": may_accept,
        # One act alone has its own form; boxes are for several.
        "may_decide": may_accept and sum(one.state == "waiting" for one in shown) > 1,
    }
    return render(request, "service_levels/acceptances.html", context)


@require_POST
def acceptance_act(request: HttpRequest, contract: str, what: str, of: int, number: str) -> HttpResponse:
    """The client's word."""
    who, place = who_asks(request), contract_of(contract)
    try:
        disputes.accept(
            who, place, number, of, what,
            accepted=request.POST.get("choice") == "yes", reason=request.POST.get("reason", ""),
        )  # fmt: skip
        messages.success(request, _("It is noted in the journal."))
    except Refused as refused:
        undo(request)
        if refused.code == "not_found":
            raise Http404 from refused
        if refused.code == "not_permitted":
            raise PermissionDenied from refused
        messages.error(request, say_why(refused))
    return redirect("service_levels:acceptances", place.key)


def ticket_panel(request: HttpRequest, place: Contract, number: str) -> str:
    """What is disputed about a ticket, and what of it waits for the client: the panel of the slot "ticket"."""
    who = who_asks(request)
    if not who.may("kpi.read", place):
        return ""
    rows = list(Dispute.objects.filter(contract=place, number=number).order_by("-of"))
    waiting = list(Acceptance.objects.filter(contract=place, number=number).order_by("-of"))
    stream = f"ticket/{number}"
    is_out = MeasureRow.objects.filter(contract=place, stream=stream, excluded_month__isnull=False).exists()
    if not rows and not waiting and not is_out:
        return ""
    told = told_of(place, stream) if is_out or any(row.is_pending for row in rows) else None
    ended = told.outcome.life.ended if told and told.outcome.life else None
    context = {
        "contract": place,
        "number": number,
        "disputes": rows,
        "acceptances": waiting,
        "pairs": pairs_of(place, told) if told else [],
        "ended": ended,
        "may_contest": who.may("kpi.contest", place),
        "may_accept": who.may("ticket.accept_exclusion", place),
    }
    return render_to_string("service_levels/ticket_panel.html", context, request)

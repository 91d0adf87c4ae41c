"""What waits for a person's word about figures: the panel of the slot "morning". It counts, and leads to the pages."""

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from timonier.directory.callers import who_asks
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels.disputes import party_of
from timonier.service_levels.models import Acceptance, Dispute


def panel(request: HttpRequest, place: Contract) -> str:
    """Disputes to answer or to decide, acts to accept; nothing when none waits for this person."""
    who = who_asks(request)
    if not who.may("kpi.contest", place):
        return ""
    pending = Dispute.objects.filter(contract=place)
    party = party_of(who, place)
    to_answer = pending.filter(state="open").exclude(party=party)
    if who.may("dispute.decide", place):
        to_decide = pending.filter(Q(state="answered") | Q(state="open", party="provider"))
        to_answer = to_answer.exclude(party="provider")
    else:
        to_decide = pending.none()
    to_accept = Acceptance.objects.filter(contract=place, state="waiting")
    context = {
        "contract": place,
        "to_answer": to_answer.count(),
        "to_decide": to_decide.count(),
        "to_accept": to_accept.count() if who.may("ticket.accept_exclusion", place) else 0,
    }
    if not (context["to_answer"] or context["to_decide"] or context["to_accept"]):
        return ""
    return render_to_string("service_levels/morning.html", context, request)

"""One verb on many tickets: each has its own outcome, and what was refused says why."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST

from timonier.core.refusal import Refused
from timonier.desk import forms
from timonier.desk.filters import Filters
from timonier.desk.services import VERBS, act
from timonier.desk.views.common import STATUS, said, verb_label
from timonier.desk.views.lists import BULK
from timonier.directory.callers import Caller, who_asks
from timonier.foundation.asked import contract_of
from timonier.foundation.tenancy.models import Contract

MOST = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one ticket; `refusal` empty when it was done."""

    number: str
    refusal: str


@require_POST
def bulk(request: HttpRequest, contract: str) -> HttpResponse:
    """Do a verb on every chosen ticket, with the version that was seen: a second click does nothing twice."""
    who, place = who_asks(request), contract_of(contract)
    verb = request.POST.get("verb", "")
    query = Filters.of(QueryDict(request.POST.get("query", "")[:2000]).dict()).query()  # type: ignore[arg-type]
    chosen = dict.fromkeys(request.POST.getlist("ticket")[: MOST + 1])
    context = {"contract": place, "query": query, "label": verb_label(verb)}
    try:
        if verb not in BULK:
            raise Refused("unknown_verb", verb=verb[:60], known=", ".join(BULK))
        if not who.may(VERBS[verb].action, place):
            raise Refused("not_permitted")
        if not chosen:
            raise Refused("nothing_chosen")
        if len(chosen) > MOST:
            raise Refused("too_many_chosen", most=MOST)
    except Refused as refused:
        status = STATUS.get(refused.code, 422)
        return render(request, "desk/bulk.html", context | {"refusal": said(refused)}, status=status)
    known = VERBS[verb]
    typed = forms.values_of(request.POST)
    data = {name: typed[name] for name in (*known.needed, *known.optional) if name in typed}
    # In one order for everybody: two people with the same tickets in hand never wait for each other in a circle.
    outcomes = [_one(who, place, verb, one, data) for one in sorted(chosen)]
    context |= {
        "outcomes": sorted(outcomes, key=lambda one: not one.refusal),
        "done": sum(not one.refusal for one in outcomes),
        "refused": sum(bool(one.refusal) for one in outcomes),
    }
    return render(request, "desk/bulk.html", context)


def _one(who: Caller, place: Contract, verb: str, chosen: str, data: dict[str, object]) -> Outcome:
    number, _, version = chosen.rpartition(":")
    expected = int(version) if version.isdecimal() and len(version) < 10 else -1
    try:
        with transaction.atomic():
            act(verb, who, place, number, data, expected_version=expected)
    except Refused as refused:
        return Outcome(number, said(refused))
    return Outcome(number, "")

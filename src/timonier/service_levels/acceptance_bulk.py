"""The client's word on many late acts at once: each has its own event and its own outcome, and what was refused says why."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from timonier.core.refusal import Refused
from timonier.directory.callers import Caller, who_asks
from timonier.foundation.asked import contract_of, say_why
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels import disputes

MOST = 100
_STATES = ("waiting", "refused")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One act that was ticked, with the state that it was seen in."""

    what: str
    of: int
    seen: str
    number: str

    @classmethod
    def of_text(cls, text: str) -> "Chosen":
        """From the value of its box. Raises: Refused."""
        what, _, rest = text.partition(":")
        of, _, rest = rest.partition(":")
        seen, _, number = rest.partition(":")
        if not (of.isdecimal() and len(of) < 18 and seen in _STATES):
            raise Refused("not_found")
        return cls(what, int(of), seen, number)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one act; `refusal` empty when it was done."""

    number: str
    what: str
    refusal: str


@require_POST
def bulk(request: HttpRequest, contract: str) -> HttpResponse:
    """One decision on every chosen act, as it was seen: a second click decides nothing twice."""
    who, place = who_asks(request), contract_of(contract)
    choice = request.POST.get("choice", "")
    reason = request.POST.get("reason_yes" if choice == "yes" else "reason_no", "")
    context = {"contract": place, "choice": choice}
    try:
        chosen = _chosen(request, who, place, choice, reason)
    except Refused as refused:
        status = 403 if refused.code == "not_permitted" else 422
        page = "service_levels/acceptance_bulk.html"
        return render(request, page, context | {"refusal": say_why(refused)}, status=status)
    outcomes = [_one(who, place, one, accepted=choice == "yes", reason=reason) for one in chosen]
    context |= {
        "outcomes": sorted(outcomes, key=lambda one: not one.refusal),
        "done": sum(not one.refusal for one in outcomes),
        "refused": sum(bool(one.refusal) for one in outcomes),
    }
    return render(request, "service_levels/acceptance_bulk.html", context)


def _chosen(request: HttpRequest, who: Caller, place: Contract, choice: str, reason: str) -> list[Chosen]:
    """What is asked, in one order for everybody: two people never wait for each other in a circle. Raises: Refused."""
    if not who.may("ticket.accept_exclusion", place):
        raise Refused("not_permitted")
    if choice not in ("yes", "no"):
        raise Refused("field_needed", field="choice")
    boxes = dict.fromkeys(request.POST.getlist("act")[: MOST + 1])
    if not boxes:
        raise Refused("no_act_chosen")
    if len(boxes) > MOST:
        raise Refused("too_many_acts_chosen", most=MOST)
    if choice == "no" and not reason.strip():
        raise Refused("reason_needed")
    if len(reason.strip()) > disputes.LONGEST:
        raise Refused("reason_too_long", most=disputes.LONGEST)
    return sorted((Chosen.of_text(one) for one in boxes), key=lambda one: (one.number, one.of, one.what))


def _one(who: Caller, place: Contract, one: Chosen, *, accepted: bool, reason: str) -> Outcome:
    try:
        with transaction.atomic():
            disputes.accept(
                who, place, one.number, one.of, one.what, accepted=accepted, reason=reason, seen=one.seen
            )
    except Refused as refused:
        return Outcome(one.number, one.what, say_why(refused))
    return Outcome(one.number, one.what, "")

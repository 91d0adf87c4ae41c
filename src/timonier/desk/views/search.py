"""Search in all of one's contracts at once, with filters; exact words first, then the newest."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from timonier.desk.choices import Priority, Status, Type
from timonier.desk.columns import short_name
from timonier.desk.filters import Filters, states
from timonier.desk.models import Ticket
from timonier.desk.perms import visible
from timonier.desk.queries import narrowed
from timonier.desk.search import MOST_FOUND, among, found
from timonier.desk.views.common import labels_of
from timonier.directory.callers import who_asks
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import current_scope
from timonier.measures.services import now

PAGE = 25


@dataclass(frozen=True, slots=True)
class Hit:
    """One ticket found, with its contract's key."""

    ticket: Ticket
    contract: str
    url: str
    requester: str


@require_GET
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """What has all the words, in every contract of the person or in one of them."""
    who = who_asks(request)
    given = request.GET.dict()
    filters = Filters.of({"state": "all"} | {str(key): str(value) for key, value in given.items() if value})
    contracts = dict(Contract.objects.filter(pk__in=current_scope()).order_by("key").values_list("pk", "key"))
    chosen = request.GET.get("contract", "")
    places = [number for number, key in contracts.items() if chosen in ("", key)]
    page = _whole(request.GET.get("page", ""))
    keys = found(who, places, filters.q)
    rows = visible(who, among(Ticket.objects.filter(contract_id__in=places), keys))
    rows = narrowed(rows, filters, now(), Contract.objects.filter(pk__in=places))
    there = {
        (contract, number): pk for pk, contract, number in rows.values_list("pk", "contract_id", "number")
    }
    ordered = [there[key] for key in keys.keys if key in there]
    shown = ordered[(page - 1) * PAGE : page * PAGE]
    known = Ticket.objects.in_bulk(shown)
    hits = [
        Hit(
            known[pk],
            contracts[known[pk].contract_id],
            reverse("desk:ticket", args=[contracts[known[pk].contract_id], known[pk].number]),
            short_name(known[pk].requester),
        )
        for pk in shown
        if pk in known
    ]
    context: dict[str, Any] = {
        "filters": filters,
        "hits": hits,
        "count": len(ordered),
        "is_bounded": keys.is_bounded,
        "most": MOST_FOUND,
        "page_number": page,
        "has_more": len(ordered) > page * PAGE,
        "keys": list(contracts.values()),
        "chosen": chosen if chosen in contracts.values() else "",
        "states": states(),
        "types": Type.choices,
        "priorities": Priority.choices,
        "labels": {"status": labels_of(Status.choices), "type": labels_of(Type.choices)},
        "query": filters.query() + (f"&contract={chosen}" if chosen in contracts.values() else ""),
    }
    return render(request, "desk/search.html", context)


def _whole(text: str) -> int:
    return min(max(int(text), 1), MOST_FOUND // PAGE + 1) if text.isdecimal() and len(text) < 4 else 1

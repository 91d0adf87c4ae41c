"""What open pages ask when they have heard that something changed: a fragment that says so, or nothing at all.

It must not replace what somebody reads: it says what changed, and the reader decides.
"""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from timonier.desk import plain
from timonier.desk.changes import since
from timonier.desk.filters import Filters
from timonier.desk.queries import changed_since, ticket_of
from timonier.desk.views.common import told
from timonier.directory.callers import who_asks
from timonier.directory.people import names_of
from timonier.foundation.asked import contract_of
from timonier.measures.queries import told_of
from timonier.measures.services import now

_NOTHING = 204
_MOST_SHOWN = 200


@require_GET
@never_cache
def list_news(request: HttpRequest, contract: str) -> HttpResponse:
    """How many tickets of the list have changed since it was drawn."""
    who, place = who_asks(request), contract_of(contract)
    text = request.GET.get("since", "")
    asked = int(text) if text.isdecimal() and len(text) < 18 else 0
    found = changed_since(
        who, place, Filters.of(request.GET.dict()), asked, _shown(request.GET.get("shown", "")), now()
    )
    if not found:
        return HttpResponse(status=_NOTHING)
    context = {
        "count": len(found),
        "numbers": [one.number for one in found],
        "query": Filters.of(request.GET.dict()).query(),
    }
    return render(request, "desk/list_news.html", context)


@require_GET
@never_cache
def ticket_news(request: HttpRequest, contract: str, number: str) -> HttpResponse:
    """Who changed this ticket since the version on the screen."""
    who, place = who_asks(request), contract_of(contract)
    ticket = ticket_of(who, place, number)
    text = request.GET.get("version", "")
    version = int(text) if text.isdecimal() and len(text) < 10 else 0
    if ticket is None:
        raise Http404
    known = told_of(place, f"ticket/{number}") if ticket.version != version else None
    if known is None or len(known.events) <= version:
        return HttpResponse(status=_NOTHING)
    later = since(place, known, version).events
    names = names_of(row.actor for _event, row in later)
    said = {}
    if not who.may("ticket.list", place):
        said = {
            id(event): one for event, one in zip(known.events, plain.sentences(known.events), strict=True)
        }
    lines = [
        {
            "sentence": said.get(id(event)) or told(f"{event.family}.{event.kind}", dict(event.data)),
            "actor": names[row.actor],
            "is_me": row.actor == who.name,
            "at": event.at,
        }
        for event, row in later
    ]
    return render(request, "desk/ticket_news.html", {"contract": place, "ticket": ticket, "lines": lines})


def _shown(text: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for one in text[:8000].split(",")[:_MOST_SHOWN]:
        number, _, version = one.rpartition(":")
        if number and version.isdecimal() and len(version) < 10:
            found[number] = int(version)
    return found

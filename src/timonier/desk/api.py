"""Tickets over the API: list, open, read, act, search. The same services and queries as the screens."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router

from timonier.contracts.queries import plans_of
from timonier.core.instants import format_instant
from timonier.core.output import item_object
from timonier.core.refusal import Refused
from timonier.desk.filters import Filters
from timonier.desk.queries import Page, clock_of, clocks, page_of, ticket_of
from timonier.desk.services import VERBS, Done, act, answers, open_ticket
from timonier.desk.shapes import (
    Act,
    DoneShape,
    Found,
    Hits,
    NewTicket,
    TicketFilters,
    TicketPage,
    WholeTicket,
    ticket_object,
)
from timonier.desk.words import words_of
from timonier.directory.callers import Caller
from timonier.directory.gate import Gate, asked, entry_of, key_of
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.wire import answer, reply
from timonier.measures.queries import told_of
from timonier.measures.services import now

router = Router(tags=["tickets"])
_SEES = Gate("ticket.list", "ticket.follow")
_ACTS = Gate(*sorted({verb.action for verb in VERBS.values()}))
_VERBS = "\n".join(
    f"- `{verb.name}`: "
    + (", ".join([f"**{name}**" for name in verb.needed] + list(verb.optional)) or "nothing to say")
    for verb in VERBS.values()
)


@router.get(
    "/contracts/{contract}/tickets",
    auth=_SEES,
    response=TicketPage,
    url_name="tickets",
    summary="List tickets",
)
def list_tickets(request: HttpRequest, contract: str, filters: Query[TicketFilters]) -> HttpResponse:
    """What the caller may see, page by page. A cursor belongs to the order that it was given for."""
    entry = entry_of(request)
    instant = now()
    page = _page(
        entry.who, entry.place, Filters.of(filters.parameters()), filters.cursor, filters.limit, instant
    )
    known = clocks(entry.place, page.tickets, instant)
    return reply(
        {
            "tickets": [ticket_object(one, known[one.number]) for one in page.tickets],
            "next": _next(page),
            "count": page.count,
            "count_is_bounded": page.is_bounded,
        }
    )


@router.post(
    "/contracts/{contract}/tickets",
    auth=Gate("ticket.open"),
    response={201: DoneShape},
    url_name="tickets",
    summary="Open a ticket",
)
def create_ticket(request: HttpRequest, contract: str, body: NewTicket) -> HttpResponse:
    """Opens a ticket with the next number of its contract."""
    entry = entry_of(request)
    who, place = entry.who, entry.place
    values = body.model_dump(mode="json", exclude_none=True)
    made, is_new = answers.once(
        place,
        who.source,
        key_of(request),
        asked(request),
        lambda: _done(open_ticket(who, place, **values)),
    )
    response = answer(made, is_new=is_new, status=201)
    response["Location"] = reverse("api:ticket", args=[place.key, made["number"]])
    return response


@router.get(
    "/contracts/{contract}/tickets/{path:number}",
    auth=_SEES,
    response=WholeTicket,
    url_name="ticket",
    summary="Read a ticket",
)
def read_ticket(request: HttpRequest, contract: str, number: str) -> HttpResponse:
    """One ticket with its clock, its measures, and what can be done to it."""
    entry = entry_of(request)
    who, place = entry.who, entry.place
    ticket = ticket_of(who, place, number)
    told = told_of(place, f"ticket/{number}") if ticket else None
    if ticket is None or told is None:
        raise Refused("unknown_ticket", item=number[:200])
    clock = clock_of(plans_of(place), ticket, told.as_of)
    verbs = [
        {"verb": one.name, "needed": list(one.needed), "optional": list(one.optional)}
        for one in VERBS.values()
        if one.is_possible(ticket.status) and who.may(one.action, place)
    ]
    measures = item_object(number, "ticket", told.outcome.measures, intervals=False)["measures"]
    return reply({**ticket_object(ticket, clock), "measures": measures, "verbs": verbs})


@router.post(
    "/contracts/{contract}/tickets/{path:number}",
    auth=_ACTS,
    response={200: DoneShape},
    url_name="ticket",
    summary="Act on a ticket",
    description="Does a verb. `data` by verb, what is needed in bold:\n\n" + _VERBS,
)
def act_on_ticket(request: HttpRequest, contract: str, number: str, body: Act) -> HttpResponse:
    """Does a verb; with `expected_version` only if nobody else wrote meanwhile."""
    entry = entry_of(request)
    who, place = entry.who, entry.place

    def make() -> dict[str, Any]:
        done = act(body.verb, who, place, number, body.data, expected_version=body.expected_version)
        return _done(done)

    made, is_new = answers.once(place, who.source, key_of(request), asked(request), make)
    return answer(made, is_new=is_new, status=200)


@router.get(
    "/contracts/{contract}/search",
    auth=_SEES,
    response=Hits,
    url_name="search",
    summary="Search",
)
def search(request: HttpRequest, contract: str, wanted: Query[Found]) -> HttpResponse:
    """Everything that the caller may see whose number, title, requester or category has all the words."""
    entry = entry_of(request)
    place = entry.place
    if not words_of([wanted.q]):
        raise Refused("nothing_to_search")
    filters = Filters(state="all", q=wanted.q.strip(), sort="updated")
    page = _page(entry.who, place, filters, wanted.cursor, wanted.limit, now())
    results = [
        {
            "kind": "ticket",
            "key": one.number,
            "title": one.title,
            "status": one.status,
            "url": reverse("api:ticket", args=[place.key, one.number]),
        }
        for one in page.tickets
    ]
    return reply({"results": results, "next": _next(page)})


def _page(who: Caller, place: Contract, filters: Filters, cursor: str, size: int, instant: int) -> Page:
    order, _, rest = cursor.partition(".")
    if cursor and (order != filters.sort or not rest):
        raise Refused("bad_cursor")
    return page_of(who, place, filters, instant, rest, size)


def _next(page: Page) -> str | None:
    return f"{page.filters.sort}.{page.more}" if page.more else None


def _done(done: Done) -> dict[str, Any]:
    # It is kept with its key: nothing about a person stands in it.
    return {
        "number": done.number,
        "version": done.version,
        "event": done.event,
        "at": format_instant(done.at),
    }

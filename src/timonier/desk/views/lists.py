"""The list of tickets as a workplace: filters in the address, quick and saved lists with counts, columns, peek."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import RFC3986_SUBDELIMS
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from timonier.core.refusal import Refused
from timonier.desk.choices import Holder, Means, Priority, Status, Type, Urgency
from timonier.desk.columns import Column, Drawer, all_columns, chosen
from timonier.desk.filters import TURNED, Filters, chips, quick, states
from timonier.desk.queries import Page, clocks, count_of, page_of, settings_of, teams_of
from timonier.desk.rows import row_of
from timonier.desk.services import VERBS, saved
from timonier.desk.views.common import labels_of, said, verb_label
from timonier.directory.callers import Caller, who_asks
from timonier.foundation.asked import contract_of, speaks
from timonier.foundation.live import MANY, mark_of
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import now

BULK = ("take", "assign", "remind", "resolve", "close")
MOST_COUNTED = 99


@require_GET
@never_cache
def ticket_list(request: HttpRequest, contract: str) -> HttpResponse:
    """The list: filters in the address, the nearest deadline first. Who sees his own tickets alone gets them as cards."""
    who, place = who_asks(request), contract_of(contract)
    instant = now()
    filters = Filters.of(request.GET.dict())
    try:
        page = page_of(
            who,
            place,
            filters,
            instant,
            request.GET.get("after", "")[:400],
            before=request.GET.get("before", "")[:400],
        )
    except Refused as refused:
        messages.error(request, said(refused))
        return redirect("desk:list", contract)
    handles = who.may("ticket.list", place)
    context = _common(who, place, filters, page, instant) | {"handles": handles}
    if not handles:
        return render(request, "desk/mine.html", context | {"tabs": _tabs(who, place, filters, instant)})
    settings = settings_of(who, place)
    columns = chosen(settings.columns)
    drawer = Drawer(columns, speaks())
    stem = reverse("desk:ticket", args=[place.key, "0"])[:-1]  # asked once, and not for every row
    bulk = [{"name": name, "label": verb_label(name)} for name in BULK if who.may(VERBS[name].action, place)]
    context |= {
        "rows": [
            row_of(
                ticket,
                drawer.cells(ticket),
                context["clocks"].get(ticket.number),
                stem + quote(ticket.number, safe=RFC3986_SUBDELIMS + "/~:@"),
                is_picked=bool(bulk),
            )
            for ticket in page.tickets
        ],
        "headers": [_header(one, filters) for one in columns],
        "columns": _choices(columns),
        "settings": settings,
        "sides": _sides(who, place, filters, settings.team),
        "chips": chips(filters),
        "teams": teams_of(place),
        "choices": _lists(),
        "bulk": bulk,
        "means": Means.choices,
        "may_export": who.may("ticket.export", place),
        "may_share": who.may("list.share", place),
    }
    return render(request, "desk/list.html", context)


def _tabs(who: Caller, place: Contract, filters: Filters, instant: int) -> list[dict[str, Any]]:
    """The three lists of a requester, each with how many there are, up to a bound."""
    named = (
        ("open", "", _("In progress")),
        ("resolved", "state=resolved", _("Is it working again?")),
        ("all", "state=all&sort=opened", _("All my requests")),
    )
    return [
        {
            "query": query,
            "label": label,
            "is_current": filters.state == state,
            "count": min(number, MOST_COUNTED),
            "is_bounded": number > MOST_COUNTED,
        }
        for state, query, label in named
        for number in (count_of(who, place, Filters(state=state), instant, MOST_COUNTED),)
    ]


def _common(who: Caller, place: Contract, filters: Filters, page: Page, instant: int) -> dict[str, Any]:
    is_wide = who.may("ticket.list", place)
    return {
        "contract": place,
        "page": page,
        "filters": filters,
        "query": filters.query(),
        "instant": instant,
        "clocks": clocks(place, page.tickets, instant),
        "may_open": who.may("ticket.open", place),
        "labels": {"status": labels_of(Status.choices)},
        # Who sees his own tickets alone hears of these, and not of how busy the desk is.
        "marks": MANY
        if is_wide
        else " ".join(mark_of(place.pk, f"ticket/{one.number}") for one in page.tickets),
    }


def _header(column: Column, filters: Filters) -> dict[str, Any]:
    if not column.orders:
        return {"column": column, "sorted": "", "query": ""}
    is_here = filters.sort in column.orders
    falling = filters.sort in ("due-last", "opened", "updated", "number-last")
    to = TURNED[filters.sort] if is_here else column.orders[0]
    return {
        "column": column,
        "sorted": ("descending" if falling else "ascending") if is_here else "none",
        "query": replace(filters, sort=to).query(),
    }


def _choices(columns: list[Column]) -> list[dict[str, Any]]:
    """Every column for the panel that chooses them: those shown in their order, then the others."""
    shown = [one.name for one in columns]
    known = all_columns()
    return [
        {"column": known[name], "is_shown": name in shown, "place": place}
        for place, name in enumerate([*shown, *(name for name in known if name not in shown)], start=1)
    ]


def _lists() -> dict[str, Any]:
    return {
        "state": states(),
        "type": Type.choices,
        "priority": Priority.choices,
        "urgency": Urgency.choices,
        "holder": Holder.choices,
    }


def _sides(who: Caller, place: Contract, filters: Filters, team: str) -> dict[str, list[dict[str, Any]]]:
    """The ready lists and the saved ones, each with its address and whether it is the one on the screen."""
    here = replace(filters, sort="due").parameters()
    ready: list[dict[str, Any]] = [
        {"key": one.name, "label": one.label, "query": one.filters.query(), "filters": one.filters}
        for one in quick(team)
    ]
    kept: list[dict[str, Any]] = [
        {
            "key": str(one.public_id),
            "label": one.name,
            "query": Filters.of(one.parameters).query(),
            "filters": Filters.of(one.parameters),
            "is_shared": one.is_shared,
            "is_mine": who.account is not None and one.account_id == who.account.pk,
        }
        for one in saved.lists_of(who, place)
    ]
    for one in (*ready, *kept):
        one["is_current"] = replace(one["filters"], sort="due").parameters() == here
    return {"ready": ready, "kept": kept}


@require_GET
@never_cache
def counts(request: HttpRequest, contract: str) -> HttpResponse:
    """The counts of the side, each up to a bound: asked for after the page, so that the page does not wait for them."""
    who, place = who_asks(request), contract_of(contract)
    if not who.may("ticket.list", place):
        raise Http404
    sides = _sides(who, place, Filters(), settings_of(who, place).team)
    instant = now()
    found = [
        {"key": one["key"], "count": min(number, MOST_COUNTED), "is_bounded": number > MOST_COUNTED}
        for one in (*sides["ready"], *sides["kept"])
        for number in (count_of(who, place, one["filters"], instant, MOST_COUNTED),)
    ]
    return render(request, "desk/counts.html", {"counts": found})


@require_POST
def columns(request: HttpRequest, contract: str) -> HttpResponse:
    """Keep the chosen columns in their order, and one's team."""
    who, place = who_asks(request), contract_of(contract)
    if request.POST.get("reset"):
        saved.keep_settings(who, place, [], "")
        return _back(request, contract)
    wanted = [name for name in request.POST.getlist("column") if name in all_columns()]
    places = {name: _place(request.POST.get(f"place-{name}", "")) for name in wanted}
    ordered = sorted(wanted, key=lambda name: places[name])
    saved.keep_settings(who, place, ordered, request.POST.get("team", "").strip()[:200])
    messages.success(request, _("The list is kept as you like it."))
    return _back(request, contract)


@require_POST
def save_list(request: HttpRequest, contract: str) -> HttpResponse:
    """Keep the filters on the screen under a name: for oneself, or for everybody who handles the contract's tickets."""
    who, place = who_asks(request), contract_of(contract)
    is_shared = request.POST.get("shared") == "1"
    if is_shared and not who.may("list.share", place):
        raise PermissionDenied
    filters = Filters.of(_parameters(request))
    try:
        saved.keep_list(who, place, request.POST.get("name", ""), filters.parameters(), is_shared=is_shared)
        messages.success(request, _("The list is kept."))
    except Refused as refused:
        messages.error(request, said(refused))
    return _back(request, contract)


@require_POST
def drop_list(request: HttpRequest, contract: str, identity: UUID) -> HttpResponse:
    """Forget a saved list: its author, or who may share lists when it is a shared one."""
    who, place = who_asks(request), contract_of(contract)
    if not saved.drop_list(who, place, identity):
        raise Http404
    messages.success(request, _("The list is gone; its tickets are where they were."))
    return _back(request, contract)


def _parameters(request: HttpRequest) -> dict[str, str]:
    return QueryDict(request.POST.get("query", "")[:2000]).dict()  # type: ignore[return-value]  # texts alone


def _place(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 999


def _back(request: HttpRequest, contract: str) -> HttpResponse:
    filters = Filters.of(_parameters(request))
    response = redirect("desk:list", contract)
    query = filters.query()
    if query:
        response["Location"] += f"?{query}"
    return response

"""The desk's block of the morning page: my tickets by the time that is left, those of nobody, VIPs; for a user, his requests."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string

from timonier.core.refusal import Refused
from timonier.desk.models import Ticket
from timonier.desk.perms import visible
from timonier.desk.queries import clocks
from timonier.directory.callers import Caller, caller_of
from timonier.directory.choices import Role
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import now

SHOWN = 6
COUNTED = 100
_WORKERS = frozenset({Role.TECHNICIAN, Role.ENGINEER, Role.SERVICE_MANAGER})


def panel(request: HttpRequest, contract: Contract) -> str:
    """The block as HTML; nothing for who neither works on tickets nor has any."""
    who = caller_of(request)
    if who is None:
        return ""
    rows = Ticket.objects.filter(contract=contract, is_open=True)
    groups: list[dict[str, Any]] = []
    if who.roles(contract) & _WORKERS:
        groups = _of_worker(who, rows)
    elif not who.may("ticket.list", contract) and who.may("ticket.follow", contract):
        own = visible(who, Ticket.objects.filter(contract=contract)).order_by("-updated_at")
        groups = [_group("requests", own, "state=all")]
    try:
        known = clocks(contract, _timed(groups), now())
    except Refused:
        known = {}
    for group in groups:
        group["rows"] = [{"ticket": one, "clock": known.get(one.number)} for one in group["tickets"]]
    if not groups:
        return ""
    context = {"contract": contract, "groups": groups, "may_open": who.may("ticket.open", contract)}
    return render_to_string("desk/morning.html", context, request=request)


def _timed(groups: list[dict[str, Any]]) -> list[Ticket]:
    """Those whose clock is shown: a user is told in words where his requests stand, never the clocks of the contract."""
    return [one for group in groups if group["name"] != "requests" for one in group["tickets"]]


def _of_worker(who: Caller, rows: QuerySet[Ticket]) -> list[dict[str, Any]]:
    by_due = rows.order_by("due_at", "public_id")
    return [
        _group("mine", by_due.filter(assignee=who.name), "q="),
        _group("nobody", by_due.filter(assignee="", holder="provider"), "holder=provider"),
        _group("vip", by_due.filter(vip=True), "vip=1"),
    ]


def _group(name: str, rows: QuerySet[Ticket], query: str) -> dict[str, Any]:
    found = list(rows[:SHOWN])
    count = len(found) if len(found) < SHOWN else rows.order_by()[: COUNTED + 1].count()
    return {
        "name": name,
        "tickets": found,
        "count": min(count, COUNTED),
        "is_bounded": count > COUNTED,
        "query": query,
    }

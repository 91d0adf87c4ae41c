"""Lists of tickets: orders, keyset pages, counts, clocks, all in time that does not grow with the number of tickets."""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from timonier.contracts.queries import plans_of
from timonier.core.calendars import Opening
from timonier.core.instants import DAY, SECOND
from timonier.core.plan import Plans
from timonier.core.refusal import Refused
from timonier.desk.choices import Type
from timonier.desk.filters import ME, MINE, ORDERS, Filters
from timonier.desk.models import NO_DEADLINE, ListSettings, Ticket
from timonier.desk.perms import visible
from timonier.desk.search import among, found
from timonier.directory.callers import Caller
from timonier.foundation.tenancy.models import Contract
from timonier.measures.near import near_tickets

PAGE = 50
COUNTED = 1000
_PLAIN = ("type", "urgency", "holder")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `more` and `less` are the cursors of the pages around it. `count` stops at a bound."""

    tickets: list[Ticket]
    more: str
    count: int
    is_bounded: bool
    filters: Filters = field(default_factory=Filters)
    less: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """The nearest clock of a ticket, as of an instant; it runs without a stop `until` then. Units: microseconds.

    A paused one may have a deadline: when it would end if whoever holds stays silent and is not reminded.
    """

    state: str  # met, risk, missed, paused, none
    remaining: int | None
    share: float
    due_at: int | None
    until: int | None = None


def page_of(
    who: Caller,
    contract: Contract,
    filters: Filters,
    instant: int,
    cursor: str = "",
    size: int = PAGE,
    *,
    before: str = "",
) -> Page:
    """One page of what the caller may see, after one cursor or before another. Raises: Refused for one that is none."""
    rows = filtered(who, contract, filters, instant)
    count = rows.order_by()[: COUNTED + 1].count()
    order = ORDERS[filters.sort]
    name = order.lstrip("-")
    is_falling = order.startswith("-") != bool(before)
    if before or cursor:
        value, identity = _read_cursor(before or cursor)
        if isinstance(value, str) != (name == "number"):
            raise Refused("bad_cursor")
        side = "lt" if is_falling else "gt"
        rows = rows.filter(
            Q(**{f"{name}__{side}e": value})
            & (Q(**{f"{name}__{side}": value}) | Q(**{name: value, f"public_id__{side}": identity}))
        )
    sign = "-" if is_falling else ""
    tickets = list(rows.order_by(f"{sign}{name}", f"{sign}public_id")[: size + 1])
    is_cut = len(tickets) > size
    tickets = tickets[:size]
    if before:
        tickets.reverse()
    has_more, has_less = (True, is_cut) if before else (is_cut, bool(cursor))
    return Page(
        tickets,
        _cursor(getattr(tickets[-1], name), tickets[-1].public_id) if tickets and has_more else "",
        min(count, COUNTED),
        count > COUNTED,
        filters,
        _cursor(getattr(tickets[0], name), tickets[0].public_id) if tickets and has_less else "",
    )


def filtered(who: Caller, contract: Contract, filters: Filters, instant: int) -> QuerySet[Ticket]:
    """What the caller may see of a contract and has asked for, without an order."""
    rows = narrowed(visible(who, Ticket.objects.filter(contract=contract)), filters, instant, [contract])
    if filters.team:
        rows = rows.filter(team=settings_of(who, contract).team if filters.team == MINE else filters.team)
    if filters.assignee:
        rows = rows.filter(assignee=who.name if filters.assignee == ME else filters.assignee)
    if filters.q:
        rows = among(rows, found(who, [contract.pk], filters.q))
    return rows


def narrowed(
    rows: QuerySet[Ticket], filters: Filters, instant: int, contracts: Iterable[Contract]
) -> QuerySet[Ticket]:
    """The filters that mean the same for everybody and on every contract; of these contracts."""
    if filters.state == "open":
        rows = rows.filter(is_open=True)
    elif filters.state == "late":
        rows = rows.filter(is_open=True, due_at__lte=instant)
    elif filters.state == "risk":
        soon = Q(pk__in=())
        for one in contracts:
            soon |= Q(contract=one, number__in=sorted(near_tickets(one)))
        rows = rows.filter(soon, is_open=True)
    elif filters.state != "all":
        rows = rows.filter(status=filters.state)
    for name in _PLAIN:
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    if filters.priority:  # as lists show it: a request has its urgency there
        rows = rows.filter(
            Q(priority=filters.priority) & ~Q(type=Type.REQUEST)
            | Q(type=Type.REQUEST, urgency=filters.priority)
        )
    if filters.vip:
        rows = rows.filter(vip=True)
    if filters.unproven:
        rows = rows.filter(is_unproven=True)
    return rows


def count_of(who: Caller, contract: Contract, filters: Filters, instant: int, most: int) -> int:
    """How many there are, counted up to one more than `most`."""
    return filtered(who, contract, filters, instant).order_by()[: most + 1].count()


def changed_since(
    who: Caller, contract: Contract, filters: Filters, since: int, shown: Mapping[str, int], instant: int
) -> list[Ticket]:
    """Of what is shown, what has another version or has left; of what is asked for, what is new since. At most 100."""
    known = {
        one.number: one
        for one in visible(who, Ticket.objects.filter(contract=contract, number__in=list(shown)))
    }
    moved = [one for number, one in known.items() if one.version != shown[number]]
    new = (
        filtered(who, contract, filters, instant).filter(updated_at__gt=since).exclude(number__in=list(shown))
    )
    return [*moved, *new.order_by("-updated_at")[: max(0, 100 - len(moved))]]


def settings_of(who: Caller, contract: Contract) -> ListSettings:
    """How the caller likes the list; usual settings for who has chosen none."""
    known = (
        ListSettings.objects.filter(contract=contract, account=who.account).first() if who.account else None
    )
    return known or ListSettings(contract=contract, account=who.account)


def ticket_of(who: Caller, contract: Contract, number: str) -> Ticket | None:
    """A ticket that the caller may see; None for a stranger's."""
    return visible(who, Ticket.objects.filter(contract=contract, number=number)).first()


def clocks(contract: Contract, tickets: list[Ticket], instant: int) -> dict[str, Clock]:
    """Number → clock of each ticket."""
    plans = plans_of(contract)
    return {ticket.number: clock_of(plans, ticket, instant) for ticket in tickets}


def clock_of(plans: Plans, ticket: Ticket, instant: int) -> Clock:
    """The clock of one ticket. The remaining time is counted in the opening hours of the KPI's service."""
    if not ticket.is_open or not ticket.target:
        return Clock("none", None, 0.0, None)
    counted = ticket.counted or 0
    rest = ticket.target - counted
    if ticket.due_at == NO_DEADLINE:
        return Clock("missed" if rest < 0 else "paused", rest, _share(counted, ticket.target), None)
    plan = plans.at(ticket.opened_at)
    kpi = next((one for one in plan.version.kpis if one.key == ticket.due_kpi), None)
    if kpi is None or kpi.service is None:
        left = ticket.due_at - instant
    else:
        opening = plan.opening(kpi.service)
        ahead = ticket.due_at >= instant
        left = opening.elapsed(instant, ticket.due_at) if ahead else -opening.elapsed(ticket.due_at, instant)
    # A deadline further away than what is left: the clock stands still, and runs again when a reminder is overdue.
    if left > rest + SECOND:
        return Clock("paused", rest, _share(counted, ticket.target), ticket.due_at)
    share = _share(ticket.target - left, ticket.target)
    if ticket.due_at <= instant:
        return Clock("missed", min(left, 0), 1.0, ticket.due_at)
    until = (
        ticket.due_at if kpi is None or kpi.service is None else _open_until(opening, instant, ticket.due_at)
    )
    return Clock("risk" if share >= 0.8 else "met", left, share, ticket.due_at, until)


def _open_until(opening: Opening, instant: int, due_at: int) -> int | None:
    """The end of the service window that is open now, at most the deadline; None while it is closed."""
    first = next(iter(opening.windows(instant, min(due_at, instant + DAY))), None)
    return min(first[1], due_at) if first is not None and first[0] <= instant else None


def titles_of(contract: Contract, numbers: Iterable[str]) -> dict[str, str]:
    """Number → title, for other rooms that name tickets. Their pages have checked who may read them."""
    rows = Ticket.objects.filter(contract=contract, number__in=list(numbers))
    return dict(rows.values_list("number", "title"))


def teams_of(contract: Contract) -> list[str]:
    """Teams that hold open tickets, for the filter."""
    rows = Ticket.objects.filter(contract=contract, is_open=True).exclude(team="")
    return sorted(rows.values_list("team", flat=True).distinct()[:50])


def _share(used: int, target: int) -> float:
    return max(0.0, min(1.0, used / target)) if target else 0.0


def _cursor(value: int | str, identity: UUID) -> str:
    return base64.urlsafe_b64encode(json.dumps([value, str(identity)]).encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[int | str, UUID]:
    try:
        value, identity = json.loads(base64.urlsafe_b64decode(cursor[:400] + "=" * (-len(cursor) % 4)))
        if type(value) is str and len(value) <= 200 and "\0" not in value:
            return value, UUID(identity)
        if type(value) is not int or not -(2**63) <= value < 2**63:
            raise ValueError(value)
        return value, UUID(identity)
    except (ValueError, TypeError, AttributeError) as error:
        raise Refused("bad_cursor") from error

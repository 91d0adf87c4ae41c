"""The desk's JSON over the API: what comes in, what goes out, and how a ticket is written. Instants are ISO 8601 UTC."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from timonier.core.instants import format_instant
from timonier.core.months import whole_seconds
from timonier.desk.choices import Channel, Holder, Priority, Scope, Status, Type, Urgency
from timonier.desk.models import Ticket
from timonier.desk.queries import Clock
from timonier.desk.services import VERBS

MOST = 200
Cursor = Annotated[str, Field(max_length=300, description="`next` of the page before")]
Limit = Annotated[int, Field(ge=1, le=MOST, description="how many at most on one page")]
Level = Annotated[StrictInt, Field(ge=1, le=9)]


class Closed(Schema):
    """What comes in holds nothing that is not expected."""

    model_config = ConfigDict(extra="forbid")


class TicketFilters(Schema):
    """The filters of the list, as on the screen."""

    state: Literal["open", "all", "late", "risk"] | Status = "open"
    type: Type | None = None
    priority: Priority | None = None
    holder: Holder | None = None
    team: Annotated[str, Field(max_length=200)] = ""
    vip: bool = False
    q: Annotated[str, Field(max_length=200, description="words or their beginnings")] = ""
    sort: Literal["due", "opened", "updated"] = "due"
    cursor: Cursor = ""
    limit: Limit = 50

    def parameters(self) -> dict[str, str]:
        """As the address of the screen writes them."""
        given = self.model_dump(mode="json", exclude={"cursor", "limit"}, exclude_none=True)
        return {
            name: ("1" if value else "") if name == "vip" else str(value) for name, value in given.items()
        }


class Found(Schema):
    """What is searched for."""

    q: Annotated[str, Field(max_length=200, description="words or their beginnings")]
    cursor: Cursor = ""
    limit: Limit = 50


class NewTicket(Closed):
    """A ticket to open. An end user says what happens to him; the house knows the rest."""

    type: Type
    title: Annotated[str, Field(min_length=1, max_length=20_000)]
    channel: Channel | None = None
    scope: Scope | None = None
    priority: Priority | None = None
    urgency: Urgency | None = None
    category: str | None = None
    service: str | None = None
    requester: str | None = None
    vip: StrictBool | None = None
    blocking: StrictBool | None = None
    level: Level | None = None
    level1_eligible: StrictBool | None = None
    holder: Literal["provider", "client"] | None = None
    perimeter: Literal["provider", "client", "third_party"] | None = None
    standard: StrictBool | None = None


class Act(Closed):
    """A verb, what is said with it, and the version that the caller has read."""

    verb: Annotated[str, Field(max_length=60, json_schema_extra={"enum": sorted(VERBS)})]
    expected_version: Annotated[StrictInt, Field(ge=0, lt=2**31)] | None = None
    data: dict[str, StrictBool | StrictInt | StrictFloat | StrictStr | None] = Field(
        default_factory=dict, max_length=40
    )


class ClockShape(Schema):
    """The nearest clock. `remaining_seconds`: seconds of service, negative once the target is missed."""

    state: Literal["met", "risk", "missed", "paused", "none"]
    remaining_seconds: float | None
    share: float
    due_at: str | None


class TicketShape(Schema):
    """A ticket."""

    number: str
    version: int
    title: str
    type: Type
    channel: Channel
    scope: Scope
    priority: str
    urgency: str
    category: str
    service: str
    requester: str
    vip: bool
    blocking: bool
    level: int
    team: str
    assignee: str
    status: Status
    is_open: bool
    holder: Holder
    party: str
    parent: str
    opened_at: str
    updated_at: str
    resolved_at: str | None
    closed_at: str | None
    due_kpi: str
    clock: ClockShape


class TicketPage(Schema):
    """One page; `next` is the cursor of the next one, null on the last. `count` stops at 1000."""

    tickets: list[TicketShape]
    next: str | None
    count: int
    count_is_bounded: bool


class VerbShape(Schema):
    """A verb that the state and the rights admit now, with what must and may be said."""

    verb: str
    needed: list[str]
    optional: list[str]


class WholeTicket(TicketShape):
    """A ticket with its measures (as `explain` writes them, without intervals) and its possible verbs."""

    measures: list[dict[str, Any]]
    verbs: list[VerbShape]


class DoneShape(Schema):
    """What was done: the event and its instant, the ticket's version afterwards."""

    number: str
    version: int
    event: str
    at: str


class Hit(Schema):
    """One thing found: its kind, its key, its address in this API."""

    kind: Literal["ticket"]
    key: str
    title: str
    status: Status
    url: str


class Hits(Schema):
    """One page of what was found, the latest news first."""

    results: list[Hit]
    next: str | None


def ticket_object(ticket: Ticket, clock: Clock) -> dict[str, Any]:
    """A ticket in the API's form."""
    same = (
        "number", "version", "title", "type", "channel", "scope", "priority", "urgency", "category", "service",
        "requester", "vip", "blocking", "level", "team", "assignee", "status", "is_open", "holder", "party",
        "parent", "due_kpi",
    )  # fmt: skip
    return {name: getattr(ticket, name) for name in same} | {
        "opened_at": format_instant(ticket.opened_at),
        "updated_at": format_instant(ticket.updated_at),
        "resolved_at": _instant(ticket.resolved_at),
        "closed_at": _instant(ticket.closed_at),
        "clock": {
            "state": clock.state,
            "remaining_seconds": None if clock.remaining is None else whole_seconds(clock.remaining),
            "share": round(clock.share, 4),
            "due_at": _instant(clock.due_at),
        },
    }


def _instant(us: int | None) -> str | None:
    return None if us is None else format_instant(us)

"""Service levels over the API: a month, the ledger of an item, the measures of all. The same JSON as the commands."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from timonier.contracts.drafts import draft_of
from timonier.core.instants import BadInstant, month_first, parse_instant
from timonier.core.refusal import Refused
from timonier.directory.gate import Gate, entry_of
from timonier.foundation.wire import reply
from timonier.service_levels.asked import AskedWhatIf
from timonier.service_levels.kept import PATIENCE
from timonier.service_levels.ledgers import explain
from timonier.service_levels.paging import Asked, measures_page
from timonier.service_levels.services import month_result
from timonier.service_levels.shapes import Comparison, Item, ItemPage, Month
from timonier.service_levels.whatif import MOST_MONTHS, compare

router = Router(tags=["service levels"])
_MONEY = frozenset({"penalty_level", "penalty_amount", "penalty_total", "penalty_difference"})
Instant = Annotated[str, Field(max_length=64, description="ISO 8601 with its offset")]


class View(Schema):
    """As of when, known until when, under which readings (`NAME=VALUE`, several times)."""

    as_of: Instant | None = None
    known_at: Instant | None = None
    reading: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=40)


class MeasuresAsked(View):
    """What page of which measures."""

    month: Annotated[str, Field(max_length=20, description="YYYY-MM; all months without it")] = ""
    intervals: bool = True
    cursor: Annotated[str, Field(max_length=700, description="`next` of the page before")] = ""
    limit: Annotated[int, Field(ge=1, le=500, description="about how many items on one page")] = 100


class WhatIfAsked(Schema):
    """Which months, and what is tried in them."""

    month: Annotated[str, Field(max_length=20, description="YYYY-MM, the last month")]
    months: Annotated[int, Field(ge=1, le=MOST_MONTHS, description="how many, the last one included")] = 1
    reading: list[Annotated[str, Field(max_length=200, description="NAME=VALUE")]] = Field(
        default_factory=list, max_length=40
    )
    draft: Annotated[int | None, Field(ge=1, le=999_999, description="number of a draft version")] = None
    from_its_date: Annotated[bool, Field(description="the draft from its own date, not throughout")] = False


@router.get(
    "/contracts/{contract}/explain/{path:item}",
    auth=Gate("kpi.explain"),
    response=Item,
    url_name="explain",
    summary="Explain an item",
)
def explain_item(request: HttpRequest, contract: str, item: str, view: Query[View]) -> HttpResponse:
    """The ledger of a ticket ("T-000042") or of another item ("alert/4711"): KPI by KPI, interval by interval."""
    place = entry_of(request).place
    as_of, known_at, readings = _view(view)
    return reply(explain(place, item, as_of=as_of, known_at=known_at, readings=readings))


@router.get(
    "/contracts/{contract}/kpi/{month}",
    auth=Gate("kpi.read"),
    response=Month,
    url_name="kpi",
    summary="The service levels of a month",
)
def kpi_of_month(request: HttpRequest, contract: str, month: str, view: Query[View]) -> HttpResponse:
    """The month as it stands, computed from the journal. Amounts only for who may read penalties."""
    entry = entry_of(request)
    as_of, known_at, readings = _view(view)
    result = month_result(
        entry.place, month_of_path(month), as_of=as_of, known_at=known_at, readings=readings
    )
    return reply(result if entry.who.may("penalty.read", entry.place) else without_money(result))


@router.get(
    "/contracts/{contract}/measures",
    auth=Gate("kpi.explain"),
    response=ItemPage,
    url_name="measures",
    summary="Measures of all items",
)
def list_measures(request: HttpRequest, contract: str, asked: Query[MeasuresAsked]) -> HttpResponse:
    """Every item with a measure, page by page, all pages as of one instant. A page may be short or empty: only
    `next` null says that it is the last."""
    as_of, known_at, readings = _view(asked)
    wanted = Asked(
        month_of_path(asked.month) if asked.month else None, as_of, known_at, readings, asked.intervals
    )
    return reply(measures_page(entry_of(request).place, wanted, asked.cursor, asked.limit))


@router.get(
    "/contracts/{contract}/whatif",
    auth=Gate("whatif.read"),
    response=Comparison,
    url_name="whatif",
    summary="Months under other readings or a draft",
)
def what_if(request: HttpRequest, contract: str, asked: Query[WhatIfAsked]) -> HttpResponse:
    """Months replayed as if the readings or the draft had been in force throughout, beside the contract in force.
    Computed at each call, never kept; nothing is changed by it."""
    entry = entry_of(request)
    if asked.draft is not None:
        draft_of(entry.who, entry.place, asked.draft)
    wanted = AskedWhatIf(
        month_of_path(asked.month),
        asked.months,
        tuple(asked.reading),
        draft=asked.draft,
        throughout=not asked.from_its_date,
    )
    months, alternative = wanted.months(), wanted.alternative(entry.place)
    return reply(compare(entry.place, months, alternative, seconds=PATIENCE))


def without_money(value: Any) -> Any:
    """The same without the amounts and levels of penalties, at every depth."""
    if isinstance(value, dict):
        return {name: without_money(item) for name, item in value.items() if name not in _MONEY}
    if isinstance(value, list):
        return [without_money(item) for item in value]
    return value


def _view(view: View) -> tuple[int | None, int | None, dict[str, str]]:
    readings = {}
    for pair in view.reading:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise Refused("bad_option", value=pair[:60], expected="NAME=VALUE")
        readings[name.strip()] = value.strip()
    return _instant(view.as_of), _instant(view.known_at), readings


def _instant(value: str | None) -> int | None:
    return None if value is None else to_instant(value)


def to_instant(value: str) -> int:
    """An instant of a request. Raises: Refused."""
    try:
        # A plus sign that was not escaped in the address arrives as a space.
        return parse_instant(value.replace(" ", "+") if "T" in value else value)
    except BadInstant as error:
        raise Refused("bad_option_instant", value=value[:60]) from error


def month_of_path(value: str) -> str:
    """A month of a request. Raises: Refused."""
    try:
        month_first(value)
    except BadInstant as error:
        raise Refused("bad_month", value=value[:60]) from error
    return value

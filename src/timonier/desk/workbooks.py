"""The list as a workbook: the columns that are on the screen, typed, and the rows of all its pages in the order of the screen."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from django.utils import translation

from timonier.contracts.queries import plans_of
from timonier.core.plan import Plans
from timonier.desk.columns import INSTANTS, Drawer, all_columns, chosen
from timonier.desk.filters import ORDERS, Filters
from timonier.desk.models import Ticket
from timonier.desk.queries import Clock, clock_of, filtered, settings_of
from timonier.directory.callers import Caller
from timonier.foundation import datasets
from timonier.foundation.datasets import Dataset, Row
from timonier.foundation.jobs import defer
from timonier.foundation.tenancy.models import Contract

JOB = "desk.list"
AT_ONCE = 500
_HOUR = Decimal(3_600_000_000)
_KEYS = {"opened": "opened_at", "updated": "updated_at", "deadline": "due_at"}
_WIDTHS = {
    "number": 18,
    "clock": 24,
    "title": 64,
    "status": 22,
    "assignee": 24,
    "requester": 24,
    "category": 24,
}
"""Keys are those of the table of tickets where both have the column. Units: characters."""
_HOURS_LEFT = datasets.Column("hours_left", "decimal", "Temps restant (heures)", "Time left (hours)", 24)


def ask(who: Caller, contract: Contract, filters: Filters, language: str) -> Any:
    """Have the list written in the background, as it is on the screen of whoever asks; the public id of the run."""
    names = ",".join(one.name for one in chosen(settings_of(who, contract).columns))
    account = None if who.account is None else who.account.pk
    said: dict[str, Any] = dict(filters.parameters())
    return defer(JOB, contract_id=contract.pk, account_id=account, columns=names, language=language, **said)


def table(names: Sequence[str]) -> Dataset:
    """The table of these columns, in their order, headed as on the screen. Beside the words of the clock stands its number."""
    with translation.override("fr"):
        french = {name: one.label for name, one in all_columns().items()}
    with translation.override("en"):
        english = {name: one.label for name, one in all_columns().items()}
    return Dataset(
        "tickets",
        "Liste des tickets",
        "List of tickets",
        "Une ligne par ticket de la liste, toutes pages comprises, dans l’ordre de l’écran.",
        "One row for each ticket of the list, all pages included, in the order of the screen.",
        "ticket.export",
        tuple(
            column
            for name in names
            for column in (
                datasets.Column(
                    _KEYS.get(name, name), _kind(name), french[name], english[name], _width(name)
                ),
                *((_HOURS_LEFT,) if name == "clock" else ()),
            )
        ),
        lambda _contract, _span: (),
        is_headed_in_words=True,
    )


def keys_of(who: Caller, contract: Contract, filters: Filters, instant: int) -> list[int]:
    """The tickets of all pages, in order: keys first, since a cursor of the server would not outlive a pooler."""
    order = ORDERS[filters.sort]
    rows = filtered(who, contract, filters, instant)
    rows = rows.order_by(order, "-public_id" if order.startswith("-") else "public_id")
    return list(rows.values_list("pk", flat=True))


def in_pieces(keys: list[int]) -> Iterator[Ticket]:
    """The tickets of these keys, in their order, some at a time."""
    for start in range(0, len(keys), AT_ONCE):
        piece = keys[start : start + AT_ONCE]
        known = Ticket.objects.in_bulk(piece)
        yield from (known[key] for key in piece if key in known)


def rows_of(
    contract: Contract, keys: list[int], names: Sequence[str], instant: int, language: str
) -> Iterator[Row]:
    """The cells of these tickets, in the order of the columns."""
    plans = plans_of(contract)
    drawer = Drawer(chosen(names), language)
    draw = [_cells(name, drawer, plans, instant) for name in names]
    for ticket in in_pieces(keys):
        yield tuple(chain.from_iterable(one(ticket) for one in draw))


def _cells(name: str, drawer: Drawer, plans: Plans, instant: int) -> Callable[[Ticket], tuple[Any, ...]]:
    if name in INSTANTS:
        return lambda ticket: (INSTANTS[name](ticket),)
    if name == "clock":
        return lambda ticket: _time_left(drawer, clock_of(plans, ticket, instant))
    return lambda ticket: (drawer.text(ticket, name),)


def _time_left(drawer: Drawer, clock: Clock) -> tuple[str, Decimal | None]:
    """As the screen says it, and as a number to sort by, not a duration: spreadsheets show no negative one. A stopped one has none."""
    is_counting = clock.remaining is not None and clock.state != "paused"
    hours = (Decimal(clock.remaining or 0) / _HOUR).quantize(Decimal("0.01")) if is_counting else None
    return drawer.clock(clock), hours


def _kind(name: str) -> str:
    return "datetime" if name in INSTANTS else "text"


def _width(name: str) -> int:
    return 17 if name in INSTANTS else _WIDTHS.get(name, 16)

"""What pages ask about one item: its life and its measures, computed from the journal itself, now or as of an instant."""

from collections.abc import Mapping
from dataclasses import dataclass

from timonier.contracts.queries import plans_of
from timonier.core.engine import Outcome, evaluate_stream
from timonier.core.events import Event, order_key, read_event
from timonier.core.measures import Measure
from timonier.foundation.cursors import bound
from timonier.foundation.journal import Row, read
from timonier.foundation.tenancy.models import Contract
from timonier.measures.mergers import openings_of
from timonier.measures.models import MeasureRow, Setback
from timonier.measures.services import now

_WAITING = "SELECT EXISTS (SELECT FROM journal_dirty WHERE contract_id = %s)"
_COLUMNS = (
    "item", "kind", "kpi", "outcome", "started_at", "stopped_at", "target", "counted", "gross", "month", "reason",
    "excluded_month", "exceeds_at", "version", "provisional", "value",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One item: its rows in the journal, its events in order, what they come to."""

    rows: list[Row]
    events: list[Event]
    outcome: Outcome
    as_of: int


def told_of(
    contract: Contract,
    stream: str,
    *,
    as_of: int | None = None,
    until: int | None = None,
    readings: Mapping[str, str] | None = None,
) -> Told | None:
    """Everything known about a stream, up to a sealed position if one is given; None when nothing is.

    Needs the contract's scope.
    """
    rows = [row for row in read(contract, stream=stream) if until is None or 0 < (row.position or 0) <= until]
    if not rows:
        return None
    instant = now() if as_of is None else as_of
    family, _, key = stream.partition("/")
    pairs = sorted(
        ((read_event(stream, row.payload, row.occurred_at, row.known_at), row) for row in rows),
        key=lambda pair: order_key(pair[0]),
    )
    events = [event for event, _ in pairs]
    plans = plans_of(contract, readings)
    openings = openings_of(contract, plans, instant, until=until)
    outcome = evaluate_stream(plans, family, key, events, instant, openings)
    return Told([row for _, row in pairs], events, outcome, instant)


def is_settled(contract: Contract) -> bool:
    """Whether every fact of the contract has reached its rows, and none was set aside. Needs the scope."""
    with bound() as cursor:
        cursor.execute(_WAITING, [contract.pk])
        row = cursor.fetchone()
    return row is not None and not row[0] and not Setback.objects.filter(contract=contract).exists()


def items_in(contract: Contract, month: str, kpi: str) -> list[tuple[str, Measure]]:
    """(stream, measure) of a service level in a month, or excluded in it, as the rows have them. Needs the scope.

    A row has no pieces: whoever wants the minutes reads the item itself (`told_of`).
    """
    rows = MeasureRow.objects.filter(contract=contract, kpi=kpi)
    columns = ("stream", *_COLUMNS)
    values = [
        *rows.filter(month=month).values_list(*columns),
        *rows.filter(excluded_month=month).exclude(month=month).values_list(*columns),
    ]
    return [(stream, Measure(**dict(zip(_COLUMNS, rest, strict=True)))) for stream, *rest in values]


def ran_out(contract: Contract, kpi: str, start: int, end: int) -> set[str]:
    """Streams whose row says that a clock runs, and whose target was exceeded in this span. Needs the scope."""
    rows = MeasureRow.objects.filter(contract=contract, outcome="running", kpi=kpi)
    return set(rows.filter(exceeds_at__gte=start, exceeds_at__lt=end).values_list("stream", flat=True))

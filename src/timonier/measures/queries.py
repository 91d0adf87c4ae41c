"""What pages ask about one item: its life and its measures, computed from the journal itself, now or as of an instant."""

from collections.abc import Mapping
from dataclasses import dataclass

from timonier.contracts.queries import plans_of
from timonier.core.engine import Outcome, evaluate_stream
from timonier.core.events import Event, order_key, read_event
from timonier.foundation.journal import Row, read
from timonier.foundation.tenancy.models import Contract
from timonier.measures.mergers import openings_of
from timonier.measures.services import now


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

"""Gather from the journal what one month can depend on, and no more; evaluate it.

A stream is left out only when all its facts are older than the month and its clock stands: then none of its items
can fall into the month. The choice is checked in tests against the reading of everything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connection

from timonier.contracts.queries import plans_of
from timonier.core.engine import AGGREGATED, evaluate_stream
from timonier.core.events import KINDS, Event, order_key, read_event
from timonier.core.instants import month_bounds
from timonier.core.measures import Measure
from timonier.core.plan import Plans
from timonier.foundation.journal import Row, read
from timonier.foundation.journal.seals import head_of, seal_lag
from timonier.foundation.tenancy.models import Contract

# Streams that can have an item in the month [start, end): see the module's note.
_RELEVANT = """
SELECT e.stream FROM journal_event e {join}
WHERE e.contract_id = %(contract)s {where}
GROUP BY e.stream
HAVING min(e.occurred_at) < %(end)s AND CASE split_part(e.stream, '/', 1)
    WHEN 'ticket' THEN max(e.occurred_at) >= %(start)s
        OR bool_or(e.kind IN ('ticket.reopened', 'ticket.unlinked'))
        OR max(e.occurred_at) FILTER (WHERE e.kind IN {stops}) IS NULL
        OR min(e.occurred_at) FILTER (WHERE e.kind = 'ticket.created')
            >= min(e.occurred_at) FILTER (WHERE e.kind IN {stops})
    WHEN 'call' THEN max(e.occurred_at) >= %(start)s
    WHEN 'alert' THEN max(e.occurred_at) >= %(start)s
        OR max(e.occurred_at) FILTER (WHERE e.kind = 'alert.cleared') IS DISTINCT FROM max(e.occurred_at)
    ELSE true END
""".replace("{stops}", "('ticket.resolved', 'ticket.closed', 'ticket.cancelled', 'ticket.merged')")


@dataclass(slots=True)
class Known:
    """Which facts a computation may know. `until`: a sealed position; `known_at`: an instant (microseconds)."""

    until: int | None = None
    known_at: int | None = None


@dataclass(slots=True)
class Inputs:
    """Measures of a month's items, and the facts that months read whole."""

    measures: list[Measure] = field(default_factory=list)
    facts: dict[str, dict[str, list[Event]]] = field(
        default_factory=lambda: {family: {} for family in AGGREGATED}
    )
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    pending: int = 0


def gather(
    contract: Contract,
    month: str | None,
    as_of: int,
    known: Known,
    readings: Mapping[str, str] | None = None,
    *,
    plans: Plans | None = None,
) -> Inputs:
    """Inputs of one month, or of all months when `month` is None. Needs the contract's scope."""
    inputs = Inputs()
    for family, key, events in streams_of(contract, month, known):
        if family in AGGREGATED:
            inputs.facts[family][key] = sorted((one for one in events if one.at <= as_of), key=order_key)
            continue
        outcome = evaluate_stream(plans or plans_of(contract, readings), family, key, events, as_of)
        inputs.measures.extend(outcome.measures)
        inputs.notes.extend((f"{family}/{key}", note) for note in outcome.notes)
        inputs.pending += outcome.pending
    return inputs


def streams_of(contract: Contract, month: str | None, known: Known) -> Iterator[tuple[str, str, list[Event]]]:
    """Every stream that matters: family, key, events that may be known."""
    streams = None if month is None else relevant_streams(contract, month, known)
    rows = read(contract, streams=streams, until=known.until)
    for stream, found in groupby(rows, key=lambda row: row.stream):
        family, _, key = stream.partition("/")
        if family not in KINDS:
            continue
        events = [read_event(stream, row.payload) for row in found if may_know(row, known)]
        if events:
            yield family, key, events


def may_know(row: Row, known: Known) -> bool:
    """Whether a fact was known at the instant asked for: by its source's word, else by our own recording."""
    if known.known_at is None:
        return True
    learnt = row.recorded_at if row.known_at is None else row.known_at
    return learnt <= known.known_at


def relevant_streams(contract: Contract, month: str, known: Known) -> list[str]:
    """Names of the streams that can have an item in the month."""
    start, end = month_bounds(month, plans_of(contract).tz)
    params: dict[str, Any] = {"contract": contract.pk, "start": start, "end": end}
    join, where = "", ""
    if known.until is not None:
        join = "JOIN journal_position p ON p.contract_id = e.contract_id AND p.seq = e.seq"
        where += " AND p.position <= %(until)s"
        params["until"] = known.until
    if known.known_at is not None:
        where += " AND coalesce(e.known_at, e.recorded_at) <= %(known_at)s"
        params["known_at"] = known.known_at
    with connection.cursor() as cursor:
        cursor.execute(_RELEVANT.replace("{join}", join).replace("{where}", where), params)
        return [stream for (stream,) in cursor.fetchall()]


def journal_position(contract: Contract) -> int:
    """How many facts of the contract stand in the journal: the last position once all is sealed."""
    head = head_of(contract)
    waiting, _ = seal_lag(contract)
    return (head.position if head else 0) + waiting

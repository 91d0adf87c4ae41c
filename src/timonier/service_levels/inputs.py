"""Gather from the journal what one month can depend on, and no more; evaluate it.

A stream is left out only when all its facts are older than the month and its clock stands: then none of its items
can fall into the month. The choice is checked in tests against the reading of everything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from timonier.contracts.queries import plans_of
from timonier.core.engine import AGGREGATED, Outcome, evaluate_stream
from timonier.core.events import KINDS, Event, in_order, read_stream
from timonier.core.extras import LATE, Late
from timonier.core.instants import month_bounds
from timonier.core.measures import Measure
from timonier.core.plan import Plans
from timonier.foundation.cursors import whole_joins
from timonier.foundation.journal import Row, read_bundles
from timonier.foundation.journal.seals import head_of, seal_lag
from timonier.foundation.tenancy.models import Contract
from timonier.measures.mergers import openings_of

# Streams that can have an item in the month [start, end): see the module's note.
_RELEVANT = """
SELECT e.stream FROM journal_event e {join}
WHERE e.contract_id = %(contract)s {where}
GROUP BY e.stream
HAVING e.stream = ANY (%(always)s::text[]) OR min(e.occurred_at) < %(end)s AND CASE split_part(e.stream, '/', 1)
    WHEN 'ticket' THEN max(e.occurred_at) >= %(start)s
        OR bool_or(e.kind IN ('ticket.reopened', 'ticket.unlinked'))
        OR max(e.occurred_at) FILTER (WHERE e.kind IN {stops}) IS NULL
        OR min(e.occurred_at) FILTER (WHERE e.kind = 'ticket.created')
            >= min(e.occurred_at) FILTER (WHERE e.kind IN {stops})
    WHEN 'call' THEN max(e.occurred_at) >= %(start)s
    WHEN 'alert' THEN max(e.occurred_at) >= %(start)s
        OR max(e.occurred_at) FILTER (WHERE e.kind = 'alert.cleared') IS NULL
        OR max(e.occurred_at) FILTER (WHERE e.kind = 'alert.raised')
            >= max(e.occurred_at) FILTER (WHERE e.kind = 'alert.cleared')
    ELSE true END
""".replace("{stops}", "('ticket.resolved', 'ticket.closed', 'ticket.cancelled', 'ticket.merged')")
_ALL = (
    "SELECT e.stream FROM journal_event e {join} WHERE e.contract_id = %(contract)s {where} GROUP BY e.stream"
)
_LATE = """
SELECT e.stream, e.kind, coalesce(convert_from(e.payload, 'UTF8')::jsonb ->> 'by', e.actor), e.via, e.occurred_at,
    coalesce(e.known_at, e.recorded_at)
FROM journal_event e {join}
WHERE e.contract_id = %(contract)s AND e.occurred_at >= %(start)s AND e.occurred_at < %(end)s
    AND coalesce(e.known_at, e.recorded_at) - e.occurred_at > %(late)s {where}
ORDER BY e.stream, e.seq
"""
_PAGE = " ORDER BY e.stream LIMIT %(most)s"


Watch = Callable[[str, str, Sequence[Event], Outcome], None]


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
    watch: Watch | None = None,
) -> Inputs:
    """Inputs of one month, or of all months when `month` is None. Needs the contract's scope.

    `watch` sees every stream of items with what it comes to, as it goes by.
    """
    inputs = Inputs()
    plans = plans or plans_of(contract, readings)
    openings = openings_in(contract, plans, as_of, known)
    for family, key, events in streams_of(contract, month, known, openings):
        if family in AGGREGATED:
            inputs.facts[family][key] = in_order(events, as_of)
            continue
        outcome = evaluate_stream(plans, family, key, events, as_of, openings)
        inputs.measures.extend(outcome.measures)
        inputs.notes.extend((f"{family}/{key}", note) for note in outcome.notes)
        inputs.pending += outcome.pending
        if watch is not None:
            watch(family, key, events, outcome)
    return inputs


def late_facts(contract: Contract, month: str, known: Known) -> list[Late]:
    """Facts that occurred in the month and were learnt long after, in the order of streams. Needs the scope."""
    start, end = month_bounds(month, plans_of(contract).tz)
    where, params = "", {"contract": contract.pk, "start": start, "end": end, "late": LATE}
    join = ""
    if known.until is not None:
        join = "JOIN journal_position p ON p.contract_id = e.contract_id AND p.seq = e.seq"
        where, params["until"] = "AND p.position <= %(until)s", known.until
    with whole_joins() if join else nullcontext(), connection.cursor() as cursor:
        cursor.execute(_LATE.format(join=join, where=where), params)
        return [Late(*row) for row in cursor.fetchall()]


def openings_in(contract: Contract, plans: Plans, as_of: int, known: Known) -> dict[str, int]:
    """Openings that mergers handed on, as far as they may be known."""
    return openings_of(contract, plans, as_of, until=known.until, knows=lambda row: may_know(row, known))


def streams_of(
    contract: Contract, month: str | None, known: Known, openings: Mapping[str, int] | None = None
) -> Iterator[tuple[str, str, list[Event]]]:
    """Every stream that matters: family, key, events that may be known."""
    streams = None if month is None else relevant_streams(contract, month, known)
    if streams is not None and openings:
        streams = sorted({*streams, *(f"ticket/{key}" for key in openings)})
    yield from lives_of(contract, streams, known)


def lives_of(
    contract: Contract, streams: Sequence[str] | None, known: Known
) -> Iterator[tuple[str, str, list[Event]]]:
    """The same of these streams; None: of all."""
    for bundle in read_bundles(contract, streams=streams, until=known.until, known_at=known.known_at):
        family, _, key = bundle.stream.partition("/")
        if family in KINDS:
            yield family, key, read_stream(*bundle)


def may_know(row: Row, known: Known) -> bool:
    """Whether a fact was known at the instant asked for: by its source's word, else by our own recording."""
    if known.known_at is None:
        return True
    learnt = row.recorded_at if row.known_at is None else row.known_at
    return learnt <= known.known_at


def relevant_streams(contract: Contract, month: str, known: Known) -> list[str]:
    """Names of the streams that can have an item in the month."""
    return _streams(_RELEVANT, contract, month, known, "", always=[])


def streams_of_span(contract: Contract, first: str, last: str, known: Known) -> list[str]:
    """Names of the streams that can have an item in any month from the first to the last."""
    return _streams(_RELEVANT, contract, first, known, "", last=last, always=[])


def next_streams(
    contract: Contract, month: str | None, known: Known, openings: Mapping[str, int], after: str, most: int
) -> list[str]:
    """The streams that follow `after`, in the database's order: of a month those that matter, else all."""
    query = _ALL if month is None else _RELEVANT
    always = [f"ticket/{key}" for key in openings]
    where = " AND e.stream > %(after)s"
    return _streams(query + _PAGE, contract, month, known, where, after=after, most=most, always=always)


def _streams(
    query: str,
    contract: Contract,
    month: str | None,
    known: Known,
    where: str,
    last: str | None = None,
    **more: Any,
) -> list[str]:
    params: dict[str, Any] = {"contract": contract.pk, **more}
    if month is not None:
        tz = plans_of(contract).tz
        params["start"], params["end"] = month_bounds(month, tz)[0], month_bounds(last or month, tz)[1]
    join = ""
    if known.until is not None:
        join = "JOIN journal_position p ON p.contract_id = e.contract_id AND p.seq = e.seq"
        where += " AND p.position <= %(until)s"
        params["until"] = known.until
    if known.known_at is not None:
        where += " AND coalesce(e.known_at, e.recorded_at) <= %(known_at)s"
        params["known_at"] = known.known_at
    with whole_joins() if join else nullcontext(), connection.cursor() as cursor:
        cursor.execute(query.replace("{join}", join).replace("{where}", where), params)
        return [stream for (stream,) in cursor.fetchall()]


def journal_position(contract: Contract) -> int:
    """How many facts of the contract stand in the journal: the last position once all is sealed."""
    head = head_of(contract)
    waiting, _ = seal_lag(contract)
    return (head.position if head else 0) + waiting

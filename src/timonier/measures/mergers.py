"""The mergers of a contract, read from its journal only where the contract gives the survivor the earliest opening."""

from collections.abc import Callable, Sequence
from itertools import groupby

from django.db import connection

from timonier.core.events import Event, read_event
from timonier.core.mergers import elders, is_read
from timonier.core.plan import Plans
from timonier.foundation.journal import Row, read
from timonier.foundation.tenancy.models import Contract

_MERGED = "SELECT DISTINCT stream FROM journal_event WHERE contract_id = %s AND kind = 'ticket.merged'"


def openings_of(
    contract: Contract,
    plans: Plans,
    as_of: int,
    *,
    until: int | None = None,
    knows: Callable[[Row], bool] = lambda row: True,
) -> dict[str, int]:
    """Key of a surviving ticket → opening that it inherits, from the facts up to a position that may be known."""
    if not is_read(plans):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_MERGED, [contract.pk])
        streams = [stream for (stream,) in cursor.fetchall()]
    merged: dict[str, Sequence[Event]] = {}
    if streams:
        rows = list(read(contract, streams=streams, until=until))
        for stream, found in groupby(rows, key=lambda row: row.stream):
            merged[stream.partition("/")[2]] = [
                read_event(stream, row.payload, row.occurred_at, row.known_at) for row in found if knows(row)
            ]
    return elders(plans, merged, as_of)


def with_survivors(contract: Contract, plans: Plans, streams: Sequence[str]) -> list[str]:
    """These streams and those that they were merged into, to the end of the chain: their clocks move with them."""
    if not is_read(plans):
        return list(streams)
    known, news = set(streams), [one for one in streams if one.startswith("ticket/")]
    while news:
        found = set()
        for row in list(read(contract, streams=news)):
            if row.kind == "ticket.merged":
                found.add(
                    f"ticket/{read_event(row.stream, row.payload, row.occurred_at, row.known_at).data['into']}"
                )
        news = sorted(found - known)
        known |= found
    return sorted(known)

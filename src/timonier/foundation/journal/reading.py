"""Stream the journal of one contract, stream by stream, in the order of writing inside each."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import connections

from timonier.foundation.cursors import bound, whole_joins
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import NoScope, current_scope

BATCH = 5000
FEW = 20
"""Up to so many streams are taken at once, without a cursor of the server."""


class Row(NamedTuple):
    """One event as it was stored. Instants are microseconds since 1970 UTC; `position` is None until sealed."""

    stream: str
    payload: bytes
    occurred_at: int
    known_at: int | None
    recorded_at: int
    position: int | None
    kind: str
    actor: str
    via: str


class Bundle(NamedTuple):
    """All of one stream: its canonical bytes joined by line feeds, and their instants, in the order of writing."""

    stream: str
    payloads: bytes
    instants: list[int]


POSITION = "(SELECT p.position FROM journal_position p WHERE p.contract_id = e.contract_id AND p.seq = e.seq)"
"""Looked up by its key, row by row: a join would be planned by statistics that a new contract does not have yet."""
_COLUMNS = (
    f"e.stream, e.payload, e.occurred_at, e.known_at, e.recorded_at, {POSITION}, e.kind, e.actor, e.via"
    " FROM journal_event e"
)


def read(
    contract: Contract,
    *,
    stream: str | None = None,
    streams: Sequence[str] | None = None,
    family: str | None = None,
    until: int | None = None,
    using: str = "default",
) -> Iterator[Row]:
    """The events of a contract, grouped by stream; `until` = a public position, what is sealed up to there.

    The scope must stay open until the last row is taken: rows come from a cursor of the server.
    Raises: NoScope outside a scope that holds the contract.
    """
    _check_scope(contract, using)
    query, params = _query(contract.pk, stream, streams, family, until)
    return _rows(
        query, params, using, is_small=stream is not None or (streams is not None and len(streams) <= FEW)
    )


_BUNDLES = """
SELECT e.stream, string_agg(e.payload, '\\x0a'::bytea ORDER BY e.seq), array_agg(e.occurred_at ORDER BY e.seq)
FROM journal_event e {join} WHERE {where} GROUP BY e.stream ORDER BY e.stream
"""


def read_bundles(
    contract: Contract,
    *,
    streams: Sequence[str] | None = None,
    until: int | None = None,
    known_at: int | None = None,
    using: str = "default",
) -> Iterator[Bundle]:
    """The same, a stream at a time, for those who read by the million; `known_at`: what was known at an instant.

    Raises: NoScope outside a scope that holds the contract.
    """
    _check_scope(contract, using)
    join, is_whole = "", streams is None and until is not None
    where, params = _conditions(contract.pk, None, streams, None, None if is_whole else until)
    if is_whole:
        join = "JOIN journal_position p ON p.contract_id = e.contract_id AND p.seq = e.seq"
        where.append("p.position <= %(until)s")
        params["until"] = until
    if known_at is not None:
        where.append("coalesce(e.known_at, e.recorded_at) <= %(known_at)s")
        params["known_at"] = known_at
    query = _BUNDLES.format(join=join, where=" AND ".join(where))
    yield from map(Bundle._make, stream_rows(query, params, using, BATCH // 8, is_whole=is_whole))


def _check_scope(contract: Contract, using: str) -> None:
    if contract.pk not in current_scope(using):
        raise NoScope("the journal of a contract outside the scope was to be read")


def _query(
    contract: int, stream: str | None, streams: Sequence[str] | None, family: str | None, until: int | None
) -> tuple[str, dict[str, Any]]:
    where, params = _conditions(contract, stream, streams, family, until)
    return f"SELECT {_COLUMNS} WHERE {' AND '.join(where)} ORDER BY e.stream, e.seq", params


def _conditions(
    contract: int, stream: str | None, streams: Sequence[str] | None, family: str | None, until: int | None
) -> tuple[list[str], dict[str, Any]]:
    where = ["e.contract_id = %(contract)s"]
    params: dict[str, Any] = {"contract": contract}
    if stream is not None:
        where.append("e.stream = %(stream)s")
        params["stream"] = stream
    if streams is not None:
        where.append("e.stream = ANY (%(streams)s)")
        params["streams"] = list(streams)
    if family is not None:
        # '0' follows '/': the bounds let the index on the stream serve, whatever the family holds.
        where.append("e.stream >= %(low)s AND e.stream < %(high)s")
        params["low"], params["high"] = f"{family}/", f"{family}0"
    if until is not None:
        where.append(f"{POSITION} <= %(until)s")
        params["until"] = until
    return where, params


def _rows(query: str, params: dict[str, Any], using: str, *, is_small: bool) -> Iterator[Row]:
    if not is_small:
        yield from map(Row._make, stream_rows(query, params, using))
        return
    with bound(using) as cursor:
        cursor.execute(query, params, binary=True)
        rows = cursor.fetchall()
    yield from map(Row._make, rows)


def stream_rows(
    query: str, params: dict[str, Any], using: str, batch: int = BATCH, *, is_whole: bool = False
) -> Iterator[tuple[Any, ...]]:
    """All rows of a query through a cursor of the server, in bounded memory. Needs an open transaction.

    `is_whole`: it joins all of a contract.
    """
    wrapper = connections[using]
    wrapper.ensure_connection()
    with wrapper.cursor() as tuning:
        # All rows will be taken, and sorted once: plan for that, and not for the first few.
        tuning.execute("SET LOCAL cursor_tuple_fraction = 1")
        tuning.execute("SET LOCAL work_mem = '128MB'")
    with wrapper.connection.cursor(f"journal_{uuid4().hex}") as cursor:
        with whole_joins(using) if is_whole else nullcontext(), wrapper.wrap_database_errors:
            cursor.execute(query, params, binary=True)
        with wrapper.wrap_database_errors:
            rows = cursor.fetchmany(batch)
        while rows:
            yield from rows
            with wrapper.wrap_database_errors:
                rows = cursor.fetchmany(batch)

"""Stream the journal of one contract, stream by stream, in the order of writing inside each."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import connections
from psycopg import Cursor

from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import NoScope, current_scope

BATCH = 5000


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


_COLUMNS = (
    "e.stream, e.payload, e.occurred_at, e.known_at, e.recorded_at, p.position, e.kind, e.actor, e.via"
    " FROM journal_event e LEFT JOIN journal_position p ON p.contract_id = e.contract_id AND p.seq = e.seq"
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
    if contract.pk not in current_scope(using):
        raise NoScope("the journal of a contract outside the scope was to be read")
    query, params = _query(contract.pk, stream, streams, family, until)
    return _rows(query, params, using, is_small=stream is not None)


def _query(
    contract: int, stream: str | None, streams: Sequence[str] | None, family: str | None, until: int | None
) -> tuple[str, dict[str, Any]]:
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
        where.append("p.position <= %(until)s")
        params["until"] = until
    return f"SELECT {_COLUMNS} WHERE {' AND '.join(where)} ORDER BY e.stream, e.seq", params


def _rows(query: str, params: dict[str, Any], using: str, *, is_small: bool) -> Iterator[Row]:
    if not is_small:
        yield from map(Row._make, stream_rows(query, params, using))
        return
    wrapper = connections[using]
    wrapper.ensure_connection()
    with wrapper.wrap_database_errors, Cursor(wrapper.connection) as cursor:
        cursor.execute(query, params, binary=True)
        rows = cursor.fetchall()
    yield from map(Row._make, rows)


def stream_rows(query: str, params: dict[str, Any], using: str) -> Iterator[tuple[Any, ...]]:
    """All rows of a query through a cursor of the server, in bounded memory. Needs an open transaction."""
    wrapper = connections[using]
    wrapper.ensure_connection()
    with wrapper.cursor() as tuning:
        # All rows will be taken, and sorted once: plan for that, and not for the first few.
        tuning.execute("SET LOCAL cursor_tuple_fraction = 1")
        tuning.execute("SET LOCAL work_mem = '128MB'")
    with wrapper.connection.cursor(f"journal_{uuid4().hex}") as cursor:
        with wrapper.wrap_database_errors:
            cursor.execute(query, params, binary=True)
            batch = cursor.fetchmany(BATCH)
        while batch:
            yield from batch
            with wrapper.wrap_database_errors:
                batch = cursor.fetchmany(BATCH)

"""Append facts to the journal: every fact once, with its dirty mark, in the caller's transaction.

It must not judge the facts: their shape is the core's, the state of a ticket the desk's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import batched
from typing import Protocol

from django.db import connections

from timonier.foundation.cursors import bound
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import NoScope, current_scope

CHUNK = 5000
_INSERT = """
WITH given AS MATERIALIZED (
    SELECT * FROM unnest(%b::int[], %b::bytea[], %b::text[], %b::text[], %b::bigint[], %b::bigint[], %b::bytea[])
        AS g(place, key, stream, kind, occurred_at, known_at, payload)
), fresh AS (
    INSERT INTO journal_key (contract_id, key) SELECT %s::smallint, key FROM given ORDER BY key
    ON CONFLICT DO NOTHING RETURNING key
), written AS (
    INSERT INTO journal_event (contract_id, stream, kind, version, occurred_at, known_at, actor, via, payload)
    SELECT %s::smallint, stream, kind, %s::smallint, occurred_at, known_at, %s::text, %s::text, payload
    FROM given JOIN fresh USING (key) ORDER BY place
    RETURNING stream, occurred_at
), marked AS (
    INSERT INTO journal_dirty (contract_id, stream, since)
    SELECT %s::smallint, stream, min(occurred_at) FROM written WHERE %s GROUP BY stream
)
SELECT place FROM given JOIN fresh USING (key)
"""
_TAKE = """
DELETE FROM journal_dirty WHERE contract_id = %s AND id = ANY (ARRAY(
    SELECT id FROM journal_dirty WHERE contract_id = %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED))
RETURNING stream, since
"""


class Fact(Protocol):
    """What the journal needs of an event of the core (`core.events.Event`)."""

    @property
    def family(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> int: ...
    @property
    def known_at(self) -> int | None: ...
    @property
    def canonical(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of the facts, by their place in the given order."""

    accepted: int
    duplicates: int
    is_new: Sequence[bool]


def fact_key(stream: str, payload: bytes) -> bytes:
    """The identity of a fact inside its contract."""
    return sha256(stream.encode() + b"\n" + sha256(payload).digest()).digest()


def append(
    contract: Contract,
    events: Iterable[Fact],
    *,
    actor: str,
    via: str,
    version: int = 1,
    marks: bool = True,
    using: str = "default",
) -> Appended:
    """Store each fact once; the same fact again is a duplicate and no error.

    `marks`: False for a caller that holds the locks of the streams and derives their measures itself, in the same
    transaction; every other writer leaves marks for the worker.
    Units: instants in microseconds since 1970 UTC.
    Raises: NoScope outside a scope that holds the contract.
    Note: facts of two transactions that are the same make the second wait for the first's end.
    """
    if contract.pk not in current_scope(using):
        raise NoScope("the journal of a contract outside the scope was to be written")
    is_new: list[bool] = []
    for chunk in batched(events, CHUNK):
        is_new.extend(_append_chunk(contract.pk, chunk, actor, via, version, marks, using))
    accepted = sum(is_new)
    return Appended(accepted, len(is_new) - accepted, is_new)


def _append_chunk(
    contract: int, chunk: Sequence[Fact], actor: str, via: str, version: int, marks: bool, using: str
) -> list[bool]:
    streams = [f"{fact.family}/{fact.key}" for fact in chunk]
    payloads = [fact.canonical for fact in chunk]
    keys = [fact_key(*one) for one in zip(streams, payloads, strict=True)]
    first: dict[bytes, int] = {}
    for place, key in enumerate(keys):
        first.setdefault(key, place)
    places = list(first.values())
    columns = [
        places,
        list(first),
        [streams[place] for place in places],
        [f"{chunk[place].family}.{chunk[place].kind}" for place in places],
        [chunk[place].at for place in places],
        [chunk[place].known_at for place in places],
        [payloads[place] for place in places],
    ]
    with bound(using) as cursor:
        cursor.execute(_INSERT, [*columns, contract, contract, version, actor, via, contract, marks])
        fresh = {place for (place,) in cursor.fetchall()}
    return [place in fresh for place in range(len(chunk))]


def take_dirty(contract: Contract, limit: int = 1000, *, using: str = "default") -> list[str]:
    """Take up to `limit` marks of streams with news; they are gone when the caller's transaction commits.

    Read the streams after this call, in the same transaction: marks and facts were committed together.
    """
    return sorted(take_news(contract, limit, using=using))


def take_news(contract: Contract, limit: int = 1000, *, using: str = "default") -> dict[str, int | None]:
    """The same: stream → instant of its earliest new fact; None when all of the stream is to be read anew."""
    with connections[using].cursor() as cursor:
        cursor.execute(_TAKE, [contract.pk, contract.pk, limit])
        rows = cursor.fetchall()
    found: dict[str, int | None] = {}
    for stream, since in rows:
        known = found.get(stream, since)
        found[stream] = None if since is None or known is None else min(since, known)
    return found


def mark_all_dirty(contract: Contract, *, using: str = "default") -> None:
    """Mark every stream of a contract: what is derived from the journal is to be derived again."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_dirty (contract_id, stream)"
            " SELECT DISTINCT contract_id, stream FROM journal_event WHERE contract_id = %s",
            [contract.pk],
        )

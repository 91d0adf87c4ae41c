"""The newest facts of a contract, for a page: the unsealed ones first, then by position downwards."""

from typing import Any

from django.db import connection

from timonier.foundation.journal.reading import Row
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import NoScope, current_scope

_COLUMNS = "e.stream, e.payload, e.occurred_at, e.known_at, e.recorded_at, p.position, e.kind, e.actor, e.via"
_SEALED = f"""
SELECT {_COLUMNS} FROM journal_position p JOIN journal_event e ON e.contract_id = p.contract_id AND e.seq = p.seq
WHERE p.contract_id = %(contract)s AND p.position < %(before)s ORDER BY p.position DESC LIMIT %(limit)s
"""
_OPEN = f"""
SELECT {_COLUMNS} FROM journal_event e JOIN journal_head h ON h.contract_id = e.contract_id
LEFT JOIN journal_position p ON p.contract_id = e.contract_id AND p.seq = e.seq
WHERE e.contract_id = %(contract)s AND e.xid >= h.horizon AND p.position IS NULL ORDER BY e.seq DESC LIMIT %(limit)s
"""


def latest(contract: Contract, limit: int, *, before: int | None = None) -> list[Row]:
    """At most `limit` facts, the newest first; `before` a position for the next page. Needs the contract's scope."""
    if contract.pk not in current_scope():
        raise NoScope("the journal of a contract outside the scope was to be read")
    params = {"contract": contract.pk, "limit": limit, "before": before if before is not None else 2**62}
    rows: list[Row] = []
    with connection.cursor() as cursor:
        if before is None:
            cursor.execute(_OPEN, params)
            rows = [_row(one) for one in cursor.fetchall()]
        if len(rows) < limit:
            cursor.execute(_SEALED, params | {"limit": limit - len(rows)})
            rows += [_row(one) for one in cursor.fetchall()]
    return rows


def _row(values: tuple[Any, ...]) -> Row:
    stream, payload, *rest = values
    return Row(stream, bytes(payload), *rest)

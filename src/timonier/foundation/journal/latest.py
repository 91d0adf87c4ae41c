"""The newest facts of a contract, for a page: the unsealed ones first, then by position downwards; all of them or those sought.

The journal has no index for authors or days, so that writing stays quick: what is sought is looked for in a bounded stretch of
positions, and the page says how far back it looked. Rare families are taken by their streams, however long ago.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from timonier.core.canonical import canonical_bytes
from timonier.foundation.journal.reading import POSITION, Row
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import NoScope, current_scope

STRETCH = 200_000
"""So many positions are looked through for one page of what is sought."""
_MANY = frozenset({"ticket", "alert", "call"})
_COLUMNS = "e.stream, e.payload, e.occurred_at, e.known_at, e.recorded_at, p.position, e.kind, e.actor, e.via"
_SEALED = f"""
SELECT {_COLUMNS} FROM journal_position p JOIN journal_event e ON e.contract_id = p.contract_id AND e.seq = p.seq
WHERE p.contract_id = %(contract)s AND p.position < %(before)s AND p.position >= %(low)s @sought
ORDER BY p.position DESC LIMIT %(limit)s
"""
_RARE = f"""
WITH few AS MATERIALIZED (SELECT * FROM journal_event e WHERE e.contract_id = %(contract)s @sought)
SELECT {_COLUMNS} FROM few e JOIN journal_position p ON p.contract_id = e.contract_id AND p.seq = e.seq
WHERE p.position < %(before)s ORDER BY p.position DESC LIMIT %(limit)s
"""
_OPEN = f"""
WITH news AS MATERIALIZED (
    SELECT e.* FROM journal_event e WHERE e.contract_id = %(contract)s
        AND e.xid >= (SELECT h.horizon FROM journal_head h WHERE h.contract_id = %(contract)s) @sought)
SELECT {_COLUMNS.replace("p.position", "NULL")} FROM news e WHERE {POSITION} IS NULL ORDER BY e.seq DESC LIMIT %(limit)s
"""
_HEAD = "SELECT position FROM journal_head WHERE contract_id = %s"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: a family or a kind ("ticket", "ticket.closed"), the beginning of an author's name – who did it, or
    who wrote it down –, whole names of `accounts` of which any will do too, instants between which it happened (microseconds, the second one excluded)."""

    kind: str = ""
    author: str = ""
    accounts: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None

    def conditions(self) -> tuple[str, dict[str, Any]]:
        """For the statement: nothing of what was typed stands in its text."""
        found: list[str] = []
        params: dict[str, Any] = {}
        if self.kind:
            family = self.kind.partition(".")[0]
            found.append("e.stream >= %(first)s AND e.stream < %(after)s")
            params |= {"first": f"{family}/", "after": f"{family}0"}
            if "." in self.kind:
                found.append("e.kind = %(kind)s")
                params["kind"] = self.kind
        if self.author:
            # In canonical bytes a quote inside a text is escaped: this is found where an author stands, and nowhere else.
            any_of = ["starts_with(e.actor, %(author)s)", "position(%(by)s::bytea IN e.payload) > 0"]
            params |= {"author": self.author, "by": b'"by":' + canonical_bytes(self.author)[:-1]}
            if self.accounts:
                any_of.append("e.actor = ANY(%(accounts)s)")
                params["accounts"] = list(self.accounts)
            for number, name in enumerate(self.accounts):
                any_of.append(f"position(%(by{number})s::bytea IN e.payload) > 0")
                params[f"by{number}"] = b'"by":' + canonical_bytes(name)
            found.append(f"({' OR '.join(any_of)})")
        if self.since is not None:
            found.append("e.occurred_at >= %(since)s")
            params["since"] = self.since
        if self.until is not None:
            found.append("e.occurred_at < %(until)s")
            params["until"] = self.until
        return "".join(f" AND {one}" for one in found), params

    @property
    def is_rare(self) -> bool:
        """Whether all of its family can be taken at once."""
        return bool(self.kind) and self.kind.partition(".")[0] not in _MANY


@dataclass(frozen=True, slots=True)
class Latest:
    """A page of facts. `before`: where the next one begins, None when nothing is older. `looked_to`: the position down to
    which was looked, when that and not the number of facts ended the page."""

    rows: list[Row]
    before: int | None
    looked_to: int | None = None


def latest(
    contract: Contract, limit: int, *, before: int | None = None, sought: Sought | None = None
) -> Latest:
    """At most `limit` facts, the newest first; `before` a position for the next page. Needs the contract's scope."""
    if contract.pk not in current_scope():
        raise NoScope("the journal of a contract outside the scope was to be read")
    asked = sought or Sought()
    condition, params = asked.conditions()
    params |= {
        "contract": contract.pk,
        "limit": limit,
        "before": before if before is not None else 2**62,
        "low": 0,
    }
    rows: list[Row] = []
    with connection.cursor() as cursor:
        if condition and not asked.is_rare:
            cursor.execute(_HEAD, [contract.pk])
            found = cursor.fetchone()
            params["low"] = max(0, min(params["before"], (found[0] if found else 0) + 1) - STRETCH)
        if before is None:
            cursor.execute(_OPEN.replace("@sought", condition), params)
            rows = [_row(one) for one in cursor.fetchall()]
        if len(rows) < limit:
            statement = (_RARE if asked.is_rare else _SEALED).replace("@sought", condition)
            cursor.execute(statement, params | {"limit": limit - len(rows)})
            rows += [_row(one) for one in cursor.fetchall()]
    if len(rows) == limit:
        return Latest(rows, rows[-1].position)
    low = int(params["low"])
    return Latest(rows, low, low) if low > 1 else Latest(rows, None)


def _row(values: tuple[Any, ...]) -> Row:
    stream, payload, *rest = values
    return Row(stream, bytes(payload), *rest)

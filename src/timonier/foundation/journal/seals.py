"""Close blocks of the journal and name their heads. The database's own function does it; nobody else can."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import connections

from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

BLOCK = 10_000


@dataclass(frozen=True, slots=True)
class Head:
    """The last seal of a contract: enough to prove later that nothing before it was touched."""

    contract: str
    position: int
    block: int
    hash: str
    sealed_at: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def seal_open_block(contract: Contract, *, using: str = "default") -> int:
    """Seal all that is older than every running transaction; how many events got their position.

    What the caller's own transaction wrote stays open. Needs a scope that holds the contract.
    """
    total = 0
    with connections[using].cursor() as cursor:
        while True:
            cursor.execute("SELECT journal_seal(%s::smallint, %s)", [contract.pk, BLOCK])
            sealed: int = cursor.fetchone()[0]
            total += sealed
            if sealed < BLOCK:
                return total


def close_blocks(contract: Contract, *, tries: int = 50) -> int:
    """Give every fact its position, waiting for transactions that hold some back; how many still wait at the end.

    A transaction anywhere on the server holds a seal back, even one of another database: its number may be older.
    Opens its own scopes, a tenth of a second apart: no transaction of the caller's may be open.
    """
    waiting = 0
    for _ in range(tries):
        with scope([contract.pk]):
            seal_open_block(contract)
        with scope([contract.pk]):
            waiting = seal_lag(contract)[0]
            if not waiting:
                break
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.1)")
    return waiting


def head_of(contract: Contract, *, using: str = "default") -> Head | None:
    """The last seal of a contract; None when even its row is gone."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT position, block, encode(hash, 'hex'), sealed_at FROM journal_head WHERE contract_id = %s",
            [contract.pk],
        )
        row = cursor.fetchone()
    return Head(contract.key, *row) if row else None


def seal_lag(contract: Contract, *, using: str = "default") -> tuple[int, int | None]:
    """How many events wait for a seal, and the recording of the oldest of them (microseconds)."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(e.recorded_at) FROM journal_event e"
            " JOIN journal_head h ON h.contract_id = e.contract_id"
            " WHERE e.contract_id = %s AND e.xid >= h.horizon AND NOT EXISTS ("
            " SELECT FROM journal_position p WHERE p.contract_id = e.contract_id AND p.seq = e.seq)",
            [contract.pk],
        )
        count, oldest = cursor.fetchone()
    return count, oldest


def forget_xids(contract: Contract, *, using: str = "default") -> None:
    """After a restore: let the next seal look at every event again, whatever its transaction number."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT journal_forget_xids(%s::smallint)", [contract.pk])

"""What the tests of the foundation stand on: contracts of their own, real commits, a superuser who tampers."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import psycopg

from timonier.foundation.journal import Appended, append
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.registration import register_contract
from timonier.foundation.tenancy.scopes import scope

NOON = 1_776_000_000_000_000


@dataclass(frozen=True)
class Told:
    """A fact, as the journal wants it."""

    family: str
    key: str
    kind: str
    at: int
    known_at: int | None
    canonical: bytes

    @property
    def stream(self) -> str:
        return f"{self.family}/{self.key}"


def fact(n: int, key: str = "E1", kind: str = "created", known_at: int | None = None) -> Told:
    payload = json.dumps({"event": kind, "n": n, "title": "Écran noir"}, ensure_ascii=False).encode()
    return Told("ticket", key, kind, NOON + n, known_at, payload)


def facts(count: int) -> list[Told]:
    return [fact(n, key=f"E{n // 3}") for n in range(count)]


def new_contract() -> Contract:
    key = f"t-{uuid4().hex[:12]}"
    return register_contract(key, key, key)


def write(contract: Contract, told: Sequence[Told]) -> Appended:
    with scope([contract.pk]):
        return append(contract, told, actor="alice@demo.invalid", via="test")


@contextmanager
def tampering(dsn: str) -> Iterator[psycopg.Connection]:
    """A superuser's session with every trigger off: what an insider with the server in his hands can do."""
    with psycopg.connect(dsn) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection

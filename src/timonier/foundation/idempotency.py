"""One request, done once: the answer is kept under the key that the request carried, in the request's transaction.

It must not be used for facts of the journal: they have their own identity.
"""

from dataclasses import dataclass
from hashlib import sha256

from django.db import connections

from timonier.foundation.tenancy.models import Contract

MAX_KEY = 200


class KeyReused(ValueError):
    """The same key came with another request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered the first time."""

    status: int
    body: bytes


def claim(
    contract: Contract, source: str, key: str, request: bytes, *, using: str = "default"
) -> Answer | None:
    """None when the request is new: do it, then `keep` its answer. Otherwise the answer of the first time.

    A second request waits here until the first one's transaction ends; if that was undone, the second is new.
    Raises: KeyReused.
    """
    if not 0 < len(key) <= MAX_KEY:
        raise ValueError("an idempotency key has 1 to 200 characters")
    digest = sha256(request).digest()
    with connections[using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO idempotency_key (contract_id, source, key, request) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [contract.pk, source, key, digest],
        )
        if cursor.rowcount == 1:
            return None
        cursor.execute(
            "SELECT request, status, answer FROM idempotency_key WHERE contract_id = %s AND source = %s AND key = %s",
            [contract.pk, source, key],
        )
        kept, status, answer = cursor.fetchone()
    if bytes(kept) != digest:
        raise KeyReused(key)
    return Answer(status or 200, bytes(answer or b""))


def keep(contract: Contract, source: str, key: str, answer: Answer, *, using: str = "default") -> None:
    """Keep the answer of a claimed key; committed with what the request wrote."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "UPDATE idempotency_key SET status = %s, answer = %s WHERE contract_id = %s AND source = %s AND key = %s",
            [answer.status, answer.body, contract.pk, source, key],
        )

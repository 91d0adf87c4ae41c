"""Tokens of the API: made once, shown once, kept as a digest; each for one contract and named actions."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import connection
from django.utils import timezone

from timonier.directory.models import Account, ApiToken
from timonier.directory.rights import known_actions
from timonier.foundation.tenancy.models import Contract

_PREFIX = "tim_"
_MOST_DAYS = 730


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token opens."""

    contract_id: int
    token_id: int
    actions: frozenset[str]
    account_id: int | None


class UnknownActions(ValueError):
    """A token was asked for with actions that nobody knows."""


def create_token(
    contract: Contract, actions: Sequence[str], *, label: str, days: int = 365, account: Account | None = None
) -> str:
    """A new token's secret, seen here for the only time. Needs a scope.

    Raises: UnknownActions; ValueError for a life of no day or of more than two years.
    """
    unknown = known_actions(actions)
    if unknown or not actions:
        raise UnknownActions(", ".join(unknown))
    if not 1 <= days <= _MOST_DAYS:
        raise ValueError("a token lives between 1 and 730 days")
    secret = _PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        contract=contract,
        account=account,
        label=label[:80],
        digest=_digest(secret),
        actions=sorted(set(actions)),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return secret


def grant_of(secret: str) -> Grant | None:
    """What this secret opens now; None when it is unknown, expired or revoked. Needs no scope."""
    if not secret.startswith(_PREFIX) or len(secret) > 100:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contract, token, ARRAY(SELECT jsonb_array_elements_text(actions)), person FROM token_contract(%s)",
            [_digest(secret)],
        )
        row = cursor.fetchone()
    return Grant(row[0], row[1], frozenset(row[2]), row[3]) if row else None


def _digest(secret: str) -> bytes:
    # The secret is random and long: a plain digest keeps it, no slow hash is needed.
    return sha256(secret.encode()).digest()

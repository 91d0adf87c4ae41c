"""Answer a request that may come twice exactly once: the first answer is kept with its key."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from timonier.core.refusal import Refused
from timonier.foundation.tenancy.models import Contract

LONGEST = 200
_CLAIM = """
INSERT INTO desk_answer (contract_id, source, key, digest, answer, at)
VALUES (%s, %s, %s, %s, '', clock_timestamp()) ON CONFLICT (contract_id, source, key) DO NOTHING RETURNING id
"""
_KNOWN = "SELECT digest, answer FROM desk_answer WHERE contract_id = %s AND source = %s AND key = %s"
_KEEP = "UPDATE desk_answer SET answer = %s WHERE contract_id = %s AND id = %s"


def once(
    contract: Contract, source: str, key: str | None, asked: bytes, make: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """The answer, and whether it was made now. The same key with another request is refused. Raises: Refused.

    A refusal inside `make` undoes the claim of the key: what was mended can be sent again.
    """
    if not key or not key.strip():
        raise Refused("key_missing")
    if len(key) > LONGEST:
        raise Refused("key_too_long")
    digest = sha256(asked).digest()
    with transaction.atomic(), connection.cursor() as cursor:
        # A second request with the same key waits here for the end of the first one.
        cursor.execute(_CLAIM, [contract.pk, source, key, digest])
        claimed = cursor.fetchone()
        if claimed is None:
            cursor.execute(_KNOWN, [contract.pk, source, key])
            known, answer = cursor.fetchone()
            if bytes(known) != digest:
                raise Refused("key_reused")
            return json.loads(answer), False
        made = make()
        cursor.execute(_KEEP, [json.dumps(made), contract.pk, claimed[0]])
    return made, True

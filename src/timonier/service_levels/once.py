"""Answer a request that may come twice exactly once: the first answer is kept with its key, in the same transaction."""

import json
from collections.abc import Callable
from typing import Any

from django.db import transaction

from timonier.core.refusal import Refused
from timonier.foundation.idempotency import MAX_KEY, Answer, KeyReused, claim, keep
from timonier.foundation.tenancy.models import Contract


def once(
    contract: Contract, source: str, key: str, asked: bytes, make: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """The answer, and whether it was made now. A refusal undoes the claim of the key. Raises: Refused."""
    if not key:
        raise Refused("key_missing")
    if len(key) > MAX_KEY:
        raise Refused("key_too_long")
    with transaction.atomic():
        try:
            known = claim(contract, source, key, asked)
        except KeyReused as error:
            raise Refused("key_reused") from error
        if known is not None:
            return json.loads(known.body), False
        made = make()
        keep(contract, source, key, Answer(200, json.dumps(made).encode()))
    return made, True

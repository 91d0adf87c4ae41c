"""Register a contract: its row, its partition of the journal, its head. Runs as the owner."""

import re

from django.db import connections, transaction

from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")


def register_contract(key: str, title_fr: str, title_en: str) -> Contract:
    """The contract with this key, made with its partition when it is new. Titles are brought up to date.

    Raises: ValueError for a key that cannot stand in an address.
    Note: commits on the owner's connection, so the caller must not hold an open transaction on the contract's row.
    """
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a contract key: {key!r}")
    with transaction.atomic(using="owner"):
        with connections["owner"].cursor() as cursor:
            # Two loads of one new contract: the second waits, then finds it.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('timonier.register_contract'))")
        contract, is_new = Contract.objects.using("owner").update_or_create(
            key=key, defaults={"title_fr": title_fr, "title_en": title_en}
        )
        if is_new:
            with scope([contract.pk], using="owner"), connections["owner"].cursor() as cursor:
                cursor.execute("SELECT journal_open(%s::smallint)", [contract.pk])
    contract._state.db = "default"
    return contract

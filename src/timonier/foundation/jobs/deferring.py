"""Defer a job with the caller's transaction: visible to workers when that commits, gone when it does not."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from timonier.foundation.jobs.choices import State
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.jobs.queue import push
from timonier.foundation.jobs.registry import NAME
from timonier.foundation.tenancy.scopes import NoScope, current_scope

Id = int | str | bool | None
_INSERT = """
INSERT INTO job_run (contract_id, public_id, account_id, name, ids, key, state, done, total, attempts, reason, created_at)
VALUES (%s, %s, %s, %s, %s::jsonb, %s, 'waiting', 0, 0, 0, '', clock_timestamp())
ON CONFLICT (contract_id, name, key) WHERE state = 'waiting' AND NOT key = '' DO UPDATE SET key = EXCLUDED.key
RETURNING public_id
"""


def defer(
    name: str, *, contract_id: int, account_id: int | None = None, key: str = "", seconds: int = 0, **ids: Id
) -> UUID:
    """Have a job run after the commit, `seconds` later at the earliest; the public id of its run.

    `key`: while one run of this name and key waits, a second call gives that one; the worker cannot begin it before the caller
    commits, so it sees what the caller wrote. Raises: NoScope; ValueError for a malformed name or arguments that are no ids.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"not a job's name: {name!r}")
    if contract_id not in current_scope():
        raise NoScope("a job of a contract outside the scope was to be deferred")
    if any(not isinstance(one, int | str | None) or len(str(one)) > 200 for one in ids.values()):
        raise ValueError("a job takes ids and codes, never data")
    wanted = uuid4()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [contract_id, wanted, account_id, name, json.dumps(ids), key[:200]])
            found: UUID = cursor.fetchone()[0]
        if found == wanted:
            push(contract_id, found, seconds)
    return found


def replay(run: JobRun) -> None:
    """Begin again what was set aside, with all its attempts. Needs the scope; a run in another state stays as it is."""
    with transaction.atomic():
        changed: Any = JobRun.objects.filter(pk=run.pk, contract=run.contract_id, state=State.ASIDE).update(
            state=State.WAITING, attempts=0, reason="", done=0, total=0, ended_at=None
        )
        if changed:
            push(run.contract_id, run.public_id, 0)

"""Run one job: mark it begun, do its work in one transaction with its end, keep what went wrong.

A run that is done is not done again, whoever comes with it: the mark and the work are one transaction.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils import timezone

from timonier.foundation.jobs.choices import MOST_ATTEMPTS, State
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.jobs.registry import function_of
from timonier.foundation.jobs.telling import told_aside, told_ready
from timonier.foundation.tenancy.jobs import scoped_job
from timonier.foundation.tenancy.models import Contract

log = logging.getLogger("timonier.jobs")
TOLD_EVERY = 0.5
KEPT = timedelta(days=30)
_PROGRESS = "UPDATE job_run SET done = %s, total = %s WHERE contract_id = %s AND public_id = %s"


@dataclass(slots=True)
class _Running:
    """The run of this thread, with a connection of its own to say how far it is: its transaction is seen at the end only."""

    contract_id: int
    run_id: UUID
    account_id: int | None
    told_at: float = 0.0
    side: Any = None


_current: ContextVar[_Running | None] = ContextVar("timonier_job", default=None)


def current_account() -> int | None:
    """Who asked for the job that runs here; None outside one, and for what nobody asked."""
    running = _current.get()
    return None if running is None else running.account_id


def progress(done: int, total: int) -> None:
    """Let people see how far the job is. Outside a job it does nothing; it may be called as often as one likes."""
    running = _current.get()
    if running is None:
        return
    now = time.monotonic()
    if now - running.told_at < TOLD_EVERY and done != total:
        return
    running.told_at = now
    if running.side is None:
        running.side = connections["default"].copy()
        running.side.ensure_connection()
    session = running.side.connection
    with session.transaction(), session.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('timonier.scope', %s, true)", ["{" + str(running.contract_id) + "}"]
        )
        cursor.execute(_PROGRESS, [done, total, running.contract_id, running.run_id])


def run(contract_id: int, run_id: UUID) -> None:
    """Run once. Raises: whatever the job raised, so that the queue tries again."""
    begun = _begin(contract_id=contract_id, run_id=run_id)
    if begun is None:
        return
    with _running(contract_id, begun):
        try:
            _work(contract_id=contract_id, run_id=run_id)
        except Exception as error:
            log.exception("job %s failed, attempt %s", begun.name, begun.attempts)
            _fail(contract_id=contract_id, run_id=run_id, reason=f"{type(error).__name__}: {error}"[:500])
            raise


@scoped_job
def _begin(contract: Contract, *, run_id: UUID) -> JobRun | None:
    """The run, marked; None when there is nothing left to do."""
    rows = JobRun.objects.select_for_update().filter(contract=contract, public_id=run_id)
    row: JobRun | None = rows.first()
    if row is None or row.is_over:
        return None
    if row.attempts >= MOST_ATTEMPTS:
        # Each time its worker went with it: no exception was ever seen.
        row.state, row.ended_at = State.ASIDE, timezone.now()
        row.reason = row.reason or "the worker ended each time"
        row.save(update_fields=["state", "ended_at", "reason"])
        told_aside(contract, row)
        return None
    row.state, row.attempts = State.RUNNING, row.attempts + 1
    row.done = row.total = 0
    row.save(update_fields=["state", "attempts", "done", "total"])
    return row


@scoped_job
def _work(contract: Contract, *, run_id: UUID) -> None:
    with connections["default"].cursor() as cursor:
        # Given out twice, it is worked on once at a time. No lock of the row: saying how far it is would wait for it.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"timonier.job {run_id}"])
    row = JobRun.objects.get(contract=contract, public_id=run_id)
    if row.is_over:
        return
    # Inside the scope of this transaction: the function's own one only narrows it, so work and end are one.
    result = function_of(row.name)(contract_id=contract.pk, **row.ids)
    row.state, row.result = State.DONE, result
    JobRun.objects.filter(contract=contract, pk=row.pk).update(
        state=State.DONE, result=result, ended_at=timezone.now(), reason=""
    )
    told_ready(contract, row)


@scoped_job
def _fail(contract: Contract, *, run_id: UUID, reason: str) -> None:
    row = JobRun.objects.select_for_update().get(contract=contract, public_id=run_id)
    is_last = row.attempts >= MOST_ATTEMPTS
    row.state = State.ASIDE if is_last else State.WAITING
    row.reason, row.ended_at = reason, timezone.now() if is_last else None
    if not is_last and row.key and _has_twin(row):
        row.key = ""  # meanwhile another waits under it
    row.save(update_fields=["state", "reason", "ended_at", "key"])
    if is_last:
        told_aside(contract, row)


def _has_twin(row: JobRun) -> bool:
    return bool(
        JobRun.objects.filter(
            contract=row.contract_id, name=row.name, key=row.key, state=State.WAITING
        ).exists()
    )


@contextmanager
def _running(contract_id: int, row: JobRun) -> Iterator[None]:
    running = _Running(contract_id, row.public_id, row.account_id)
    token = _current.set(running)
    try:
        yield
    finally:
        _current.reset(token)
        if running.side is not None:
            running.side.close()


def forget_old(contract: Contract) -> int:
    """Remove runs that were done long ago; what is set aside stays. Needs the scope."""
    before = timezone.now() - KEPT
    return int(JobRun.objects.filter(contract=contract, state=State.DONE, ended_at__lt=before).delete()[0])

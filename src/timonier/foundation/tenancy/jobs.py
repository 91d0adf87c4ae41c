"""The one way in which a worker touches a contract: contract from the argument, transaction, scope, connection closed.

A job handles one contract. What concerns several only fans out, one job a contract. Arguments are ids and keys, never
data: the queue's table has no lock by contract.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connections

from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

SCOPED = "_timonier_scoped"


def scoped_job[R](job: Callable[..., R]) -> Callable[..., R]:
    """Decorate `job(contract: Contract, **ids)`; it is called as `job(contract_id=…, **ids)`.

    Every exception undoes all that the job wrote and reaches the queue, which tries again.
    """

    @wraps(job)
    def run(*, contract_id: int, **ids: Any) -> R:
        if not connections["default"].in_atomic_block:
            connections["default"].close_if_unusable_or_obsolete()
        try:
            with scope([contract_id]):
                return job(Contract.objects.get(pk=contract_id), **ids)
        finally:
            # A worker's thread may sleep for long: it must not keep a connection, nor what is set on it.
            if not connections["default"].in_atomic_block:
                connections["default"].close()

    setattr(run, SCOPED, True)
    return run

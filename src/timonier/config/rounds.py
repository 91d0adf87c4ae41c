"""One round of the worker over all contracts. A contract that fails does not keep the others waiting."""

import logging
import time

from django.db import DatabaseError, close_old_connections, connections

from timonier.foundation.journal.seals import seal_open_block
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import drain

log = logging.getLogger("timonier.worker")
AT_ONCE = 400
IDLE, LOST = 0.25, 2.0


class Rounds:
    """Remembers when it sealed last."""

    def __init__(self, seal_every: float) -> None:
        self._seal_every = seal_every
        self._sealed_at = 0.0

    def once(self) -> float:
        """Do what waits; seconds to pause before the next round."""
        close_old_connections()
        try:
            contracts = list(Contract.objects.order_by("id"))
        except DatabaseError:
            log.warning("the database does not answer; trying again")
            connections.close_all()
            return LOST
        is_time = time.monotonic() - self._sealed_at >= self._seal_every
        done = sum(self._work(contract, is_time) for contract in contracts)
        if is_time:
            self._sealed_at = time.monotonic()
        return 0.0 if done else IDLE

    def _work(self, contract: Contract, is_time: bool) -> int:
        try:
            if is_time:
                with scope([contract.pk]):
                    seal_open_block(contract)
            with scope([contract.pk]):
                return drain(contract, AT_ONCE)
        except DatabaseError:
            log.exception("a round of contract %s failed; trying again", contract.key)
            connections.close_all()
            return 0

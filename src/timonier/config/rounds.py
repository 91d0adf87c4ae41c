"""One round of the worker over all contracts. A contract that fails does not keep the others waiting.

News is measured and sealed in one thread; the figures of months, which may take seconds, are drawn in another.
"""

import logging
import time

from django.db import DatabaseError, OperationalError, close_old_connections, connections

from timonier.config.playing import Playing
from timonier.core.refusal import Refused
from timonier.foundation.attachments import forget_expired
from timonier.foundation.jobs.queue import has_work
from timonier.foundation.jobs.running import forget_old
from timonier.foundation.journal.seals import seal_open_block
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import drain
from timonier.service_levels.keeping import keep
from timonier.service_levels.warnings import Watch, warn

log = logging.getLogger("timonier.worker")
AT_ONCE = 400
IDLE, LOST = 0.25, 2.0
TIDY_EVERY = 600.0
FIGURES_IDLE, SET_ASIDE = 1.0, 60.0
WARN_EVERY = 15.0


class Rounds:
    """Remembers when it sealed last."""

    def __init__(self, seal_every: float) -> None:
        self._seal_every = seal_every
        self._sealed_at = self._warned_at = 0.0
        self._tidied_at = time.monotonic()
        self._watches: dict[int, Watch] = {}
        self._playing = Playing()

    def once(self) -> float:
        """Do what waits; seconds to pause before the next round."""
        close_old_connections()
        try:
            contracts = list(Contract.objects.order_by("id"))
            self._playing.once()
        except DatabaseError:
            log.warning("the database does not answer; trying again")
            connections.close_all()
            return LOST
        is_time = time.monotonic() - self._sealed_at >= self._seal_every
        done = sum(self._work(contract, is_time) for contract in contracts)
        if is_time:
            self._sealed_at = time.monotonic()
        if not done and time.monotonic() - self._warned_at >= WARN_EVERY:
            for contract in contracts:
                self._warn(contract)
            self._warned_at = time.monotonic()
        if not done and time.monotonic() - self._tidied_at >= TIDY_EVERY:
            self._tidied_at = time.monotonic()
            for contract in contracts:
                self._tidy(contract)
        return 0.0 if done else IDLE

    def has_jobs(self) -> bool:
        """Whether a job is due; False while the database does not answer."""
        try:
            return has_work()
        except DatabaseError:
            connections.close_all()
            return False

    def _tidy(self, contract: Contract) -> None:
        """Results that have expired and runs that ended long ago go, when there is nothing else to do."""
        try:
            with scope([contract.pk]):
                forget_expired(contract)
                forget_old(contract)
        except (DatabaseError, OSError):
            log.exception("the old results of contract %s stay for now", contract.key)

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

    def _warn(self, contract: Contract) -> None:
        watch = self._watches.setdefault(contract.pk, Watch({}))
        try:
            with scope([contract.pk]):
                warn(contract, watch)
        except DatabaseError:
            log.exception("the warnings of contract %s failed; trying again", contract.key)
            connections.close_all()


class Figures:
    """Draws the months' figures. A contract whose figures fail is left alone for a while; its marks stay."""

    def __init__(self) -> None:
        self._failed: dict[int, float] = {}

    def once(self) -> float:
        """Draw one month of each contract that has one due; seconds to pause before the next round."""
        close_old_connections()
        try:
            contracts = list(Contract.objects.order_by("id"))
        except DatabaseError:
            connections.close_all()
            return LOST
        return 0.0 if sum(self._draw(contract) for contract in contracts) else FIGURES_IDLE

    def _draw(self, contract: Contract) -> int:
        if time.monotonic() - self._failed.get(contract.pk, -SET_ASIDE) < SET_ASIDE:
            return 0
        try:
            return int(keep(contract))
        except OperationalError:
            log.info("figures of contract %s: somebody else drew them; trying again", contract.key)
            connections.close_all()
        except (DatabaseError, Refused, ArithmeticError, LookupError, TypeError, ValueError, AssertionError):
            log.exception("figures of contract %s failed; trying again later", contract.key)
            self._failed[contract.pk] = time.monotonic()
            connections.close_all()
        return 0

"""How the installation is: database, measures, seals, disk, clock. Totals over all contracts, never one contract's."""

import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from timonier.foundation.jobs.choices import State
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.journal.seals import seal_lag
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.models import Setback
from timonier.measures.services import lag

READY_WITHIN = 30.0
"""Above this many seconds of waiting measures or seals something is wrong."""
SKEW = 2.0
"""Above this many seconds the web server's clock is wrong: the database's alone dates facts, but pages count down by it."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """Units: seconds, bytes, counts."""

    streams_waiting: int
    events_unsealed: int
    oldest_unsealed_seconds: float
    set_aside: int
    jobs_aside: int
    disk_free: int
    disk_total: int
    clock_skew_seconds: float

    def as_json(self) -> dict[str, Any]:
        """For `/readyz`."""
        return asdict(self)

    @property
    def is_well(self) -> bool:
        """Whether nothing needs a person."""
        return (
            self.oldest_unsealed_seconds < READY_WITHIN
            and self.set_aside == 0
            and self.jobs_aside == 0
            and self.disk_free > 200_000_000
            and abs(self.clock_skew_seconds) < SKEW
        )


def vitals(contracts: Iterable[int] | None = None) -> Vitals:
    """Look once: at all contracts, or at these alone inside a request's scope. Raises: DatabaseError."""
    with connection.cursor() as cursor:
        before = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        database = float(cursor.fetchone()[0])
        skew = database - (before + time.time()) / 2
    waiting = unsealed = aside = jobs = 0
    oldest = database
    rows = Contract.objects.all() if contracts is None else Contract.objects.filter(pk__in=contracts)
    for contract in rows:
        with scope([contract.pk]):
            waiting += lag(contract)
            count, since = seal_lag(contract)
            unsealed += count
            oldest = min(oldest, since / 1e6) if since else oldest
            aside += Setback.objects.filter(contract=contract).count()
            jobs += JobRun.objects.filter(contract=contract, state=State.ASIDE).count()
    disk = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else settings.BASE_DIR)
    late = round(max(0.0, database - oldest), 3)
    return Vitals(waiting, unsealed, late, aside, jobs, disk.free, disk.total, round(skew, 4))

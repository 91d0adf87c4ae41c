"""How the installation is: database, measures, seals, disk, clock. Totals over all contracts, never one contract's."""

import shutil
import time
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from timonier.foundation.journal.seals import seal_lag
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.models import Setback
from timonier.measures.services import lag

READY_WITHIN = 30.0
"""Above this many seconds of waiting measures or seals something is wrong."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """Units: seconds, bytes, counts."""

    streams_waiting: int
    events_unsealed: int
    oldest_unsealed_seconds: float
    set_aside: int
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
            and self.disk_free > 200_000_000
        )


def vitals() -> Vitals:
    """Look once. Raises: DatabaseError."""
    with connection.cursor() as cursor:
        before = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        database = float(cursor.fetchone()[0])
        skew = database - (before + time.time()) / 2
    waiting = unsealed = aside = 0
    oldest = database
    for contract in Contract.objects.all():
        with scope([contract.pk]):
            waiting += lag(contract)
            count, since = seal_lag(contract)
            unsealed += count
            oldest = min(oldest, since / 1e6) if since else oldest
            aside += Setback.objects.filter(contract=contract).count()
    disk = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else settings.BASE_DIR)
    late = round(max(0.0, database - oldest), 3)
    return Vitals(waiting, unsealed, late, aside, disk.free, disk.total, round(skew, 4))

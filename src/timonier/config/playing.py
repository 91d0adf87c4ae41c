"""The demonstration's life goes on: what the present month brings is told when its time has come.

Nothing is kept of how far it came. The lines depend on seed and month alone and every fact has its identity: whoever
tells them again, after a restart or beside another worker, tells nothing new.
"""

import time
from typing import Any

from timonier.contracts.queries import definition, plans_of
from timonier.core.instants import month_bounds, month_of, parse_instant
from timonier.exchange import demonstration
from timonier.exchange.loading import Report, load_objects
from timonier.foundation.installation import Installation, installation
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import now
from timonier.service_levels.models import PublishedMonth

LIVING = "living"
"""Stands among the steps of an installation whose demonstration was decided without an anchor."""
DEMONSTRATED, LAST = "vsgp", "2027-06"
EVERY, SELDOM = 10.0, 300.0
PARIS = "Europe/Paris"
_AT_ONCE = 20_000
Line = tuple[int, dict[str, Any]]


def lines_after(decided: Installation, services: list[str], month: str) -> list[Line]:
    """What happens, or is learnt, from the end of the anchor month to the end of `month`, in order of that instant."""
    since = month_bounds(decided.anchor, PARIS)[1]
    found: list[Line] = []
    one = demonstration.months(decided.anchor)[0]
    while one <= month:
        for line in demonstration.generate_month(one, month, decided.seed, services):
            instant = max(parse_instant(line["at"]), parse_instant(line["known_at"]))
            if instant >= since:
                found.append((instant, line))
        one = demonstration.next_month(one)
    return sorted(found, key=lambda pair: pair[0])


class Playing:
    """What is still to come of the present month, kept in memory until its time has come."""

    def __init__(self) -> None:
        self._month = ""
        self._coming: list[Line] = []
        self._next = 0.0

    def once(self) -> int:
        """Tell what has come due since the last time; how many facts were new. Looks at the clock every few seconds."""
        if time.monotonic() < self._next:
            return 0
        self._next = time.monotonic() + EVERY
        decided = installation()
        if decided is None or LIVING not in decided.steps:
            self._next = time.monotonic() + SELDOM
            return 0
        return self.catch_up(decided, now())

    def catch_up(self, decided: Installation, instant: int) -> int:
        """Tell everything up to an instant (microseconds)."""
        contract = Contract.objects.get(key=DEMONSTRATED)
        month = min(month_of(instant, PARIS), LAST)
        if month != self._month:
            services = sorted(definition(contract).versions[-1].services)
            self._coming, self._month = lines_after(decided, services, month), month
        due = [line for at, line in self._coming if at <= instant]
        self._coming = self._coming[len(due) :]
        return sum(
            self._tell(contract, due[start : start + _AT_ONCE]) for start in range(0, len(due), _AT_ONCE)
        )

    def _tell(self, contract: Contract, due: list[dict[str, Any]]) -> int:
        """A month that somebody sealed meanwhile stays as it was published: the play does not correct it."""
        with scope([contract.pk]):
            sealed = set(PublishedMonth.objects.filter(contract=contract).values_list("month", flat=True))
        tz = plans_of(contract).tz
        kept = [line for line in due if month_of(parse_instant(line["at"]), tz) not in sealed]
        if not kept:
            return 0
        report: Report = load_objects(
            contract, enumerate(kept, 1), actor="demonstration", via=demonstration.VIA
        )
        return report.accepted

"""What a what-if is asked for: months, readings, hours, a draft, from an address or a program. Everything is checked here."""

from collections.abc import Iterable
from dataclasses import dataclass

from timonier.contracts import spoken
from timonier.contracts.queries import sources_of
from timonier.contracts.uploads import laid_over
from timonier.core.contract.schema import parse_week
from timonier.core.contract.source import Invalid
from timonier.core.instants import BadInstant, month_first
from timonier.core.refusal import Refused
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels.kept import source_tried
from timonier.service_levels.whatif import MOST_MONTHS, Alternative, last_months


@dataclass(frozen=True, slots=True)
class AskedWhatIf:
    """As given: `readings` as "name=value", `week` typed for the service `hours`, the number of a draft."""

    last: str
    count: int = 13
    readings: tuple[str, ...] = ()
    hours: str = ""
    week: str = ""
    draft: int | None = None
    throughout: bool = True

    @property
    def is_something(self) -> bool:
        """Whether anything is to be tried."""
        return bool(self.readings or self.week or self.draft)

    def months(self) -> list[str]:
        """The months that are meant. Raises: Refused."""
        try:
            month_first(self.last)
        except BadInstant as error:
            raise Refused("bad_month", value=self.last[:60]) from error
        if not 1 <= self.count <= MOST_MONTHS:
            raise Refused("whatif_too_many_months", most=MOST_MONTHS)
        return last_months(self.last, self.count)

    def alternative(self, contract: Contract) -> Alternative:
        """What is to be tried. Raises: Refused."""
        if not self.is_something:
            raise Refused("whatif_nothing_to_try")
        if self.draft is not None:
            source = source_tried(contract, self.draft)
            return Alternative(pairs(self.readings), source, self.draft, throughout=self.throughout)
        if self.week:
            base, week = sources_of(contract)[-1], spoken.week(self.week)
            if parse_week(week) is None or self.hours not in base.tree.get("hours", {}):
                raise Refused("whatif_bad_week", value=self.week[:80])
            readings = {
                name: value
                for name, value in base.tree.get("readings", {}).items()
                if name != f"hours.{self.hours}"
            }
            tree = {**base.tree, "readings": readings}
            try:
                source = laid_over(
                    contract, type(base)(tree, base.lists), {"hours": {self.hours: {"week": week}}}
                )
            except Invalid as invalid:
                raise Refused("whatif_bad_week", value=self.week[:80]) from invalid
            return Alternative(pairs(self.readings), source)
        return Alternative(pairs(self.readings))


def pairs(readings: Iterable[str]) -> dict[str, str]:
    """NAME=VALUE pairs as a mapping. Raises: Refused."""
    found = {}
    for pair in readings:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise Refused("bad_option", value=pair[:60], expected="NAME=VALUE")
        found[name.strip()] = value.strip()
    return found

"""Plans that note which readings an evaluation has looked at, so that it is done again only where another answer could
change it.

The same arithmetic runs on them; nothing is computed here. An evaluation that never asked for a reading gives the same
measures whatever the reading says, because nothing else told the two plans apart.
"""

from collections.abc import Mapping
from typing import Any

from timonier.core.calendars import Opening
from timonier.core.contract.model import Contract, Kpi
from timonier.core.plan import Attributes, Plan, Plans


class _Noted(dict[str, str]):
    """Readings that remember who was asked."""

    __slots__ = ("seen",)

    def __init__(self, values: Mapping[str, str], seen: set[str]) -> None:
        super().__init__(values)
        self.seen = seen

    def __getitem__(self, name: str) -> str:
        self.seen.add(name)
        return super().__getitem__(name)


class TracedPlan(Plan):
    """A plan that notes every reading it answers for; what it keeps at hand is noted as if it were asked again."""

    def __init__(self, plan: Plan, overrides: Mapping[str, str], seen: set[str]) -> None:
        self.seen = seen
        super().__init__(plan.version, overrides)
        self.readings = _Noted(self.readings, seen)

    @property
    def strict(self) -> bool:
        self.seen.add("met_comparison")
        return self._strict

    @strict.setter
    def strict(self, value: bool) -> None:
        self._strict = value

    @property
    def duty_opening(self) -> Opening:
        self.seen.add(f"hours.{self.version.duties.service}")
        return self._duty_opening

    @duty_opening.setter
    def duty_opening(self, value: Opening) -> None:
        self._duty_opening = value

    def opening(self, service: str) -> Opening:
        self.seen.add(f"hours.{service}")
        return super().opening(service)

    def target(self, kpi: Kpi, start: int) -> int:
        if kpi.target is not None and kpi.target.unit == "service_days":
            self.seen.update(("day_targets", f"hours.{kpi.service or 'desk'}"))
        return super().target(kpi, start)

    def choose(self, attributes: Attributes) -> Kpi | None:
        if attributes.get("priority") == "major" and attributes.get("birth_level", 1) != 1:
            self.seen.add("major_at_level_2")
        return super().choose(attributes)


class TracedPlans(Plans):
    """The plans of a contract, each of which notes what it was asked in `seen`."""

    def __init__(self, contract: Contract, overrides: Mapping[str, str] | None = None) -> None:
        super().__init__(contract, overrides)
        self.seen: set[str] = set()
        self._plans = [TracedPlan(plan, self.overrides, self.seen) for plan in self._plans]


def readings_of(plans: Plans) -> list[dict[str, str]]:
    """The readings of every version, to compare two sets of plans."""
    return [dict(plan.readings) for plan in plans.all()]


def differing(one: Plans, other: Plans) -> frozenset[str] | None:
    """Names of the readings that differ between two sets of plans of the same versions; None: the versions differ."""
    left, right = one.all(), other.all()
    if [plan.version.digest for plan in left] != [plan.version.digest for plan in right]:
        return None
    found: set[str] = set()
    for a, b in zip(readings_of(one), readings_of(other), strict=True):
        found |= {name for name in a.keys() | b.keys() if a.get(name) != b.get(name)}
    return frozenset(found)


_JUDGING = ("objective", "at_most", "level", "title_fr", "title_en", "clause", "unknowns")


def measuring(plans: Plans) -> list[Any]:
    """All that measures of single items can read of the versions: two that agree on it measure alike.

    Left out is only what months read: objectives, levels, prices, phases, unknowns, titles, annexes.
    """
    found = []
    for plan in plans.all():
        version = plan.version
        kpis = [
            (kpi.key, kpi.family, kpi.service, kpi.target, sorted(kpi.params.items(), key=lambda one: one[0]))
            for kpi in version.kpis
        ]
        found.append(
            (
                version.effective_from if len(plans.all()) > 1 else None,
                version.timezone,
                version.holidays,
                version.hours,
                kpis,
                version.duties,
                version.categories,
                version.default_priority,
                version.default_urgency,
                version.reopen_days,
                dict(plan.readings),
            )
        )
    return found

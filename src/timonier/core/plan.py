"""One contract version under one set of readings, made ready for the arithmetic: openings, targets, choice of KPI."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from timonier.core.calendars import Opening, opening
from timonier.core.contract.model import Contract, ContractVersion, Kpi, Target
from timonier.core.instants import SECOND, local
from timonier.core.readings import READINGS
from timonier.core.refusal import Refused

OF_TICKETS = ("tickets_taken", "first_contact", "first_escalation", "reopened", "ticket_scores")
"""Families of KPIs that read the life of a ticket, those of resolution left aside."""
Attributes = Mapping[str, Any]


class Plan:
    """What the measures of one contract version need at hand. Immutable once made."""

    def __init__(self, version: ContractVersion, overrides: Mapping[str, str]) -> None:
        self.version = version
        self.tz = version.timezone
        defaults = {name: values[0] for name, values in READINGS.items()}
        self.readings = {
            **defaults,
            "penalty_basis": version.penalties.basis,
            **version.readings,
            **overrides,
        }
        self.strict = self.readings["met_comparison"] == "less_than"
        self._openings: dict[str, Opening] = {}
        self._choices: dict[tuple[Any, ...], Kpi | None] = {}
        self._targets: dict[str, int] = {}  # of those that are the same for every item
        self.received: dict[tuple[Any, ...], bool] = {}
        self.by_family: dict[str, list[Kpi]] = {}
        for kpi in version.kpis:
            self.by_family.setdefault(kpi.family, []).append(kpi)
        self.of_tickets = [kpi for family in OF_TICKETS for kpi in self.by_family.get(family, ())]
        self.resolution = self.by_family.get("resolution", [])
        self.duty_opening = self.opening(version.duties.service)
        self.duty_period = self._length(version.duties.period, self.duty_opening)

    def one(self, family: str) -> Kpi | None:
        """The KPI of a family that has one at most."""
        found = self.by_family.get(family)
        return found[0] if found else None

    def opening(self, service: str) -> Opening:
        """Opening of a service under these readings."""
        found = self._openings.get(service)
        if found is None:
            found = self._openings[service] = opening(self.version, service, self.readings)
        return found

    def target(self, kpi: Kpi, start: int) -> int:
        """Target of an item whose clock started at `start`. Units: microseconds of the KPI's clock."""
        found = self._targets.get(kpi.key)
        if found is not None:
            return found
        target = kpi.target
        if target is None:
            return 0
        if (
            target.unit == "service_days"
            and self.readings["day_targets"] == "working_days"
            and target.value == int(target.value)
        ):
            clock = self.opening(kpi.service or "desk")
            return clock.elapsed(start, clock.end_of_working_day(start, int(target.value)))
        clock_of = self.opening(kpi.service) if kpi.service else None
        length = self._targets[kpi.key] = self._length(target, clock_of)
        return length

    def choose(self, attributes: Attributes) -> Kpi | None:
        """KPI of resolution that an item falls under, its perimeter left aside; None for information and changes."""
        get = attributes.get
        request = get("type") == "request"
        key = (
            get("type"),
            get("scope"),
            get("urgency") if request else get("priority"),
            bool(get("vip")),
            bool(get("blocking")),
            get("birth_level", 1),
        )
        if key not in self._choices:
            self._choices[key] = next((kpi for kpi in self.resolution if self._admits(kpi.params, key)), None)
        return self._choices[key]

    def _admits(self, params: Mapping[str, Any], key: tuple[Any, ...]) -> bool:
        kind, scope, rank, vip, blocking, level = key
        if params.get("type") != kind:
            return False
        if params.get("scope") not in (None, scope):
            return False
        if params.get("blocking") not in (None, blocking):
            return False
        if params.get("or_vip") and vip:
            return True
        if params.get("vip") not in (None, vip):
            return False
        if rank == "major" and level != 1 and self.readings["major_at_level_2"] == "high":
            rank = "high"
        wanted = params.get("urgencies") if kind == "request" else params.get("priorities")
        return wanted is None or rank in wanted

    def _length(self, target: Target, clock: Opening | None) -> int:
        if target.unit == "service_days":
            if clock is None:
                raise Refused("target_in_days_without_hours")
            return int(target.value * clock.day)
        return int(target.value * SECOND)


class Plans:
    """The plans of a contract: the version in force at an instant, under its own readings and those asked for."""

    def __init__(self, contract: Contract, overrides: Mapping[str, str] | None = None) -> None:
        self.contract = contract
        self.overrides = dict(overrides or {})
        check_readings(contract, self.overrides)
        self._plans = [Plan(version, self.overrides) for version in contract.versions]
        self._from = [version.effective_from for version in contract.versions]
        self.tz = contract.versions[-1].timezone
        self._single = len(self._plans) == 1

    def at(self, us: int) -> Plan:
        """Plan in force at an instant (local date of its version); the first one before any."""
        if self._single:
            return self._plans[0]
        return self.on(local(us, self.tz).date())

    def all(self) -> list[Plan]:
        """Every version's plan, oldest first."""
        return list(self._plans)

    def on(self, day: date) -> Plan:
        """Plan in force on a local day."""
        chosen = self._plans[0]
        for plan, starts in zip(self._plans, self._from, strict=True):
            if starts <= day:
                chosen = plan
        return chosen


def check_readings(contract: Contract, overrides: Mapping[str, str]) -> None:
    """Refuse a reading that the register does not know, naming those it knows."""
    for name, value in overrides.items():
        if name.startswith("hours."):
            hours = contract.versions[-1].hours.get(name.removeprefix("hours."))
            if hours is None:
                known = ", ".join(f"hours.{key}" for key in contract.versions[-1].hours)
                raise Refused("unknown_reading", name=name, known=known)
            shipped = contract.versions[-1].readings.get(name)
            allowed: tuple[str, ...] = tuple(key for key, _ in hours.alternatives) + (
                (shipped,) if shipped else ()
            )
        elif name in READINGS:
            allowed = READINGS[name]
        else:
            raise Refused("unknown_reading", name=name, known=", ".join(READINGS))
        if name == "abandoned_short_seconds" and value.isdecimal() and len(value) < 6:
            continue
        if value not in allowed:
            raise Refused("unknown_reading_value", name=name, value=value, known=", ".join(allowed))

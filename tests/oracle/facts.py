"""What the oracle knows of a contract: opening of each service minute by minute, targets, and who starts a duty.

Read from the YAML as plain data. Minutes are whole numbers since 1970-01-01T00:00Z.
"""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

VSGP = Path(__file__).parents[2] / "contracts" / "vsgp"
PARIS = ZoneInfo("Europe/Paris")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ALWAYS = "24x7"


def minute_of(text: str) -> int:
    """The minute of an ISO 8601 instant; the oracle knows no finer grain."""
    passed = datetime.fromisoformat(text) - EPOCH
    whole, rest = divmod(passed, timedelta(minutes=1))
    if rest:
        raise ValueError(f"not on a minute: {text}")
    return whole


def local(minute: int) -> datetime:
    """The wall clock of Paris at a minute."""
    return (EPOCH + timedelta(minutes=minute)).astimezone(PARIS)


def text_of(minute: int) -> str:
    """The ISO 8601 form of a minute, with the offset of Paris."""
    return local(minute).isoformat()


def month_of(minute: int) -> str:
    """The month of Paris in which a minute lies."""
    return local(minute).strftime("%Y-%m")


@dataclass(frozen=True, eq=False)  # known by itself: every minute asks for its answer by it
class Opening:
    """The hours of one service: days of the week, opening and closing in minutes of the local day."""

    days: frozenset[int]
    opens: int
    closes: int
    closed_on: frozenset[date]

    @property
    def service_day(self) -> int:
        """Minutes of a standard day."""
        return self.closes - self.opens

    @cache  # noqa: B019 - a handful of services that live as long as the tests
    def is_open(self, minute: int) -> bool:
        """Whether the service is open during [minute, minute + 1)."""
        wall = local(minute)
        if wall.weekday() not in self.days or wall.date() in self.closed_on:
            return False
        return self.opens <= wall.hour * 60 + wall.minute < self.closes


@dataclass(frozen=True)
class Facts:
    """A contract as the oracle sees it."""

    openings: dict[str, Opening]
    targets: dict[str, int]  # minutes of service; KPI-01 is in seconds and read apart
    services: dict[str, str]  # the hours of each KPI's clock
    availability: dict[str, str]  # services of KPI-19 and their hours
    eligible: dict[str, bool]  # category → level 1
    duty_period: int
    duty_reminders: int
    duty_hours: str


def _opening(week: str, closed_on: frozenset[date]) -> Opening:
    if week == ALWAYS:
        return Opening(frozenset(range(7)), 0, 1440, frozenset())
    days, hours = week.split()
    first, last = (DAY_NAMES.index(name) for name in days.split("-"))
    (h1, m1), (h2, m2) = ([int(part) for part in side.split(":")] for side in hours.split("-"))
    return Opening(frozenset(range(first, last + 1)), h1 * 60 + m1, h2 * 60 + m2, closed_on)


def _minutes(target: str, opening: Opening) -> int:
    amount, unit = target.split(" ", 1)
    if unit.startswith("service day"):
        found = float(amount) * opening.service_day
    else:
        found = float(amount) * {"min": 1, "h": 60}[unit]
    if found != int(found):
        raise ValueError(target)
    return int(found)


@cache
def vsgp() -> Facts:
    """The shipped contract of VSGP."""
    raw: dict[str, Any] = yaml.safe_load((VSGP / "contract.yaml").read_text(encoding="utf-8"))
    with (VSGP / raw["holidays"]).open(encoding="utf-8") as file:
        closed_on = frozenset(date.fromisoformat(row["date"]) for row in csv.DictReader(file))
    openings = {key: _opening(entry["week"], closed_on) for key, entry in raw["hours"].items()}
    clocks = {key: entry for key, entry in raw["kpis"].items() if "target" in entry and key != "KPI-01"}
    duties = raw["duties"]
    return Facts(
        openings,
        {key: _minutes(entry["target"], openings[entry["hours"]]) for key, entry in clocks.items()},
        {key: entry["hours"] for key, entry in clocks.items()},
        {
            key: entry["hours"]
            for key, entry in raw["services"].items()
            if entry.get("administration", True) not in (False, "no")
        },
        {
            key: entry.get("level1_eligible", True) not in (False, "no")
            for key, entry in raw["categories"].items()
        },
        _minutes(duties["period"], openings[duties["hours"]]),
        int(duties["reminders"]),
        duties["hours"],
    )


def french_holidays(year: int) -> set[date]:
    """The eleven public holidays of metropolitan France, computed; Easter by the anonymous Gregorian method."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    easter = date(year, month, day + 1)
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    return {date(year, *one) for one in fixed} | {easter + timedelta(days=days) for days in (1, 39, 50)}

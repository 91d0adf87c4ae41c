"""Openings for tests of service time: the options of the tender and some that are harder than it."""

from datetime import date, datetime

from timonier.core.calendars import Opening
from timonier.core.contract.model import Hours
from timonier.core.contract.schema import parse_week
from timonier.core.instants import from_datetime, zone

PARIS = "Europe/Paris"
WEEKS = {
    "24x7": "24x7",
    "every day 8-18": "mon-sun 08:00-18:00",
    "mon-sat 8-18:30": "mon-sat 08:00-18:30",
    "mon-fri 8-18": "mon-fri 08:00-18:00",
    "lunch closed": "mon-fri 09:00-12:00,14:00-17:00",
    "nights": "mon-sun 00:00-06:00,22:00-24:00",
    "sundays alone": "sun 01:00-05:00",
}
HOLIDAYS = frozenset(
    {date(2025, 11, 1), date(2025, 11, 11), date(2025, 12, 25), date(2026, 1, 1), date(2026, 5, 1)}
)


def opening(
    name: str, holidays: frozenset[date] = frozenset(), closures: frozenset[date] = frozenset()
) -> Opening:
    """An opening of Paris by the name of its week."""
    week = parse_week(WEEKS[name])
    assert week is not None
    longest = max(sum(end - start for start, end in day) for day in week)
    return Opening(Hours(name, week, False, longest, closures), holidays, PARIS)


def wall(text: str, fold: int = 0) -> int:
    """The instant of a wall clock of Paris; `fold` 1 = the second passage of the repeated hour."""
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=zone(PARIS), fold=fold))

"""Days and hours of the invented provider: when people call, work and answer.

Works on local times of Paris without a zone (`writer` gives the zone): everything here happens by day, far from
the hours at which clocks change. This is how the actors behave; what is counted is the core's affair.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache

from timonier.exchange.demonstration.dice import Dice


def first_of(month: str) -> datetime:
    """Midnight of the first day of a month "YYYY-MM".

    Raises: ValueError
    """
    if len(month) != 7 or month[4] != "-" or not (month[:4] + month[5:]).isdigit():
        raise ValueError(f"not a month: {month[:20]!r}")
    return datetime(int(month[:4]), int(month[5:]), 1)  # noqa: DTZ001 - local time; the writer gives the zone


def next_month(month: str) -> str:
    """The month after."""
    return f"{first_of(month) + timedelta(days=32):%Y-%m}"


def previous_month(month: str) -> str:
    """The month before."""
    return f"{first_of(month) - timedelta(days=1):%Y-%m}"


@cache
def holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of metropolitan France.

    Source: Code du travail, art. L3133-1; Easter after the Gregorian computus.
    """
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    ell = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * ell) // 451
    month, day = divmod(h + ell - 7 * m + 114, 31)
    easter = date(year, month, day + 1)
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    moving = (easter + timedelta(days=days) for days in (1, 39, 50))
    return frozenset({*(date(year, *day) for day in fixed), *moving})


class Hours:
    """Opening hours of one service: the same on each of its weekdays, closed on public holidays."""

    def __init__(self, weekdays: int, opens: time, closes: time) -> None:
        self._weekdays, self._opens, self._closes = weekdays, opens, closes
        self.day = (closes.hour - opens.hour) * 3600 + (closes.minute - opens.minute) * 60

    def works(self, day: date) -> bool:
        """Whether the service opens on a day."""
        return day.weekday() < self._weekdays and day not in holidays(day.year)

    def is_open(self, at: datetime) -> bool:
        """Whether the service is open at a local time."""
        return self.works(at.date()) and self._opens <= at.time() < self._closes

    def add(self, at: datetime, seconds: float) -> datetime:
        """The local time at which so many seconds of service have passed since `at`, to the second."""
        left = timedelta(seconds=round(seconds))
        while True:
            day = at.date()
            closing = datetime.combine(day, self._closes)
            if self.works(day) and at < closing:
                at = max(at, datetime.combine(day, self._opens))
                if at + left < closing:
                    return at + left
                left -= closing - at
            at = datetime.combine(day + timedelta(days=1), time())

    def days(self, month: str) -> list[date]:
        """The open days of a month."""
        day, days = first_of(month).date(), []
        while f"{day:%Y-%m}" == month:
            if self.works(day):
                days.append(day)
            day += timedelta(days=1)
        return days


DESK = Hours(6, time(8), time(18, 30))
OFFICE = Hours(5, time(8), time(18))

# How a day's solicitations spread over its hours: a morning peak, a hollow at noon, a second wave.
_BY_HOUR = (
    (8, 9.0),
    (9, 15.0),
    (10, 14.0),
    (11, 11.0),
    (12, 5.0),
    (13, 7.0),
    (14, 13.0),
    (15, 11.0),
    (16, 9.0),
    (17, 5.0),
)
_BY_WEEKDAY = (1.25, 1.08, 1.0, 1.0, 0.9, 0.16)


def busy_moment(dice: Dice, days: list[date]) -> datetime:
    """A moment at which a user solicits the desk while it is open, to the second."""
    day = dice.weighed([(day, _BY_WEEKDAY[day.weekday()]) for day in days])
    hour = dice.weighed(_BY_HOUR)
    return datetime.combine(day, time(hour)) + timedelta(seconds=dice.whole(0, 3599))


def night_moment(dice: Dice, days: list[date]) -> datetime:
    """A moment in the evening or early in the morning, when only mails and machines speak."""
    day = dice.of(days)
    if dice.yes(0.7):
        return datetime.combine(day, time(19)) + timedelta(seconds=dice.whole(0, 4 * 3600))
    return datetime.combine(day, time(5, 30)) + timedelta(seconds=dice.whole(0, 2 * 3600))

"""Service time: the opening windows of a service, and arithmetic on them. Built per local date, handled in UTC only.

An opening is a sorted list of half-open windows [start, end) with a running total, so that any duration, and its
inverse, is one binary search. Units: microseconds everywhere, unless a name says otherwise.
Source: KPIS.md "Service time"; article 4.1.4.5 of the tender (delays in hours or days of service).
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from timonier.core.contract.model import ContractVersion, Hours
from timonier.core.instants import (
    DAY,
    EARLIEST,
    LATEST,
    MINUTE,
    SECOND,
    from_datetime,
    local,
    midnight,
    to_datetime,
    zone,
)

FIRST_YEAR, LAST_YEAR = EARLIEST.year - 1, LATEST.year + 1
"""Openings are drawn for every year that an instant may lie in, and one more on each side for what is due after it."""


class Opening:
    """When one service is open. `day` is its standard service day, in microseconds."""

    __slots__ = ("_bases", "_ends", "_starts", "_totals", "always", "day", "holidays", "hours", "tz")

    def __init__(self, hours: Hours, holidays: frozenset[date], tz: str) -> None:
        self.hours, self.holidays, self.tz = hours, holidays, tz
        self.day = hours.day_minutes * MINUTE
        windows = _draw(hours, holidays, tz)
        self._starts = [start for start, _ in windows]
        self._ends = [end for _, end in windows]
        self._bases: list[int] = []
        self._totals: list[int] = []
        total = 0
        for start, end in windows:
            self._bases.append(total)
            total += end - start
            self._totals.append(total)
        self.always = len(windows) == 1

    def reading(self, at: int) -> int:
        """Service time since the first drawn window, up to `at`: differences of readings are elapsed times."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return 0
        end = self._ends[index]
        return self._bases[index] + (at if at < end else end) - self._starts[index]

    def elapsed(self, start: int, end: int) -> int:
        """Service time from `start` to `end` (0 when `end` is not later)."""
        return self.reading(end) - self.reading(start) if end > start else 0

    def add(self, start: int, duration: int) -> int:
        """First instant at which `duration` of service time has passed since `start` (closing time included)."""
        if duration <= 0:
            return start
        wanted = self.reading(start) + duration
        index = bisect_left(self._totals, wanted)
        return self._starts[index] + wanted - self._bases[index]

    def back(self, end: int, duration: int) -> int:
        """Last instant from which `duration` of service time passes until `end`: the way back of `add`."""
        wanted = self.reading(end) - duration
        if duration <= 0:
            return end
        if wanted < 0:
            return self._starts[0]
        index = bisect_left(self._bases, wanted + 1) - 1
        return self._starts[index] + wanted - self._bases[index]

    def exceeds(self, start: int, duration: int) -> int:
        """First open instant from which more than `duration` of service time has passed since `start`."""
        wanted = self.reading(start) + duration
        index = bisect_right(self._totals, wanted)
        instant = self._starts[index] + wanted - self._bases[index]
        return instant if instant > start else self.next_open(start)

    def next_open(self, at: int) -> int:
        """`at` itself when open, else the next opening."""
        index = bisect_right(self._starts, at) - 1
        if index >= 0 and at < self._ends[index]:
            return at
        return self._starts[index + 1]

    def is_open(self, at: int) -> bool:
        """Whether the service is open at an instant (closing instant excluded)."""
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._ends[index]

    def until(self, at: int) -> int:
        """Instant at which the present state (open or closed) ends."""
        index = bisect_right(self._starts, at) - 1
        if index >= 0 and at < self._ends[index]:
            return self._ends[index]
        return self._starts[index + 1]

    def windows(self, start: int, end: int) -> list[tuple[int, int]]:
        """Open windows clipped to [start, end)."""
        found: list[tuple[int, int]] = []
        if end <= start:
            return found
        for index in range(bisect_right(self._ends, start), len(self._starts)):
            if self._starts[index] >= end:
                break
            found.append((max(start, self._starts[index]), min(end, self._ends[index])))
        return found

    def end_of_working_day(self, start: int, days: int) -> int:
        """Closing of the n-th open day after the day of `start` (reading "working_days")."""
        day = local(start, self.tz).date()
        while days:
            day += timedelta(days=1)
            if _day_windows(self.hours, self.holidays, day):
                days -= 1
        last = _day_windows(self.hours, self.holidays, day)
        if not last:  # zero days: the closing of the first open day
            return self.until(self.next_open(start))
        return _edge(day, last[-1][1], zone(self.tz), at_end=True)


@lru_cache(maxsize=512)
def _opening(hours: Hours, holidays: frozenset[date], tz: str) -> Opening:
    return Opening(hours, holidays, tz)


def opening(version: ContractVersion, service: str, readings: dict[str, str]) -> Opening:
    """Opening of a service of a contract version, under the readings in force ("hours.<service>")."""
    hours = version.hours[service]
    wanted = readings.get(f"hours.{service}")
    if wanted is not None:
        hours = dict(hours.alternatives).get(wanted, hours)
    return _opening(hours, version.holidays, version.timezone)


def _day_windows(hours: Hours, holidays: frozenset[date], day: date) -> tuple[tuple[int, int], ...]:
    if day in hours.closures or (day in holidays and not hours.on_holidays):
        return ()
    return hours.week[day.weekday()]


@lru_cache(maxsize=4)
def _mornings(tz: str) -> list[tuple[date, int, int]]:
    """Every day of the drawing, with the instant at which it begins and its length."""
    days = [date(FIRST_YEAR, 1, 1)]
    while days[-1].year <= LAST_YEAR:
        days.append(days[-1] + timedelta(days=1))
    instants = [midnight(day, tz) for day in days]
    return [(day, at, after - at) for day, at, after in zip(days, instants, instants[1:], strict=False)]


def _draw(hours: Hours, holidays: frozenset[date], tz: str) -> list[tuple[int, int]]:
    place = zone(tz)
    windows: list[tuple[int, int]] = []
    for day, morning, length in _mornings(tz):
        for start_minute, end_minute in _day_windows(hours, holidays, day):
            if length == DAY:
                start, end = morning + start_minute * MINUTE, morning + end_minute * MINUTE
            else:  # a day of 23 or 25 hours
                start = _edge(day, start_minute, place, at_end=False)
                end = _edge(day, end_minute, place, at_end=True)
            if start >= end:
                continue
            if windows and windows[-1][1] >= start:
                windows[-1] = (windows[-1][0], max(end, windows[-1][1]))
            else:
                windows.append((start, end))
    return windows


def _edge(day: date, minute: int, place: ZoneInfo, *, at_end: bool) -> int:
    """Instant of a local wall-clock edge. The repeated hour belongs whole; an edge in the missing hour is its gap."""
    if minute == 1440:
        day, minute = day + timedelta(days=1), 0
        at_end = False
    wall = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=place)
    early, late = from_datetime(wall.replace(fold=0)), from_datetime(wall.replace(fold=1))
    if early <= late:  # ordinary, or repeated: starts with the first passage, ends with the last
        return late if at_end else early
    return _transition(late, early, place)


def _transition(low: int, high: int, place: ZoneInfo) -> int:
    """Instant between two at which the offset of the zone changes, to the second."""
    before = to_datetime(low).astimezone(place).utcoffset()
    while high - low > SECOND:
        middle = (low + high) // 2 // SECOND * SECOND
        if middle <= low:
            break
        if to_datetime(middle).astimezone(place).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high

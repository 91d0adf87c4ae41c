"""Choices and instants for histories: the same generator serves Hypothesis, which shrinks, and seeds, which are many."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol

from hypothesis import strategies as st

from tests.oracle.facts import PARIS, local, minute_of, vsgp

BEGINNINGS = [
    "2025-10-24", "2025-10-25", "2025-10-26", "2025-10-30", "2025-10-31", "2025-11-07", "2025-11-10",
    "2025-12-23", "2025-12-24", "2025-12-31", "2026-01-29", "2026-02-12", "2026-03-26", "2026-03-27",
    "2026-03-28", "2026-03-29", "2026-04-03", "2026-04-28", "2026-04-29", "2026-04-30", "2026-05-06",
    "2026-05-12", "2026-05-22", "2026-07-13",
]  # fmt: skip
TIMES = [
    "00:00", "02:00", "02:30", "03:00", "07:59", "08:00", "08:01", "17:59", "18:00", "18:01", "18:29", "18:30",
]  # fmt: skip
SPANS = [0, 0, 1, 5, 14, 15, 16, 19, 20, 21, 30, 31, 60, 61, 180, 181, 240, 241, 315, 316, 600, 630, 631]


class Pick(Protocol):
    """Who chooses."""

    def of[T](self, values: Sequence[T]) -> T:
        """One of several."""

    def number(self, first: int, last: int) -> int:
        """A whole number, both ends included."""


class Drawn:
    """Hypothesis chooses."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def of(self, values: Sequence[Any]) -> Any:
        """One of several."""
        return self._draw(st.sampled_from(values))

    def number(self, first: int, last: int) -> int:
        """A whole number, both ends included."""
        return self._draw(st.integers(first, last))


class Seeded:
    """A seed chooses: no shrinking, an even spread."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def of(self, values: Sequence[Any]) -> Any:
        """One of several."""
        return self._random.choice(values)

    def number(self, first: int, last: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(first, last)


def once_in(pick: Pick, times: int) -> bool:
    """True once in so many times; false is the simpler answer."""
    return pick.number(1, times) == times


def at_time(minute: int, days: int, time: str) -> int:
    """The instant of a wall clock some days later; a wall clock that does not exist is moved by the time zone."""
    hour, small = (int(part) for part in time.split(":"))
    day = local(minute).date() + timedelta(days=days)
    return minute_of(datetime(day.year, day.month, day.day, hour, small, tzinfo=PARIS).isoformat())


def after_open(service: str, minute: int, span: int) -> int:
    """The instant at which so many minutes of service have passed: at a closing rather than the next opening."""
    opening = vsgp().openings[service]
    while span > 0:
        span -= opening.is_open(minute)
        minute += 1
    return minute


def later(pick: Pick, minute: int) -> int:
    """An instant at or after another: the same, a telling span later, any minute, or a telling wall clock."""
    how = pick.number(0, 11)
    if how <= 2:
        return minute + pick.of(SPANS)
    if how <= 5:
        return minute + pick.number(0, 900)
    if how <= 9:
        return after_open(pick.of(["desk", "desk", "operation"]), minute, pick.of(SPANS))
    return max(minute, at_time(minute, pick.number(0, 4), pick.of(TIMES)))


def beginning(pick: Pick) -> int:
    """Where a history starts."""
    day = minute_of(pick.of(BEGINNINGS) + "T00:00:00+01:00")
    if once_in(pick, 2):
        return day + pick.number(420, 1140)
    return at_time(day, 0, pick.of(TIMES))

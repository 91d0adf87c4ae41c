"""Shapes of the contract's pages: the time line of the phases, the week of a service. Plain numbers, no text.

Units: a time line is 1000 wide; a week is 24 hours wide and seven rows high.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from timonier.core.contract.model import Hours
from timonier.core.contract.schema import parse_week

WIDTH = 1000
ROW = 26
_LABEL_ROOM = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """One phase on the time line."""

    key: str
    x: float
    width: float
    y: int
    is_now: bool
    label_x: float
    is_label_before: bool
    is_inside: bool


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Phases to scale, marks of the quarters, today."""

    bars: list[Bar]
    marks: list[tuple[float, date]]
    today: float | None
    height: int


def time_line(phases: Sequence[Mapping[str, Any]], today: date) -> TimeLine:
    """The phases of a contract (`key`, `starts`, `ends`: included, None = open) on one scale."""
    if not phases:
        return TimeLine([], [], None, 0)
    first = min(one["starts"] for one in phases)
    last = max([one["ends"] or today + timedelta(days=365) for one in phases])
    span = max((last - first).days, 1)

    def at(day: date) -> float:
        return float((day - first).days * WIDTH / span)

    bars = []
    for index, one in enumerate(phases):
        ends = one["ends"] or last
        x, end = at(one["starts"]), min(at(ends + timedelta(days=1)), float(WIDTH))
        is_before = end > WIDTH - _LABEL_ROOM and x > _LABEL_ROOM
        wide = end - x > _LABEL_ROOM
        label = x + 8 if wide else (x - 6 if is_before else end + 6)
        is_now = one["starts"] <= today <= ends
        bars.append(
            Bar(one["key"], x, max(end - x, 2), index * ROW + 4, is_now, label, is_before and not wide, wide)
        )
    marks = [(at(day), day) for day in _quarters(first, last)]
    return TimeLine(bars, marks, at(today) if first <= today <= last else None, len(phases) * ROW + 24)


def _quarters(first: date, last: date) -> list[date]:
    step = 3 if (last - first).days < 1500 else 12
    day = date(first.year, 1, 1)
    found = []
    while day <= last:
        if day >= first:
            found.append(day)
        months = day.month - 1 + step
        day = date(day.year + months // 12, months % 12 + 1, 1)
    return found


Rectangle = tuple[float, float, float]
"""x in hours, width in hours, row of the day from Monday."""


def week_of(hours: Hours) -> list[Rectangle]:
    """The opening of a service as rectangles."""
    return _rectangles(hours.week)


def week_of_text(text: str) -> list[Rectangle]:
    """The same from a week as a contract writes it."""
    return _rectangles(parse_week(text) or ())


def _rectangles(week: Sequence[Sequence[tuple[int, int]]]) -> list[Rectangle]:
    return [
        (start / 60, (end - start) / 60, float(day)) for day, spans in enumerate(week) for start, end in spans
    ]


def minutes_of(week: Sequence[Sequence[tuple[int, int]]]) -> int:
    """Opening of one week. Units: minutes."""
    return sum(end - start for day in week for start, end in day)

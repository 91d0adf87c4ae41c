"""Service time: the properties that prove it, and every change of clock from 1996 to 2037 minute by minute."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.calendar_cases import HOLIDAYS, PARIS, WEEKS, opening, wall
from timonier.core.calendars import Opening
from timonier.core.contract.model import Hours
from timonier.core.instants import (
    DAY,
    MINUTE,
    SECOND,
    from_datetime,
    midnight,
    parse_instant,
    to_datetime,
    zone,
)

HOUR = 60 * MINUTE
FIRST, LAST = wall("2025-09-01 00:00"), wall("2026-06-30 00:00")
OPENINGS = {name: opening(name, HOLIDAYS) for name in WEEKS}
names = st.sampled_from(sorted(WEEKS))
# Instants to the microsecond, and edges: whole hours, to which opening and closing belong.
instants = st.one_of(
    st.integers(FIRST, LAST), st.integers(FIRST // HOUR, LAST // HOUR).map(lambda hour: hour * HOUR)
)
durations = st.one_of(st.integers(0, 40 * DAY), st.integers(0, 400).map(lambda half: half * 30 * MINUTE))
MANY = settings(max_examples=300, deadline=None, derandomize=True, database=None)


def is_open_by_the_wall(of: Opening, at: int) -> bool:
    """The slow way: what the clock on the wall shows."""
    shown = to_datetime(at).astimezone(zone(PARIS))
    if shown.date() in of.holidays or shown.date() in of.hours.closures:
        return False
    minute = shown.hour * 60 + shown.minute
    return any(start <= minute < end for start, end in of.hours.week[shown.weekday()])


def transitions() -> list[date]:
    """Last Sundays of March and October."""
    found = []
    for year in range(1996, 2038):
        for month in (3, 10):
            day = date(year, month, 31)
            found.append(day - timedelta(days=(day.weekday() + 1) % 7))
    return found


@pytest.mark.req("TIM-01")
@pytest.mark.parametrize("name", sorted(WEEKS))
def test_every_change_of_clock_from_1996_to_2037_minute_by_minute(name: str) -> None:
    of = opening(name)
    for day in transitions():
        start, end = midnight(day - timedelta(days=1), PARIS), midnight(day + timedelta(days=2), PARIS)
        assert end - start in (71 * HOUR, 73 * HOUR), day
        counted = 0
        for at in range(start, end, 30 * MINUTE):
            assert of.elapsed(start, at) == counted, (day, to_datetime(at))
            assert of.is_open(at) == is_open_by_the_wall(of, at), (day, to_datetime(at))
            counted += 30 * MINUTE * is_open_by_the_wall(of, at)
        assert of.elapsed(start, end) == counted, day


@pytest.mark.req("TIM-01")
@MANY
@given(names, instants, st.integers(0, 3000))
def test_elapsed_is_what_the_wall_clock_says_minute_by_minute(name: str, start: int, length: int) -> None:
    of, start = OPENINGS[name], start // MINUTE * MINUTE
    expected = sum(is_open_by_the_wall(of, start + number * MINUTE) for number in range(length))
    assert of.elapsed(start, start + length * MINUTE) == expected * MINUTE


@pytest.mark.req("TIM-01")
@MANY
@given(names, st.tuples(instants, instants, instants).map(sorted))
def test_elapsed_is_additive_and_never_negative(name: str, three: list[int]) -> None:
    of, (a, b, c) = OPENINGS[name], three
    assert of.elapsed(a, c) == of.elapsed(a, b) + of.elapsed(b, c)
    assert 0 <= of.elapsed(a, b) <= min(of.elapsed(a, c), b - a)
    assert of.elapsed(c, a) == 0


@pytest.mark.req("TIM-01")
@MANY
@given(names, instants, durations)
def test_a_deadline_is_the_inverse_of_elapsed(name: str, start: int, duration: int) -> None:
    of = OPENINGS[name]
    due, over = of.add(start, duration), of.exceeds(start, duration)
    assert of.elapsed(start, due) == duration
    assert due == start or of.elapsed(start, due - 1) == duration - 1, "the first instant of its kind"
    assert of.is_open(over), "a target is exceeded while the service is open"
    assert of.elapsed(start, over) == duration
    assert of.elapsed(start, over + 1) == duration + 1
    assert over >= due


@pytest.mark.req("TIM-01")
@MANY
@given(names, instants, durations, durations)
def test_deadlines_are_monotonous(name: str, start: int, one: int, other: int) -> None:
    of = OPENINGS[name]
    less, more = sorted((one, other))
    assert of.add(start, less) <= of.add(start, more)
    assert of.exceeds(start, less) <= of.exceeds(start, more)
    assert of.add(start, less) <= of.add(start + 1, less)


@pytest.mark.req("TIM-01")
@MANY
@given(names, instants, instants)
def test_windows_add_up_to_what_has_elapsed(name: str, one: int, other: int) -> None:
    of, (start, end) = OPENINGS[name], sorted((one, other))
    found = of.windows(start, end)
    assert sum(last - first for first, last in found) == of.elapsed(start, end)
    assert all(first < last for first, last in found)
    assert all(before[1] < after[0] for before, after in zip(found, found[1:], strict=False))
    assert of.next_open(start) == (start if of.is_open(start) else of.until(start))


@pytest.mark.req("TIM-01")
@MANY
@given(instants, st.integers(-14 * 60, 14 * 60))
def test_an_instant_is_the_same_whatever_offset_writes_it(at: int, offset: int) -> None:
    moment = to_datetime(at)
    shown = moment.astimezone(zone(PARIS))
    elsewhere = (moment + timedelta(minutes=offset)).replace(tzinfo=None).isoformat(timespec="microseconds")
    sign = "-" if offset < 0 else "+"
    text = f"{elsewhere}{sign}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"
    assert parse_instant(text) == at == from_datetime(shown) == parse_instant(moment.isoformat())


@pytest.mark.req("TIM-01")
def test_two_wall_clocks_of_one_zone_are_not_subtracted() -> None:
    """Python subtracts aware datetimes of one zone as wall clocks: 11 h 30 where 12 h 30 have passed."""
    first = datetime(2025, 10, 26, 0, 30, tzinfo=zone(PARIS))
    last = datetime(2025, 10, 26, 12, 0, tzinfo=zone(PARIS))
    assert last - first == timedelta(hours=11, minutes=30)
    assert opening("24x7").elapsed(from_datetime(first), from_datetime(last)) == 12 * HOUR + 30 * MINUTE


@pytest.mark.req("TIM-01")
def test_edges_within_the_repeated_and_the_missing_hour() -> None:
    """An opening at 2:30 begins with the first passage, a closing at 2:30 ends with the last; a gap shuts nothing twice."""
    week = ((),) * 6 + (((150, 240),),)  # Sundays from 2:30 to 4:00
    of = Opening(Hours("x", week, False, 90), frozenset(), PARIS)
    assert of.windows(wall("2025-10-26 00:00"), wall("2025-10-26 12:00")) == [
        (parse_instant("2025-10-26T02:30:00+02:00"), parse_instant("2025-10-26T04:00:00+01:00"))
    ]
    assert of.windows(wall("2026-03-29 00:00"), wall("2026-03-29 12:00")) == [
        (parse_instant("2026-03-29T03:00:00+02:00"), parse_instant("2026-03-29T04:00:00+02:00"))
    ]


@pytest.mark.req("TIM-01")
def test_the_nth_working_day_ends_at_closing_and_passes_over_what_is_closed() -> None:
    of = OPENINGS["mon-fri 8-18"]
    assert of.end_of_working_day(wall("2026-04-30 10:00"), 1) == wall("2026-05-04 18:00")  # 1 May, a week-end
    assert of.end_of_working_day(wall("2025-10-24 10:00"), 1) == wall(
        "2025-10-27 18:00"
    )  # the night of 25 hours
    assert of.end_of_working_day(wall("2025-12-24 23:00"), 5) == wall("2026-01-02 18:00")
    assert of.end_of_working_day(wall("2026-04-14 10:00"), 0) == wall("2026-04-14 18:00")


@pytest.mark.req("TIM-01", "CON-03")
def test_extra_closures_are_closed_and_no_others() -> None:
    of = opening("mon-fri 8-18", closures=frozenset({date(2026, 4, 15)}))
    assert of.elapsed(wall("2026-04-14 08:00"), wall("2026-04-17 08:00")) == 20 * HOUR
    assert of.add(wall("2026-04-14 17:00"), 2 * HOUR) == wall("2026-04-16 09:00")


@pytest.mark.req("TIM-01")
def test_every_instant_that_may_be_told_has_its_opening() -> None:
    for text in ("1990-01-01T00:00:00Z", "2059-12-31T23:59:59.999999Z"):
        at = parse_instant(text)
        for of in OPENINGS.values():
            assert of.exceeds(at, 90 * HOUR) > at
            assert of.elapsed(at, of.add(at, SECOND)) == SECOND

"""Instants are integers: microseconds since 1970-01-01 UTC. Local dates appear only at months and opening hours.

Integers subtract exactly; two aware datetimes of one zone subtract as wall clocks, which is wrong twice a year.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 86_400 * SECOND
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2060, 1, 1, tzinfo=UTC)


class BadInstant(ValueError):
    """Not an instant. `args[0]` is "format", "offset" (none given) or "range"."""


def from_datetime(moment: datetime) -> int:
    """Microseconds of an aware datetime."""
    if moment.tzinfo is None:
        raise BadInstant("offset")
    return (moment - EPOCH) // _MICROSECOND


def to_datetime(us: int) -> datetime:
    """Aware UTC datetime of an instant."""
    return EPOCH + timedelta(microseconds=us)


def parse_datetime(text: str) -> datetime:
    """Aware UTC datetime of an ISO 8601 text with offset.

    Raises: BadInstant when it is not ISO 8601, has no offset, or lies outside 1990 … 2059.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInstant("format") from error
    if moment.tzinfo is None:
        raise BadInstant("offset")
    try:
        moment = moment.astimezone(UTC)
    except OverflowError as error:
        raise BadInstant("range") from error
    if not EARLIEST <= moment < LATEST:
        raise BadInstant("range")
    return moment


def parse_instant(text: str) -> int:
    """Instant of an ISO 8601 text with offset. Raises: BadInstant."""
    return (parse_datetime(text) - EPOCH) // _MICROSECOND


def format_instant(us: int) -> str:
    """The one written form of an instant: UTC, six decimals, Z."""
    return to_datetime(us).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@lru_cache(maxsize=16)
def zone(name: str) -> ZoneInfo:
    """Time zone by its IANA name."""
    return ZoneInfo(name)


def local(us: int, tz: str) -> datetime:
    """Local aware datetime of an instant."""
    return to_datetime(us).astimezone(zone(tz))


def midnight(day: date, tz: str) -> int:
    """Instant at which a local day begins."""
    return from_datetime(datetime(day.year, day.month, day.day, tzinfo=zone(tz)))


@lru_cache(maxsize=4096)
def month_bounds(month: str, tz: str) -> tuple[int, int]:
    """First instant of a month "YYYY-MM" and of the next one, in local time."""
    first = month_first(month)
    return midnight(first, tz), midnight(next_month_first(first), tz)


def month_first(month: str) -> date:
    """First day of "YYYY-MM". Raises: BadInstant."""
    try:
        if len(month) != 7 or month[4] != "-":
            raise ValueError(month)
        return date(int(month[:4]), int(month[5:]), 1)
    except ValueError as error:
        raise BadInstant("format") from error


def next_month_first(first: date) -> date:
    """First day of the following month."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def months_between(first: str, last: str) -> list[str]:
    """All months from `first` to `last`, both included."""
    months, day, end = [], month_first(first), month_first(last)
    while day <= end:
        months.append(f"{day:%Y-%m}")
        day = next_month_first(day)
    return months


_last_month: dict[str, tuple[int, int, str]] = {}
"""Time zone → the month that was found last, with its bounds: the next instant that is asked for mostly lies in it."""
_NEVER = (0, 0, "")


def month_of(us: int, tz: str) -> str:
    """Local month "YYYY-MM" of an instant."""
    start, end, name = _last_month.get(tz, _NEVER)
    if start <= us < end:
        return name
    starts, names = _months(tz)
    place = bisect_right(starts, us) - 1
    if 0 <= place < len(names):
        _last_month[tz] = (starts[place], starts[place + 1], names[place])
        return names[place]
    moment = local(us, tz)
    return f"{moment.year:04d}-{moment.month:02d}"


@lru_cache(maxsize=16)
def _months(tz: str) -> tuple[list[int], list[str]]:
    """First instants of the local months of a century and one more, and the months' names: asked for by the million."""
    names = months_between("1990-01", "2090-01")
    return [month_bounds(name, tz)[0] for name in names], names[:-1]

"""The parts of the screens in figures: durations, instants, money as people write them; bars and rings as shapes.

It must not know a room: what is drawn comes as plain numbers and codes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

ZONE = ZoneInfo("Europe/Paris")
MINUTE = 60_000_000
KEPT = 8192
"""Written numbers that a process remembers: a page writes the same ones again and again."""
THINNEST = 0.15
_STRAIGHT = re.compile(r"(?<=\w)'(?=\w)")
_FIRST = re.compile(r"\b1(?= [^\W\d])")
LETTER_FITS = 4.0


def typographic(text: str) -> str:
    """A text with real apostrophes between letters; what the contract stores stays as it is."""
    return _STRAIGHT.sub("’", text)


def duration(us: int | None, language: str) -> str:
    """ "2 h 15", "45 min", "20 s"; a minus sign when it is past."""
    if us is None:
        return "–"
    sign, rest = ("−", -us) if us < 0 else ("", us)
    if rest < MINUTE:
        return f"{sign}{rest // 1_000_000} s"
    hours, minutes = divmod(rest // MINUTE, 60)
    if not hours:
        return f"{sign}{minutes} min"
    return f"{sign}{hours:,} h {minutes:02d}".replace(",", "\u202f")


def instant(us: int | None, language: str, today: datetime | None = None) -> str:
    """ "aujourd'hui 14:05", "lun. 13 oct. 09:10", with the year when it is not this one."""
    if us is None:
        return "–"
    moment = datetime.fromtimestamp(us / 1e6, UTC).astimezone(ZONE)
    now = (today or datetime.now(UTC)).astimezone(ZONE)
    clock = f"{moment:%H:%M}"
    if moment.date() == now.date():
        return f"{'today' if language == 'en' else 'aujourd’hui'} {clock}"
    pattern = "EEE d MMM" if moment.year == now.year else "d MMM yyyy"
    return f"{_written(moment.date(), pattern, language)} {clock}"


@lru_cache(KEPT)
def _written(of: date, pattern: str, language: str) -> str:
    return first_of_month(format_date(of, pattern, locale=language), language)


def first_of_month(text: str, language: str) -> str:
    """A date in words with the French "1er" where it stands; other days and languages as they are."""
    return _FIRST.sub("1er", text) if language == "fr" else text


def day(us: int, language: str) -> str:
    """ "jeudi 26 novembre 2026"."""
    moment = datetime.fromtimestamp(us / 1e6, UTC).astimezone(ZONE)
    return first_of_month(format_date(moment.date(), "full", locale=language), language)


def until(us: int, now: int, language: str) -> str:
    """When something ends, as one says it: "18 h 30", "demain 8 h", "lundi 8 h", "lundi 3 novembre 8 h"."""
    moment, today = (datetime.fromtimestamp(one / 1e6, UTC).astimezone(ZONE) for one in (us, now))
    if language == "en":
        clock, tomorrow, far = f"{moment:%H:%M}", "tomorrow", "EEEE d MMMM"
    else:
        clock, tomorrow, far = (
            f"{moment.hour}\u00a0h" + (f"\u00a0{moment:%M}" if moment.minute else ""),
            "demain",
            "EEEE d MMMM",
        )
    days = (moment.date() - today.date()).days
    if days == 0:
        return clock
    if days == 1:
        return f"{tomorrow} {clock}"
    named = format_date(moment.date(), "EEEE" if days < 7 else far, locale=language)
    return f"{first_of_month(named, language)} {clock}"


def exact(us: int | None) -> str:
    """Instant to the second, local time with its offset."""
    if us is None:
        return "–"
    return datetime.fromtimestamp(us / 1e6, UTC).astimezone(ZONE).isoformat(sep=" ", timespec="seconds")


def number(value: Decimal | int, unit: str, language: str) -> str:
    """A figure of a card, by its unit: percent, count, money, duration."""
    if unit == "percent":
        return percent(str(value), language)
    if unit == "money":
        return money(Decimal(value), language)
    return duration(int(value), language) if unit == "duration" else format_decimal(value, locale=language)


def distance(value: Decimal | int, unit: str, language: str) -> str:
    """How far from the objective, with its sign; points for a share."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    if unit == "percent":
        return f"{sign}{format_decimal(abs(Decimal(value)), '0.00', locale=language)}\u202fpt"
    return sign + number(-value if value < 0 else value, unit, language)


@lru_cache(maxsize=KEPT)
def money(amount: Decimal | str, language: str) -> str:
    """ "1 234,50 €"."""
    return format_currency(Decimal(amount), "EUR", locale=language)


@lru_cache(maxsize=KEPT)
def whole(number: int | None, language: str) -> str:
    """ "70 008"."""
    return "–" if number is None else format_decimal(number, locale=language)


@lru_cache(maxsize=KEPT)
def month_name(month: str, language: str) -> str:
    """ "octobre 2026" of "2026-10"; what is no month stays as it is."""
    try:
        return format_date(date.fromisoformat(f"{month}-01"), "LLLL yyyy", locale=language)
    except ValueError:
        return month


def month_short(month: str, language: str) -> str:
    """ "oct. 26" of "2026-10", for the scale of a chart."""
    try:
        return format_date(date.fromisoformat(f"{month}-01"), "LLL yy", locale=language)
    except ValueError:
        return month


@lru_cache(maxsize=KEPT)
def percent(value: str | None, language: str) -> str:
    """ "95,24 %" of a value that counts in percent."""
    if value is None:
        return "–"
    return format_decimal(Decimal(value), "0.00", locale=language) + "\u202f%"


@dataclass(frozen=True, slots=True)
class Slice:
    """One rectangle of a ledger bar; `x`, `width` and `middle` in percent of the bar, as SVG wants them."""

    x: str
    width: str
    middle: str
    holder: str
    is_counted: bool
    is_open: bool
    is_wide: bool  # room for the holder's letter


def slices(rows: Sequence[Mapping[str, Any]]) -> list[Slice]:
    """Intervals {from, to, holder, open, counted} in microseconds, to scale from the first to the last."""
    if not rows:
        return []
    begin, end = rows[0]["from"], rows[-1]["to"]
    span = max(end - begin, 1)
    found = []
    for row in rows:
        x = (row["from"] - begin) * 100 / span
        width = max((row["to"] - row["from"]) * 100 / span, THINNEST)
        found.append(
            Slice(
                f"{x:.3f}%", f"{width:.3f}%", f"{x + width / 2:.3f}%",
                row["holder"], row["counted"], row["open"], width >= LETTER_FITS,
            )
        )  # fmt: skip
    return found


def ring(share: float) -> str:
    """The dash of a ring of radius 8 that shows a share of the clock used."""
    around = 2 * 3.14159265 * 8
    return f"{share * around:.1f} {around:.1f}"

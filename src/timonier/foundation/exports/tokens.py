"""The tokens of documents: colours of the light theme, typefaces, and how figures are written in running text."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from timonier.foundation import parts

NAVY, TEAL, GROUND, LINE, MUTED, WHITE = "14213D", "0B7285", "F6F7F9", "D5DAE3", "55607A", "FFFFFF"
MET, RISK, MISSED = "1B6E3C", "8A5A00", "B3261E"
MET_SOFT, RISK_SOFT, MISSED_SOFT, EXCLUDED_SOFT = "E3F3E8", "FDF0D5", "FBE4E2", "ECEFF4"
HOLDERS = {
    "provider": "1F5FBF",
    "user": "8A5A00",
    "client": "7B2D8B",
    "third_party": "00695C",
    "none": "8D96A8",
}
SERIES = (TEAL, NAVY, "8D96A8", "8A5A00", "7B2D8B", "1B6E3C")
FACE = "Arial"
"""On every machine that opens such documents, or replaced there by one of the same widths (Liberation Sans, where offices are free)."""
NARROW = "\u202f"
DASH = "–"


def of_kind(kind: str, value: Any, language: str, zone: ZoneInfo) -> str:
    """One value as people read it; a dash for none."""
    if value is None or value == "":
        return DASH
    match kind:
        case "integer":
            return format_decimal(value, locale=language)
        case "decimal":
            return format_decimal(value, "#,##0.##", locale=language)
        case "money":
            return parts.money(value, language)
        case "percent":
            return parts.percent(str(value), language)
        case "date":
            return day(value, language)
        case "datetime":
            return moment(value, language, zone)
        case "duration":
            return "0 h" if value == 0 else parts.duration(value, language)
        case "boolean":
            yes, no = ("yes", "no") if language == "en" else ("oui", "non")
            return yes if value else no
    return str(value)


def day(value: date, language: str) -> str:
    """ "3 mars 2026"."""
    return parts.first_of_month(format_date(value, "d MMMM yyyy", locale=language), language)


def moment(us: int, language: str, zone: ZoneInfo) -> str:
    """ "3 mars 2026 à 09:10"."""
    local = datetime.fromtimestamp(us // 1_000_000, UTC).astimezone(zone)
    return f"{day(local.date(), language)} {'at' if language == 'en' else 'à'} {local:%H:%M}"


def month(value: str, language: str) -> str:
    """ "mars 2026"."""
    return parts.month_name(value, language)


def short_month(value: str, language: str) -> str:
    """ "mars 26", for an axis."""
    return format_date(date.fromisoformat(f"{value}-01"), "LLL yy", locale=language)


def points(value: Decimal, language: str) -> str:
    """ "2,5 points", of percent."""
    text = format_decimal(abs(value), "0.##", locale=language)
    if language == "en":
        return f"{text} point{'s' if abs(value) >= 2 else ''}"
    return f"{text} point{'s' if abs(value) >= 2 else ''}"

"""Opens a ServiceNow incident event log (CSV or ZIP of one) and gives its rows by column name.

Knows the file, not the tickets: header, encoding, null marks, numbers of lines, local times. What the states
mean is `servicenow`'s.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, TextIO
from zoneinfo import ZoneInfo

NEEDED = ("number", "incident_state", "sys_mod_count", "opened_at", "sys_updated_at")
USED = (
    *NEEDED,
    "caller_id",
    "opened_by",
    "sys_created_at",
    "sys_updated_by",
    "contact_type",
    "category",
    "subcategory",
    "u_symptom",
    "impact",
    "urgency",
    "priority",
    "assignment_group",
    "assigned_to",
    "vendor",
    "resolved_by",
    "resolved_at",
    "closed_at",
)
# The largest table that a ZIP may unfold to: the public log is 39 MB; a bomb must not fill the disk or the memory.
LARGEST = 4 * 1024**3
# A ticketing tool's dates lie between these; anything else is a typing error or an attack on date arithmetic.
FIRST_YEAR, LAST_YEAR = 1991, 2058
LONGEST_NUMBER = 200
NULLS = frozenset({"", "?"})
DATE = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*", re.ASCII)
CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")


class NotALog(ValueError):
    """The file is not a ServiceNow incident event log. Carries a code and its parameters."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Row(NamedTuple):
    """One line of the log: its number in the file and the columns that are used, None where null."""

    line: int
    number: str | None
    incident_state: str | None
    sys_mod_count: str | None
    opened_at: str | None
    sys_updated_at: str | None
    caller_id: str | None
    opened_by: str | None
    sys_created_at: str | None
    sys_updated_by: str | None
    contact_type: str | None
    category: str | None
    subcategory: str | None
    u_symptom: str | None
    impact: str | None
    urgency: str | None
    priority: str | None
    assignment_group: str | None
    assigned_to: str | None
    vendor: str | None
    resolved_by: str | None
    resolved_at: str | None
    closed_at: str | None


class Broken(NamedTuple):
    """A line that is no row."""

    line: int
    code: str


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """The text of the log, whether it lies bare or in a ZIP.

    Raises: NotALog
    """
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
            yield text
        return
    with zipfile.ZipFile(path) as archive:
        tables = [info for info in archive.infolist() if info.filename.lower().endswith(".csv")]
        if len(tables) != 1:
            raise NotALog("zip_without_one_table", found=str(len(tables)))
        if tables[0].file_size > LARGEST:
            raise NotALog("table_too_large", size=str(tables[0].file_size))
        with archive.open(tables[0]) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")


def rows(text: TextIO) -> Iterator[Row | Broken]:
    """Every line after the header, in the file's order; columns are found by name, in any order.

    Raises: NotALog
    """
    reader, places, width = _head(text, USED)
    clean, pick = _Clean().__getitem__, itemgetter(*places)
    while True:
        fields = _next(reader)
        if fields is None:
            return
        if not fields:
            continue
        if fields is UNREADABLE:
            yield Broken(reader.line_num, "unreadable_line")
        elif len(fields) != width:
            yield Broken(reader.line_num, "wrong_width")
        else:
            # A column that the file does not have is read from the null that is put at its end (place -1).
            fields.append("?")
            yield Row(reader.line_num, *map(clean, pick(fields)))


def glance(text: TextIO) -> Iterator[tuple[str | None, str | None]]:
    """The ticket and the opening of every row that is one: enough to survey a log, at a third of the price.

    Raises: NotALog
    """
    reader, places, width = _head(text, ("number", "opened_at"))
    number, opening = places
    clean = _Clean()
    while (fields := _next(reader)) is not None:
        if fields is not UNREADABLE and len(fields) == width:
            yield clean[fields[number]], fields[opening]


def _head(text: TextIO, names: tuple[str, ...]) -> tuple[Any, list[int], int]:
    reader = csv.reader(text)
    header = [name.strip().lower() for name in _next(reader) or []]
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise NotALog("columns_missing", columns=", ".join(missing))
    return reader, [header.index(name) if name in header else -1 for name in names], len(header)


UNREADABLE: list[str] = ["?"]


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error:
        return UNREADABLE


class _Clean(dict[str, str | None]):
    """Cells made fit for use. The same few thousand texts come back a million times: each is cleaned once."""

    def __missing__(self, cell: str) -> str | None:
        # Two blanks are kept ("Opened by  8" is a name), control characters are not.
        text = CONTROL.sub(" ", cell).strip()[:500]
        if len(self) > 500_000:
            self.clear()
        self[cell] = result = None if text in NULLS else text
        return result


class Instant(NamedTuple):
    """A local time of the log made an instant: `order` in seconds UTC, `text` ISO 8601, `doubt` a code or None."""

    order: int
    text: str
    doubt: str | None


class Clock:
    """Turns the log's zoneless local times into instants of one zone, shifted by whole weeks."""

    def __init__(self, zone: str, shift: timedelta = timedelta()) -> None:
        self._zone = ZoneInfo(zone)
        self._shift = shift
        self._known: dict[str, Instant | None] = {}

    def read(self, text: str) -> Instant | None:
        """The instant of a date of the log, None when it is none."""
        if text not in self._known:
            if len(self._known) > 500_000:
                self._known.clear()
            self._known[text] = self._make(text)
        return self._known[text]

    def _make(self, text: str) -> Instant | None:
        naive = local_time(text)
        if naive is None:
            return None
        try:
            first = (naive + self._shift).replace(tzinfo=self._zone)
            second = first.replace(fold=1)
            early, late = first.astimezone(UTC), second.astimezone(UTC)
        except OverflowError:
            return None
        if not FIRST_YEAR <= early.year <= LAST_YEAR:
            return None
        doubt = None
        if early < late:
            doubt = "ambiguous_local_time"
        elif early > late:
            # In the gap of spring both readings are wrong; the change itself keeps the order on both sides.
            doubt = "missing_local_time"
            early = _change_between(late, early, self._zone)
        return Instant(int(early.timestamp()), early.astimezone(self._zone).isoformat(), doubt)


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    # Changes of time happen on whole minutes.
    return (high + timedelta(seconds=30)).replace(second=0, microsecond=0)


def local_time(text: str) -> datetime | None:
    """`d/m/yyyy hh:mm[:ss]` as a time without a zone; None when it is no such date."""
    found = DATE.fullmatch(text)
    if not found:
        return None
    day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the log has no zone; Clock gives it
    except ValueError:
        return None


def weeks_until(first: date, wanted: date) -> timedelta:
    """The least shift by whole weeks that brings `first` to `wanted` or after it.

    Note: whole weeks, so that a Monday stays a Monday and office hours stay office hours.
    """
    return timedelta(weeks=-((first - wanted).days // 7))

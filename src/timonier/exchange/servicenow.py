"""Turns a ServiceNow incident event log into events of tickets (`import servicenow`).

The log is an audit trail of states; the mapping to holders and clocks is argued in docs/import-servicenow.md.
It says what the log proves and no more: the log holds no proof of any hand-over, so none is made up. Nothing
is dropped in silence. No database here: lines in, events and doubts out, ticket by ticket.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from timonier.exchange.lines import Doubt, Line
from timonier.exchange.servicenow_order import tidy
from timonier.exchange.servicenow_table import (
    LONGEST_NUMBER,
    Broken,
    Clock,
    Row,
    glance,
    local_time,
    opened,
    rows,
    weeks_until,
)
from timonier.exchange.servicenow_ticket import Ticket

DEFAULT_ZONE = "Europe/Paris"


def convert(
    source: Path, *, zone: str = DEFAULT_ZONE, replay_from: date | None = None
) -> Iterator[Line | Doubt]:
    """Every event and every doubt of a log, ticket after ticket in the file's order.

    `replay_from` moves the whole log by whole weeks so that its first day falls on that date, or on the first
    later date that is the same day of the week; local clock times stay.
    Raises: NotALog (the file is none), OSError, zipfile.BadZipFile, ZoneInfoNotFoundError
    """
    first, scattered = _survey(source)
    shift = weeks_until(first, replay_from) if replay_from and first else timedelta()
    clock = Clock(zone, shift)
    apart: dict[str, list[Row]] = {}
    group: list[Row] = []
    with opened(source) as text:
        for row in rows(text):
            if isinstance(row, Broken):
                yield Doubt(row.line, row.code, kept=False)
            elif row.number is None:
                yield Doubt(row.line, "no_number", kept=False)
            elif len(row.number) > LONGEST_NUMBER:
                yield Doubt(row.line, "bad_number", kept=False)
            elif row.number in scattered:
                apart.setdefault(row.number, []).append(row)
            else:
                if group and group[0].number != row.number:
                    yield from _ticket(group, clock)
                    group = []
                group.append(row)
    if group:
        yield from _ticket(group, clock)
    for number in sorted(apart):
        yield Doubt(apart[number][0].line, "scattered", kept=True, params={"ticket": number})
        yield from _ticket(apart[number], clock)


def _survey(source: Path) -> tuple[date | None, set[str]]:
    """The first day of the log, and the tickets whose lines are not together: those alone need to be gathered."""
    first: date | None = None
    seen: set[str] = set()
    scattered: set[str] = set()
    days: dict[str, date | None] = {}
    current: str | None = None
    with opened(source) as text:
        for number, opening in glance(text):
            if number is None:
                continue
            if number != current:
                current = number
                if current in seen:
                    scattered.add(current)
                seen.add(current)
            head = (opening or "").strip().partition(" ")[0]
            if head not in days:
                moment = local_time(head + " 00:00")
                days[head] = day = moment.date() if moment else None
                if day and (first is None or day < first):
                    first = day
    return first, scattered


def _ticket(group: list[Row], clock: Clock) -> Iterator[Line | Doubt]:
    kept, doubts = tidy(group, clock)
    ticket = Ticket(group[0].number or "", clock)
    if kept:
        ticket.tell(kept)
    yield from doubts
    yield from ticket.doubts
    yield from ticket.lines

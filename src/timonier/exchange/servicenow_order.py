"""Puts the rows of one ticket of the log in order, and sets aside those that contradict the others.

Judges dates, counts and states as readable or not; never what a state means.
"""

from __future__ import annotations

from typing import NamedTuple

from timonier.exchange.lines import Doubt
from timonier.exchange.servicenow_table import Clock, Instant, Row

STATES = frozenset(
    {
        "New",
        "Active",
        "Awaiting User Info",
        "Awaiting Vendor",
        "Awaiting Problem",
        "Awaiting Evidence",
        "Resolved",
        "Closed",
    }
)
# Beyond this many rows the exact search for contradictions (quadratic) gives way to a running one.
EXACT = 1500


class Step(NamedTuple):
    """A row that can be read: when it was written, in which order, and the ticket's state then (None: not a state)."""

    row: Row
    at: Instant
    rank: int
    state: str | None
    opened: Instant


def tidy(group: list[Row], clock: Clock) -> tuple[list[Step], list[Doubt]]:
    """The steps of a ticket in the order of their modification count, and the doubts about the rest.

    Note: where rows contradict each other, the largest set that does not is kept: counts strictly rising,
    dates not falling, nothing before the opening.
    """
    doubts: list[Doubt] = []
    opening = _opening(group, clock, doubts)
    if opening is None:
        doubts += [Doubt(row.line, "no_opening", kept=False) for row in group]
        return [], doubts
    steps: list[Step] = []
    for row in group:
        step = _step(row, opening, clock, doubts)
        if step:
            steps.append(step)
    steps.sort(key=lambda step: step.rank)
    if all(a.rank < b.rank and a.at.order <= b.at.order for a, b in zip(steps, steps[1:], strict=False)):
        return steps, doubts
    kept = _largest(steps) if len(steps) <= EXACT else _running(steps)
    lines = {step.row.line for step in kept}
    doubts += [Doubt(s.row.line, "out_of_order", kept=False) for s in steps if s.row.line not in lines]
    return kept, doubts


def _opening(group: list[Row], clock: Clock, doubts: list[Doubt]) -> Instant | None:
    opening: Instant | None = None
    for row in group:
        read = clock.read(row.opened_at) if row.opened_at else None
        if read is None:
            doubts.append(_bad_date(row.line, "opened_at", row.opened_at, kept=True))
        elif opening is None:
            opening = read
            if read.doubt:
                doubts.append(Doubt(row.line, read.doubt, kept=True, params={"column": "opened_at"}))
        elif read.order != opening.order:
            doubts.append(Doubt(row.line, "opening_varies", kept=True, params={"value": row.opened_at or ""}))
    return opening


def _step(row: Row, opening: Instant, clock: Clock, doubts: list[Doubt]) -> Step | None:
    at = clock.read(row.sys_updated_at) if row.sys_updated_at else None
    if at is None:
        doubts.append(_bad_date(row.line, "sys_updated_at", row.sys_updated_at, kept=False))
        return None
    count = row.sys_mod_count or ""
    if not (count.isascii() and count.isdigit() and len(count) < 10):
        doubts.append(Doubt(row.line, "bad_count", kept=False, params={"value": count}))
        return None
    if at.order < opening.order:
        doubts.append(Doubt(row.line, "before_opening", kept=False))
        return None
    if at.doubt:
        doubts.append(Doubt(row.line, at.doubt, kept=True, params={"column": "sys_updated_at"}))
    state = row.incident_state if row.incident_state in STATES else None
    if state is None:
        doubts.append(Doubt(row.line, "bad_state", kept=False, params={"value": row.incident_state or ""}))
    return Step(row, at, int(count), state, opening)


def _bad_date(line: int, column: str, value: str | None, *, kept: bool) -> Doubt:
    return Doubt(line, "bad_date", kept=kept, params={"column": column, "value": value or ""})


def _largest(steps: list[Step]) -> list[Step]:
    best = [1] * len(steps)
    before = [-1] * len(steps)
    for here, step in enumerate(steps):
        for there in range(here):
            earlier = steps[there]
            fits = earlier.rank < step.rank and earlier.at.order <= step.at.order
            if fits and best[there] + 1 > best[here]:
                best[here], before[here] = best[there] + 1, there
    # Of chains of one length, the one that ends last: the end of a ticket matters more than its first edit.
    place = max(range(len(steps)), key=lambda index: (best[index], index))
    chain: list[Step] = []
    while place >= 0:
        chain.append(steps[place])
        place = before[place]
    return chain[::-1]


def _running(steps: list[Step]) -> list[Step]:
    kept: list[Step] = []
    for step in steps:
        if not kept or (kept[-1].rank < step.rank and kept[-1].at.order <= step.at.order):
            kept.append(step)
    return kept

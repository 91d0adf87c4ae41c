"""Tells one ticket of the log as events: what each change of state means for holders and clocks.

The reasons stand in docs/import-servicenow.md. No order is judged here, and no proof is invented.
"""

from __future__ import annotations

from typing import Any

from timonier.exchange.lines import Doubt, Line
from timonier.exchange.servicenow_order import Step
from timonier.exchange.servicenow_table import Clock, Instant, Row

PRIORITIES = {
    "1 - critical": "major",
    "2 - high": "high",
    "3 - moderate": "medium",
    "4 - low": "low",
    "5 - planning": "low",
}
LEVELS = {"1 - high": 1, "2 - medium": 2, "3 - low": 3}
# ServiceNow's own matrix: the sum of impact and urgency gives the priority.
BY_SUM = {2: "major", 3: "high", 4: "medium", 5: "low", 6: "low"}
# channel, and whether it is an assumption
CHANNELS = {
    "phone": ("phone", False),
    "ivr": ("phone", False),
    "email": ("mail", False),
    "self service": ("portal", False),
    "direct opening": ("portal", True),
}
ENDED = frozenset({"Resolved", "Closed"})
# Who is awaited in a state; the states that are absent leave the ball with the provider.
AWAITED = {"Awaiting User Info": "user", "Awaiting Evidence": "user", "Awaiting Vendor": "third_party"}


class Ticket:
    """One ticket on its way from rows to events."""

    def __init__(self, number: str, clock: Clock) -> None:
        self.number = number
        self.lines: list[Line] = []
        self.doubts: list[Doubt] = []
        self._clock = clock
        self._told_at: dict[int, int] = {}
        self._routed: str | None = None

    def tell(self, steps: list[Step]) -> None:
        """Makes the events of a ticket from its steps in order."""
        told = [step for step in steps if step.state is not None]
        if not told:
            return
        self._created(told[0])
        previous: Step | None = None
        group: str | None = None
        for place, step in enumerate(told):
            if previous:
                self._attributes(previous.row, step)
            self._states(previous, step, told, place)
            group = self._groups(group, step, told[0].row, previous)
            previous = step
        self._unwitnessed(told)

    def _emit(self, line: int, at: Instant, event: str, by: str | None = None, **more: Any) -> None:
        # The log counts in minutes: `n` keeps the order of its rows within one.
        n = self._told_at.get(at.order, 0)
        self._told_at[at.order] = n + 1
        told: dict[str, Any] = {"ticket": self.number, "at": at.text, "event": event}
        if n:
            told["n"] = n
        if by:
            told["by"] = by
        for key, value in more.items():
            if value is not None:
                told[key] = value
        self.lines.append(Line(line, told))

    def _doubt(self, line: int, code: str, **params: str) -> None:
        self.doubts.append(Doubt(line, code, kept=True, params=params))

    def _created(self, step: Step) -> None:
        row = step.row
        known = self._clock.read(row.sys_created_at) if row.sys_created_at else None
        if known and known.order < step.opened.order:
            self._doubt(row.line, "recorded_before_opening")
            known = None
        given = (row.contact_type or "").lower()
        channel, assumed = CHANNELS.get(given, ("phone", True))
        if assumed:
            self._doubt(row.line, "channel_assumed", value=row.contact_type or "", taken=channel)
        self._emit(
            row.line,
            step.opened,
            "created",
            row.opened_by,
            known_at=known.text if known and known.order > step.opened.order else None,
            type="incident",
            channel=channel,
            scope="user",
            priority=self._priority(row),
            vip=False,
            level=1,
            holder="provider",
            perimeter="provider",
            requester=row.caller_id,
            category=row.category,
            title=" / ".join(part for part in (row.category, row.subcategory, row.u_symptom) if part) or None,
        )

    def _priority(self, row: Row) -> str | None:
        given = PRIORITIES.get((row.priority or "").lower())
        if given:
            return given
        impact, urgency = LEVELS.get((row.impact or "").lower()), LEVELS.get((row.urgency or "").lower())
        if impact and urgency:
            self._doubt(row.line, "priority_from_matrix")
            return BY_SUM[impact + urgency]
        self._doubt(row.line, "priority_unknown", value=row.priority or "")
        return None

    def _attributes(self, before: Row, step: Step) -> None:
        row = step.row
        changed: dict[str, Any] = {}
        if (row.priority, row.impact, row.urgency) != (before.priority, before.impact, before.urgency):
            priority = self._priority(row)
            known = PRIORITIES.get((before.priority or "").lower())
            if priority and priority != known:
                changed["priority"] = priority
        if row.category and row.category != before.category:
            changed["category"] = row.category
        if changed:
            self._emit(row.line, step.at, "changed", row.sys_updated_by, **changed)

    def _states(self, previous: Step | None, step: Step, told: list[Step], place: int) -> None:
        before = previous.state if previous else "New"
        state, row = step.state, step.row
        if state == before:
            self._hand(previous, step)
            return
        if before in ENDED and state not in ENDED:
            self._emit(row.line, step.at, "reopened", row.sys_updated_by)
        elif before == "New":
            self._emit(row.line, step.at, "taken", row.assigned_to or row.sys_updated_by)
            if self._routed:
                self._emit(row.line, step.at, "assigned", row.sys_updated_by, team=self._routed, level=1)
                self._routed = None
        if state in AWAITED:
            self._handed_over(step)
        elif before in AWAITED and state not in ENDED:
            self._emit(row.line, step.at, "returned", row.sys_updated_by)
        elif state in ENDED:
            self._ended(step, told, place)

    def _hand(self, previous: Step | None, step: Step) -> None:
        # Another technician of the same group takes over an active ticket: said, for whoever follows the file.
        now = step.row.assigned_to
        if previous and step.state == "Active" and now and previous.row.assigned_to not in (None, now):
            self._emit(step.row.line, step.at, "taken", now)

    def _handed_over(self, step: Step) -> None:
        row, holder = step.row, AWAITED[step.state or ""]
        if step.state == "Awaiting Evidence":
            self._doubt(row.line, "holder_assumed", value=step.state)
        to = row.vendor if holder == "third_party" else row.caller_id
        self._emit(row.line, step.at, "handed_over", row.sys_updated_by, holder=holder, to=to)

    def _ended(self, step: Step, told: list[Step], place: int) -> None:
        resolved = step.state == "Resolved"
        name = "resolution" if resolved else "closing"
        span = [step]
        for later in told[place + 1 :]:
            if later.state != step.state:
                break
            span.append(later)
        # The tool keeps one date, that of the last time: it says nothing about an end that was undone.
        last = not any(later.state == step.state for later in told[place + len(span) :])
        end = self._dated(name, step, span) if last else step
        self._emit(end.row.line, end.at, "resolved" if resolved else "closed", end.row.sys_updated_by)

    def _dated(self, name: str, step: Step, span: list[Step]) -> Step:
        """The row that the tool's own date points to, among those in which the ticket stood ended."""
        final = span[-1].row
        given = final.resolved_at if name == "resolution" else final.closed_at
        if given is None:
            if name == "resolution":
                self._doubt(step.row.line, "resolution_undated")
            return step
        dated = self._date(final.line, "resolved_at" if name == "resolution" else "closed_at", given)
        if dated is None or dated.order == step.at.order:
            return step
        if dated.order < step.opened.order:
            self._doubt(final.line, f"{name}_before_opening", value=given)
            return step
        for later in span[1:]:
            if later.at.order == dated.order:
                self._doubt(later.row.line, f"{name}_later")
                return later
        self._doubt(final.line, f"{name}_contradicted", value=given)
        return step

    def _date(self, line: int, column: str, value: str) -> Instant | None:
        read = self._clock.read(value)
        if read is None:
            self._doubt(line, "bad_date", column=column, value=value)
        return read

    def _groups(self, group: str | None, step: Step, first: Row, previous: Step | None) -> str | None:
        row = step.row
        now = row.assignment_group
        if now is None or now == group:
            return group
        if group is None and step.state == "New":
            # Where a ticket lies at birth is routing, no technician's act: it is told when somebody takes it.
            self._routed = now
            return now
        home = first.assignment_group
        if group is None or now == home or step.state in ENDED:
            self._emit(row.line, step.at, "assigned", row.sys_updated_by, team=now, level=1)
        else:
            self._routed = None
            self._emit(row.line, step.at, "escalated", row.sys_updated_by, to=now, level=2)
        return now

    def _unwitnessed(self, told: list[Step]) -> None:
        """A log that was cut tells in its date columns of ends whose rows it no longer holds."""
        final = told[-1]
        if final.state in ENDED:
            return
        for column, event, name in (
            ("resolved_at", "resolved", "resolution"),
            ("closed_at", "closed", "closing"),
        ):
            value = getattr(final.row, column)
            if value is None:
                continue
            at = self._date(final.row.line, column, value)
            if at and at.order < step_floor(told):
                self._doubt(final.row.line, f"{name}_contradicted", value=value)
            elif at:
                self._doubt(final.row.line, "end_not_witnessed")
                self._emit(final.row.line, at, event, final.row.resolved_by if event == "resolved" else None)


def step_floor(told: list[Step]) -> int:
    """The instant of the last row: an end that no row shows can only lie at or after it."""
    return told[-1].at.order

"""One ticket, walked minute by minute: who holds it, whether each minute counts, and what is judged at the end."""

from dataclasses import dataclass, field
from typing import Any

from tests.oracle.facts import Facts, minute_of
from tests.oracle.streams import (
    Fact,
    in_order,
    is_proven,
    party_of,
    rulings,
    since_creation,
    without_undone_links,
)

ATTRIBUTES = [
    "type", "channel", "scope", "priority", "urgency", "blocking", "vip", "requester", "category", "title",
    "service", "level", "level1_eligible", "perimeter", "standard",
]  # fmt: skip
TECHNICAL_ACTS = ["taken", "assigned", "escalated", "handed_over", "resolved", "closed"]
EXCLUSIONS = ["cancelled", "merged", "linked_child"]
REOPEN_LIMIT = 30 * 24 * 60
CLOCKS = ["desk", "operation"]


def choice(attributes: dict[str, Any]) -> tuple[str | None, bool]:
    """The KPI among 6 to 15, and whether the ticket is out of it (perimeter, not standard)."""
    kind = attributes.get("type")
    kpi = None
    if kind == "incident" and attributes.get("scope", "user") == "user":
        priority = attributes.get("priority", "medium")
        if attributes.get("vip") is True or priority == "major":
            kpi = "KPI-06"
        else:
            kpi = {"high": "KPI-07", "medium": "KPI-08", "low": "KPI-09"}[priority]
    elif kind == "incident":
        kpi = "KPI-11" if attributes.get("blocking") is True else "KPI-10"
    elif kind == "request":
        urgency = attributes.get("urgency", "medium")
        kpi = {"low": "KPI-12", "medium": "KPI-13", "high": "KPI-14", "immediate": "KPI-15"}[urgency]
    out = attributes.get("perimeter", "provider") != "provider"
    if kind == "request" and attributes.get("standard") is False:
        out = True
    return kpi, out


@dataclass
class Duty:
    """What is owed to a silent party since a hand-over."""

    party: tuple[str, str | None]
    owed: bool
    waited: int = 0  # minutes of desk since the hand-over or the last act done
    reminders: int = 0


@dataclass
class Walk:
    """The state of one ticket during the walk."""

    facts: Facts
    events: list[Fact]
    holder: str = "provider"
    attributes: dict[str, Any] = field(default_factory=dict)
    duty: Duty | None = None
    started: int | None = None  # the clocks start when the ball first is with the provider
    stopped: int | None = None
    stopped_by: str | None = None
    ever_stopped: bool = False  # since the clocks' start
    closing: Fact | None = None  # the first since the clocks' start
    exclusion: Fact | None = None
    over_at_exclusion: bool = False
    counted: dict[str, list[int]] = field(default_factory=lambda: {clock: [] for clock in CLOCKS})
    gross: dict[str, list[int]] = field(default_factory=lambda: {clock: [] for clock in CLOCKS})
    since_start: list[int] = field(default_factory=list)  # minutes of desk since the start, never paused
    holders: dict[int, str] = field(default_factory=dict)  # since the start
    taken: int | None = None
    last_act: int | None = None
    escalated: int | None = None
    last_escalation: int | None = None
    not_first_contact: bool = False

    def __post_init__(self) -> None:
        self.rulings = rulings(self.events)

    # -- events -----------------------------------------------------------------------------------------

    def happen(self, event: Fact, minute: int) -> None:
        """One event, at its minute."""
        kind = event["event"]
        if self.exclusion is not None:
            return
        if kind == "closed" and self.started is not None:
            self.closing = self.closing or event
        if kind == "changed" or (kind == "created" and self.attributes):
            self._reclassify(event)
            return
        if kind in EXCLUSIONS:
            self._exclude(event)
            return
        if kind == "reopened":
            self._reopen(minute)
            return
        if self.stopped is not None:
            return
        if kind == "created":
            self.attributes = {name: event[name] for name in ATTRIBUTES if name in event}
            self.holder = event.get("holder", "provider")
            if self.holder == "provider":
                self._start(minute)
            return
        technical = kind in TECHNICAL_ACTS or (kind == "contact" and event.get("by") != "user")
        if technical:
            self.last_act = minute
            if self.started is not None and self.taken is None:
                self.taken = minute
        if kind in ("escalated", "handed_over") or (kind == "contact" and technical):
            self.not_first_contact = True
        if kind == "escalated":
            self._escalate(event, minute)
        elif kind == "returned":
            self._to_provider(minute)
        elif kind == "handed_over":
            self._hand_over(event, minute)
        elif kind == "reminded":
            self._remind(event)
        elif kind in ("resolved", "closed"):
            self.stopped, self.stopped_by, self.holder, self.duty = minute, kind, "none", None
            self.ever_stopped = self.ever_stopped or self.started is not None

    def _start(self, minute: int) -> None:
        self.started = minute
        if self.last_act == minute:
            self.taken = minute
        if self.last_escalation == minute:
            self.escalated = minute

    def _to_provider(self, minute: int) -> None:
        self.holder, self.duty = "provider", None
        if self.started is None:
            self._start(minute)

    def _reopen(self, minute: int) -> None:
        if self.stopped is not None and minute - self.stopped > REOPEN_LIMIT:
            return
        self.stopped = self.stopped_by = None
        self.not_first_contact = True
        self._to_provider(minute)

    def _hand_over(self, event: Fact, minute: int) -> None:
        if not is_proven(event, self.events):
            self._to_provider(minute)
            return
        party = party_of(event, self.events)
        self.holder = party[0]
        if self.duty is None or self.duty.party != party:
            owed = party[0] in ("user", "third_party") or event.get("referent") is True
            self.duty = Duty(party, owed)
        if party[0] in ("client", "third_party"):
            self._escalation(minute)

    def _escalation(self, minute: int) -> None:
        self.last_escalation = minute
        if self.started is not None and self.escalated is None and not self.ever_stopped:
            self.escalated = minute

    def _escalate(self, event: Fact, minute: int) -> None:
        if event.get("duty") is not True:
            self._escalation(minute)
            return
        duty = self.duty
        if duty and duty.owed and duty.reminders == self.facts.duty_reminders and event.get("to"):
            duty.reminders, duty.waited = 0, 0

    def _remind(self, event: Fact) -> None:
        duty = self.duty
        if duty is None or not duty.owed or not (event.get("means") and event.get("reference")):
            return
        if duty.reminders == self.facts.duty_reminders:
            return  # an escalation is due
        if duty.waited >= self.facts.duty_period:
            duty.reminders += 1
        duty.waited = 0

    def _current_exceeded(self) -> bool:
        kpi, out = choice(self.attributes)
        if kpi is None or out:
            return False
        return len(self.counted[self.facts.services[kpi]]) > self.facts.targets[kpi]

    def _reclassify(self, event: Fact) -> None:
        accepted = event.get("accepted_by") == "client"
        if accepted or (self.stopped is None and not self._current_exceeded()):
            self.attributes |= {name: event[name] for name in ATTRIBUTES if name in event}

    def _exclude(self, event: Fact) -> None:
        if self.stopped is not None and event.get("accepted_by") != "client":
            return
        self.exclusion = event
        self.over_at_exclusion = self._current_exceeded()

    # -- time -------------------------------------------------------------------------------------------

    def pass_minute(self, minute: int) -> None:
        """The time from this minute to the next."""
        if self.started is None or self.exclusion is not None:
            return self._age_duty(minute)
        if self.facts.openings["desk"].is_open(minute):
            self.since_start.append(minute)
        self.holders[minute] = self.holder
        if self.stopped is not None:
            return None
        overdue = self.duty is not None and self.duty.owed and self.duty.waited >= self.facts.duty_period
        counts_now = self.holder == "provider" or overdue
        for start, end, counts in self.rulings:
            if start <= minute < end:
                counts_now = counts
        for clock in CLOCKS:
            if self.facts.openings[clock].is_open(minute):
                self.gross[clock].append(minute)
                if counts_now:
                    self.counted[clock].append(minute)
        return self._age_duty(minute)

    def _age_duty(self, minute: int) -> None:
        if self.duty is not None and self.facts.openings[self.facts.duty_hours].is_open(minute):
            self.duty.waited += 1


def walk_ticket(facts: Facts, events: list[Fact], as_of: int) -> Walk | None:
    """Walks every minute from the creation to the as-of instant."""
    told = without_undone_links(since_creation(in_order(events, as_of)))
    if not told:
        return None
    walk = Walk(facts, told)
    at: dict[int, list[Fact]] = {}
    for event in told:
        at.setdefault(minute_of(event["at"]), []).append(event)
    last = max(at)
    for minute in range(min(at), as_of + 1):
        for event in at.get(minute, []):
            walk.happen(event, minute)
        if minute >= last and (walk.exclusion is not None or walk.stopped is not None):
            break  # nothing can change any more
        if minute < as_of:
            walk.pass_minute(minute)
    return walk

"""The life of one ticket: who held the ball, when the clock stood still, what counts. One walk over its events.

The walk knows nothing of months nor of results; it draws the stretches of time that every measure is judged on.
Source: KPIS.md "Creation", "Ball", "Stop", "Duties", "Exclusions", "Re-classification"; articles 4.1.4.6, 4.2.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from timonier.core.contract.model import CLIENT, NOBODY, PROVIDER, USER, Kpi
from timonier.core.events import ATTRIBUTES, Event, is_text
from timonier.core.evidence import EXCLUSIONS, Evidence, as_they_stand
from timonier.core.instants import DAY
from timonier.core.measures import Piece, is_missed, service_time
from timonier.core.plan import Plan, Plans

STOPS = frozenset({"resolved", "closed"})
DESCRIBING = frozenset({"title", "requester", "service", "category", "level"})
"""Attributes that choose no KPI: a change of them is never refused. Level counts at birth alone."""


@dataclass(slots=True)
class Note:
    """Something about an item that is told to the client or reported as doubtful. `at` is the instant of the event."""

    code: str
    at: int
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Duty:
    """What is owed while somebody else holds: the next act, and when it falls due."""

    due_at: int
    step: int = 0  # reminders done since the last escalation


class Life:
    """State of a ticket along its events; at the end, its ledger."""

    __slots__ = (
        "attributes",
        "birth_level",
        "carried",
        "changed_from",
        "closed",
        "created",
        "duty",
        "effective",
        "ended",
        "evidence",
        "excluded_since",
        "first_stop",
        "former",
        "holder",
        "notes",
        "party",
        "pieces",
        "plan",
        "plans",
        "rated",
        "reopenings",
        "since",
        "start",
        "stop",
        "taken",
        "team",
        "why",
    )

    def __init__(self, plans: Plans, evidence: Evidence) -> None:
        self.plans, self.evidence = plans, evidence
        self.plan: Plan | None = None
        self.created: Event | None = None
        self.attributes: dict[str, Any] = {}
        self.birth_level = 1
        self.start: int | None = None
        self.holder, self.party, self.why = NOBODY, "", "provider_holds"
        self.since = 0
        self.duty: Duty | None = None
        self.stop: Event | None = None
        self.first_stop: int | None = None  # index in `effective`
        self.closed: Event | None = None
        self.rated: Event | None = None
        self.reopenings: list[Event] = []
        self.ended: Event | None = None
        self.excluded_since: int | None = None  # since when the perimeter excludes it
        self.pieces: list[Piece] = []
        self.effective: list[Event] = []
        self.notes: list[Note] = []
        self.former: str | None = None
        self.carried = 0
        self.changed_from: int | None = None
        self.taken: Event | None = None
        self.team: str | None = None

    # -- the walk ---------------------------------------------------------------------------------------------

    def begin(self, event: Event, at: int) -> None:
        """First `created`; `at` is its instant, or the earlier opening that a merger handed on."""
        self.created = event
        self.attributes = {"scope": USER} | _attributes(event)
        self.birth_level = self.attributes.get("level") or 1
        self.attributes["birth_level"] = self.birth_level
        self.since = at
        self.effective.append(event)
        if event.data.get("holder") == CLIENT:
            self.holder = CLIENT
        else:
            self._to_provider(at)

    def apply(self, event: Event) -> None:
        """One event after the creation."""
        if self.ended is not None:
            self._note("after_exclusion", event)
            return
        move = _MOVES.get(event.kind)
        if move is not None:
            move(self, event)
            return
        kind = event.kind
        if kind == "rated":
            self.rated = event
        elif kind == "closed" and self.closed is None and self.start is not None:
            self.closed = event
        if self.stop is None:
            self._act(kind, event)
            self.effective.append(event)
            if kind in STOPS:
                self._stop(event)

    def _act(self, kind: str, event: Event) -> None:
        if kind == "handed_over":
            if self.evidence.proves(event):
                self._to_other(event)
            else:
                self._to_provider(event.at, "hand_over_unproven")
        elif kind == "returned":
            self._to_provider(event.at)
        elif kind == "taken":
            self.taken = self.taken or event
        elif kind == "assigned":
            self.team = event.data.get("team") or self.team
        elif self.duty is not None and kind in ("reminded", "escalated"):
            self._duty_act(event, self.duty)

    def _stop(self, event: Event) -> None:
        self._advance(event.at)
        self.stop, self.duty = event, None
        if self.first_stop is None and self.start is not None:
            self.first_stop = len(self.effective) - 1

    def _reopen(self, event: Event) -> None:
        if self.closed is not None:
            self.reopenings.append(event)
        if self.stop is not None:
            if event.at - self.stop.at > self.plans.at(self.stop.at).version.reopen_days * DAY:
                self._note("reopened_too_late", event)
                return
            self._advance(event.at)
            self.stop = None
        self.effective.append(event)
        self._to_provider(event.at)

    def _exclude(self, event: Event) -> None:
        reading = self.plans.at(self.start or event.at).readings["mass_incident_children"]
        if event.kind == "linked_child" and reading == "each_counts":
            return
        if self.stop is not None and event.data.get("accepted_by") != CLIENT:
            self._note("exclusion_of_stopped", event)
            return
        if self.stop is None:
            self._advance(event.at)
        self.ended, self.duty = event, None

    def finish(self, as_of: int) -> None:
        """Close the last stretch at the as-of instant, when the clock still runs."""
        if self.ended is None and self.stop is None:
            self._advance(as_of)

    # -- the ball ---------------------------------------------------------------------------------------------

    def _to_provider(self, at: int, why: str = "provider_holds") -> None:
        if self.start is None:
            self.start = self.since = at
            self.plan = self.plans.at(at)
            self._default_attributes(self.plan)
            if self.outside() is not None:
                self.excluded_since = at
        else:
            self._advance(at)
        self.holder, self.party, self.why, self.duty = PROVIDER, "", why, None

    def _to_other(self, event: Event) -> None:
        holder, party = event.data["holder"], self.evidence.party(event)
        if self.holder == holder and self.party == party:
            return
        self._advance(event.at)
        self.holder, self.party, self.duty = holder, party, None
        self.why = f"{holder}_holds"
        plan = self.plan
        if plan is None:
            return
        owed = holder in plan.version.duties.holders or (
            holder == CLIENT and event.data.get("referent") is True
        )
        if owed:
            self.duty = Duty(plan.duty_opening.add(event.at, plan.duty_period))

    def _duty_act(self, event: Event, duty: Duty) -> None:
        plan, data = self.plan, event.data
        assert plan is not None
        escalating = duty.step >= plan.version.duties.reminders
        if event.kind == "reminded":
            if escalating or not (is_text(data.get("means")) and is_text(data.get("reference"))):
                return
            self._advance(event.at)
            if event.at >= duty.due_at:
                duty.step += 1
        else:
            if not escalating or data.get("duty") is not True or not is_text(data.get("to")):
                return
            self._advance(event.at)
            duty.step = 0
        duty.due_at = plan.duty_opening.add(event.at, plan.duty_period)

    def _advance(self, at: int) -> None:
        """Close the stretch that ends at `at`."""
        since, self.since = self.since, max(self.since, at)
        if self.start is None or at <= since:
            return
        if self.stop is not None:
            self.pieces.append(Piece(since, at, NOBODY, False, "stopped"))
        elif self.holder == PROVIDER:
            self.pieces.append(Piece(since, at, PROVIDER, True, self.why))
        else:
            due = at if self.duty is None else self.duty.due_at
            assert self.plan is not None
            counts = self.holder == USER and self.plan.readings["user_time"] == "counts"
            if since < min(due, at):
                self.pieces.append(Piece(since, min(due, at), self.holder, counts, self.why))
            if due < at:
                self.pieces.append(Piece(max(since, due), at, self.holder, True, "duty_overdue"))

    # -- classification ---------------------------------------------------------------------------------------

    def _default_attributes(self, plan: Plan) -> None:
        version, attributes = plan.version, self.attributes
        attributes.setdefault("priority", version.default_priority)
        attributes.setdefault("urgency", version.default_urgency)

    def outside(self) -> str | None:
        """Why the perimeter leaves the item out of the resolution KPIs, if it does."""
        return _outside_of(self.attributes)

    def _current(self) -> Kpi | None:
        return self.plan.choose(self.attributes) if self.plan else None

    def _change(self, event: Event) -> None:
        wanted = self.attributes | _attributes(event)
        accepted = event.data.get("accepted_by") == CLIENT
        if self.stop is None:
            self.effective.append(event)
        if self.start is None or self.plan is None:
            if self.stop is None or accepted:
                self.attributes = wanted
            return
        former, was_outside = self._current(), self.outside()
        new = self.plan.choose(wanted)
        if not accepted:
            if self.stop is None:
                self._advance(event.at)
            if self.stop is not None or (
                former is not None and was_outside is None and self._is_exceeded(former)
            ):
                if new is not former or _outside_of(wanted) != was_outside:
                    self._note("change_refused", event, kpi=former.key if former else None)
                self._describe(wanted)
                return
        if "category" in event.data:
            wanted.pop("judged_category", None)
        self.attributes = wanted
        outside = self.outside()
        if outside is not None and was_outside is None:
            self.excluded_since = event.at
        if new is not former and former is not None:
            self._re_select(event, former, new, was_outside)

    def _describe(self, wanted: dict[str, Any]) -> None:
        """What a refused change still says of the ticket; its eligibility for level 1 stays that of its former category."""
        known = self.attributes
        if "judged_category" not in known and wanted.get("category") != known.get("category"):
            known["judged_category"] = known.get("category")
        known.update({name: wanted[name] for name in DESCRIBING if name in wanted})

    def _re_select(self, event: Event, former: Kpi, new: Kpi | None, was_outside: str | None) -> None:
        assert self.plan is not None and self.start is not None
        self.former = former.key
        before, after = self.plan.target(former, self.start), self.plan.target(new, self.start) if new else 0
        code = "target_lengthened" if new is None or after > before else "reclassified"
        self._note(code, event, kpi=former.key, to=new.key if new else None)
        reading = self.plan.readings["reclassification"]
        if reading == "from_start" or new is None or was_outside is not None or self.stop is not None:
            return
        if reading == "proportional" and before:
            self.carried = self.counted(former) * after // before
        self.changed_from = event.at

    def counted(self, kpi: Kpi) -> int:
        """Counted time so far under a KPI's hours, change of classification included. Units: microseconds."""
        assert self.plan is not None
        opening = self.plan.opening(kpi.service) if kpi.service else None
        return self.carried + service_time(self.judged_pieces(), opening)[0]

    def _is_exceeded(self, kpi: Kpi) -> bool:
        assert self.plan is not None and self.start is not None
        return is_missed(self.counted(kpi), self.plan.target(kpi, self.start), strict=self.plan.strict)

    def judged_pieces(self, *, whole: bool = False) -> list[Piece]:
        """The pieces with decided disputes laid over them; `whole`: the part before a change, set aside where read so, too."""
        pieces = self.pieces
        for start, end, counted in self.evidence.decided:
            pieces = _overlay(
                pieces, start, end, counted, f"dispute_{'counted' if counted else 'not_counted'}"
            )
        if self.changed_from is not None and self.start is not None and not whole:
            pieces = _overlay(pieces, self.start, self.changed_from, False, "before_change")
        return pieces

    def _note(self, code: str, event: Event, **params: Any) -> None:
        self.notes.append(Note(code, event.at, {"event": event.kind, "by": event.by, **params}))


_MOVES = {
    "created": Life._change,
    "changed": Life._change,
    "reopened": Life._reopen,
    **dict.fromkeys(EXCLUSIONS, Life._exclude),
}
"""What events do that are no plain act."""


def live(plans: Plans, events: Sequence[Event], as_of: int, elder: int | None = None) -> Life | None:
    """Life of a ticket from its events in order (those after `as_of` left out). None: no creation yet.

    `elder`: the opening of an older ticket merged into this one, where the contract is read so.
    """
    if events and events[-1].at > as_of:
        events = [event for event in events if event.at <= as_of]
    evidence, events = as_they_stand(events)
    life = Life(plans, evidence)
    for event in events:
        if life.created is not None:
            if event.kind != "unlinked":
                life.apply(event)
        elif event.kind == "created":
            life.begin(event, event.at if elder is None else min(event.at, elder))
        else:
            life._note("before_creation", event)
    if life.created is None:
        return None
    life.finish(as_of)
    return life


def _attributes(event: Event) -> dict[str, Any]:
    return {name: value for name, value in event.data.items() if name in ATTRIBUTES and value is not None}


def _outside_of(attributes: dict[str, Any]) -> str | None:
    if attributes.get("perimeter", PROVIDER) != PROVIDER:
        return "out_of_perimeter"
    if attributes.get("type") == "request" and attributes.get("standard") is False:
        return "not_standard"
    return None


def _overlay(pieces: list[Piece], start: int, end: int, counted: bool, why: str) -> list[Piece]:
    """The pieces with [start, end) counted or not; what nobody holds stays as it is."""
    found: list[Piece] = []
    for piece in pieces:
        low, high = max(piece.start, start), min(piece.end, end)
        if low >= high or piece.holder == NOBODY:
            found.append(piece)
            continue
        if piece.start < low:
            found.append(Piece(piece.start, low, piece.holder, piece.counted, piece.why))
        found.append(Piece(low, high, piece.holder, counted, why))
        if high < piece.end:
            found.append(Piece(high, piece.end, piece.holder, piece.counted, piece.why))
    return found

"""The states of disputes and acceptances as a machine: only declared moves, whoever tries what in which order."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from timonier.core.canonical import canonical_bytes
from timonier.core.disputes import MOVES, PENDING, disputes_of, if_granted, verdict
from timonier.core.events import Event, parse_event
from timonier.core.instants import format_instant

HOUR = 3_600_000_000
BASE = 1_772_000_000_000_000
KIND = {"answer": "dispute_answered", "refuse": "dispute_refused", "withdraw": "dispute_withdrawn"}


class Disputes(RuleBasedStateMachine):
    """Events of one ticket, whatever their order; a model beside that knows the declared moves alone."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.model: dict[int, str] = {}
        self.clock = BASE + 100 * HOUR

    def put(self, kind: str, **data: Any) -> Event:
        self.clock += HOUR
        event = parse_event(
            {"ticket": "M", "event": kind, "at": format_instant(self.clock), "by": "x", **data}
        )
        self.events.append(event)
        return event

    @rule(start=st.integers(0, 20), length=st.integers(1, 5), counts=st.booleans())
    def dispute(self, start: int, length: int, counts: bool) -> None:
        span = {
            "from": format_instant(BASE + start * HOUR),
            "to": format_instant(BASE + (start + length) * HOUR),
        }
        event = self.put("disputed", **span, counted=counts, party="client", reason="r")
        self.model[event.at] = "open"

    @rule(place=st.integers(0, 9), move=st.sampled_from(sorted(MOVES)), agrees=st.booleans())
    def move(self, place: int, move: str, agrees: bool) -> None:
        if not self.model:
            return
        of = sorted(self.model)[place % len(self.model)]
        one = next(one for one in disputes_of(self.events) if one.of == of)
        if move == "grant":
            data = verdict(one, "M", self.clock).data
            self.put(
                "dispute_decided",
                **{name: data[name] for name in ("from", "to", "counted")},
                of=format_instant(of),
            )
        else:
            more = {"agrees": agrees} if move == "answer" else {}
            self.put(KIND[move], of=format_instant(of), reason="r", **more)
        states, reached = MOVES[move]
        if self.model[of] in states:
            self.model[of] = reached

    @rule(hours=st.integers(1, 50))
    def stray(self, hours: int) -> None:
        """A word about a dispute that never was has no effect."""
        self.put("dispute_withdrawn", of=format_instant(BASE - hours * HOUR), reason="r")

    @invariant()
    def every_dispute_is_where_the_declared_moves_lead(self) -> None:
        assert {one.of: one.state for one in disputes_of(self.events)} == self.model

    @invariant()
    def what_would_be_adds_a_verdict_for_each_pending_one_and_no_other(self) -> None:
        found = disputes_of(self.events)
        more = if_granted(self.events, "M", found, self.clock)[len(self.events) :]
        assert len(more) == sum(one.state in PENDING for one in found)
        assert all(event.canonical == canonical_bytes(event.data) for event in more)


Disputes.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestDisputes = pytest.mark.req("TIM-07")(Disputes.TestCase)

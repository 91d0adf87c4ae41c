"""The survivor of a merger: its own opening, or where the contract is read so the earliest of the chain."""

import pytest

from tests.core.sample import contract
from timonier.core.engine import evaluate
from timonier.core.events import parse_event
from timonier.core.instants import parse_instant

AS_OF = parse_instant("2026-04-30T00:00:00Z")


def opened(key, at, **more):
    return parse_event(
        {
            "ticket": key, "event": "created", "at": at, "type": "incident", "channel": "phone",
            "priority": "medium", **more,
        }
    )  # fmt: skip


def said(key, event, at, **more):
    return parse_event({"ticket": key, "event": event, "at": at, **more})


CHAIN = [
    opened("A", "2026-04-13T09:00:00+02:00"),
    opened("B", "2026-04-14T09:00:00+02:00"),
    opened("C", "2026-04-15T09:00:00+02:00"),
    said("B", "merged", "2026-04-15T09:20:00+02:00", into="C"),
    said("A", "merged", "2026-04-15T09:10:00+02:00", into="B"),
    said("C", "resolved", "2026-04-15T10:00:00+02:00"),
]


def outcome(events, key, reading):
    measures, _ = evaluate(contract(), events, AS_OF, {"merged_opening": reading})
    return next(one for one in measures if one.item == key and one.kpi == "KPI-08")


@pytest.mark.req("TIM-08")
def test_the_survivor_keeps_its_own_opening_unless_the_contract_says_otherwise():
    assert outcome(CHAIN, "C", "own").counted == 3_600_000_000
    assert outcome(CHAIN, "C", "own").outcome == "met"


@pytest.mark.req("TIM-08")
def test_read_as_the_earliest_a_chain_of_mergers_hands_the_first_opening_on():
    one = outcome(CHAIN, "C", "earliest")
    assert one.started_at == parse_instant("2026-04-13T09:00:00+02:00")
    # Monday 9:00 to 18:30, Tuesday 8:00 to 18:30, Wednesday 8:00 to 10:00
    assert one.counted == int((9.5 + 10.5 + 2) * 3_600_000_000)
    assert one.outcome == "missed"


def test_a_merger_without_effect_hands_nothing_on():
    events = [
        opened("A", "2026-04-13T09:00:00+02:00"),
        said("A", "resolved", "2026-04-13T09:30:00+02:00"),
        opened("C", "2026-04-15T09:00:00+02:00"),
        said("A", "merged", "2026-04-15T09:20:00+02:00", into="C"),
        said("C", "resolved", "2026-04-15T10:00:00+02:00"),
    ]
    assert outcome(events, "C", "earliest").counted == 3_600_000_000


def test_a_ring_of_mergers_ends():
    events = [
        opened("A", "2026-04-13T09:00:00+02:00"),
        opened("B", "2026-04-14T09:00:00+02:00"),
        said("A", "merged", "2026-04-14T09:10:00+02:00", into="B"),
        said("B", "merged", "2026-04-14T09:20:00+02:00", into="A"),
    ]
    measures, _ = evaluate(contract(), events, AS_OF, {"merged_opening": "earliest"})
    assert {one.item for one in measures} == {"A", "B"}

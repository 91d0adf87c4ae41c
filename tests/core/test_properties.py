"""What holds for every history: replay, order of recording, how instants are written, and time that only goes forward."""

import json
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracle.facts import VSGP
from tests.oracle.histories import ticket_history
from timonier.contracts.files import read_contract
from timonier.core.engine import evaluate_stream
from timonier.core.events import parse_line, read_stream
from timonier.core.instants import DAY, MINUTE, parse_instant, to_datetime
from timonier.core.measures import Measure
from timonier.core.output import measure_object
from timonier.core.plan import Plans

type Told = tuple[list[dict[str, Any]], str]
SOME = settings(
    max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
PROPER = pytest.mark.req("TIM-03", "KPI-33")


@cache
def plans() -> Plans:
    """The contract as shipped."""
    return Plans(read_contract(VSGP))


def judged(facts: list[dict[str, Any]], as_of: int) -> list[Measure]:
    events = [parse_line(json.dumps(fact)) for fact in facts]
    return evaluate_stream(plans(), "ticket", "T", events, as_of).measures


def shown(measures: list[Measure]) -> list[dict[str, Any]]:
    return [measure_object(one) for one in measures]


@PROPER
@SOME
@given(ticket_history())
def test_a_replay_gives_the_same_to_the_last_digit(told: Told) -> None:
    facts, as_of = told[0], parse_instant(told[1])
    first = shown(judged(facts, as_of))
    assert shown(judged([*facts], as_of)) == first
    events = sorted((parse_line(json.dumps(fact)) for fact in facts), key=lambda one: one.at)
    kept = read_stream("ticket/T", b"\n".join(one.canonical for one in events), [one.at for one in events])
    assert shown(evaluate_stream(plans(), "ticket", "T", kept, as_of).measures) == first


@PROPER
@SOME
@given(ticket_history(), st.randoms(use_true_random=False))
def test_the_order_of_recording_changes_nothing(told: Told, random: Any) -> None:
    facts, as_of = told[0], parse_instant(told[1])
    mixed = list(facts)
    random.shuffle(mixed)
    assert shown(judged(mixed, as_of)) == shown(judged(facts, as_of))


@PROPER
@SOME
@given(ticket_history(), st.integers(-12, 14))
def test_the_offset_that_writes_an_instant_changes_nothing(told: Told, hours: int) -> None:
    facts, as_of = told[0], parse_instant(told[1])

    def rewritten(text: str) -> str:
        local = (to_datetime(parse_instant(text)) + timedelta(hours=hours)).replace(tzinfo=None)
        return f"{local.isoformat(timespec='microseconds')}{hours:+03d}:00"

    elsewhere = [{**fact, "at": rewritten(fact["at"])} for fact in facts]
    assert shown(judged(elsewhere, as_of)) == shown(judged(facts, as_of))


@PROPER
@SOME
@given(ticket_history(), st.integers(0, 5 * 24 * 60))
def test_what_lies_after_the_as_of_instant_does_not_exist(told: Told, later: int) -> None:
    facts, as_of = told[0], parse_instant(told[1]) - later * MINUTE
    before = [fact for fact in facts if parse_instant(fact["at"]) <= as_of]
    assert shown(judged(facts, as_of)) == shown(judged(before, as_of))


@PROPER
@SOME
@given(ticket_history(), st.integers(1, 40))
def test_without_a_further_fact_time_only_adds_and_what_was_missed_stays_so(told: Told, days: int) -> None:
    facts, as_of = told[0], parse_instant(told[1])
    facts = [fact for fact in facts if parse_instant(fact["at"]) <= as_of]
    now = {one.kpi: one for one in judged(facts, as_of)}
    then = {one.kpi: one for one in judged(facts, as_of + days * DAY)}
    assert now.keys() <= then.keys()
    for kpi, one in now.items():
        other = then[kpi]
        if one.counted is not None and other.counted is not None:
            assert one.counted <= other.counted
        if one.outcome != "running":
            assert (one.outcome, one.month, one.reason) == (other.outcome, other.month, other.reason), kpi
        if one.outcome == "running" and one.exceeds_at is not None:
            is_over = as_of + days * DAY > one.exceeds_at
            assert (other.outcome == "missed") == is_over, kpi
            assert not is_over or other.exceeds_at == one.exceeds_at


@pytest.mark.req("TIM-04")
@SOME
@given(ticket_history())
def test_intervals_partition_the_life_and_add_up(told: Told) -> None:
    for one in judged(told[0], parse_instant(told[1])):
        if one.counted is None:
            continue
        rows = one.intervals()
        assert sum(row["us"] for row in rows if row["counted"]) == one.counted
        assert sum(row["us"] for row in rows if row["holder"] != "none") == one.gross
        assert all(before["to"] == after["from"] for before, after in zip(rows, rows[1:], strict=False))
        assert all(row["us"] in (0, row["to"] - row["from"]) for row in rows)
        assert one.counted <= (one.gross or 0)

"""The engine and the oracle agree on random histories, item by item: outcome, counted, gross, month."""

import json
import os
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.oracle.facts import VSGP, minute_of, vsgp
from tests.oracle.histories import tell, ticket_history
from tests.oracle.month import Line, judge_month
from tests.oracle.oracle import judge_ticket
from tests.oracle.other_histories import TELLERS, tell_month
from tests.oracle.others import judge_alert, judge_call, judge_milestone, judge_quote
from tests.oracle.picks import Seeded
from tests.oracle.streams import Fact, Item
from tests.oracle.tickets import walk_ticket
from timonier.contracts.files import read_contract
from timonier.core.engine import evaluate, evaluate_stream
from timonier.core.events import parse_line
from timonier.core.instants import SECOND, parse_instant
from timonier.core.measures import Measure
from timonier.core.months import Request, month_results
from timonier.core.plan import Plans

COMPARED = {"KPI-02", *(f"KPI-{number:02d}" for number in range(4, 16))}
RESOLUTION = {f"KPI-{number:02d}" for number in range(6, 16)}
EXAMPLES = int(os.environ.get("TIMONIER_ORACLE_EXAMPLES", "150"))
FIRST_SEED = int(os.environ.get("TIMONIER_ORACLE_SEED", "0"))
SLOW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES <= 1000,
    database=None,
    suppress_health_check=list(HealthCheck),
)


CONTRACT = read_contract(VSGP)


@cache
def plans() -> Plans:
    """The contract as shipped."""
    return Plans(CONTRACT)


def minutes(microseconds: int | None) -> int | None:
    """Whole minutes; anything else is a difference by itself."""
    if microseconds is None:
        return None
    whole, rest = divmod(microseconds, 60 * SECOND)
    assert rest == 0
    return whole


def measures_of(events: list[Fact], as_of: str) -> list[Measure]:
    """The engine's measures of one stream."""
    told = [parse_line(json.dumps(event)) for event in events]
    return evaluate_stream(plans(), told[0].family, told[0].key, told, parse_instant(as_of)).measures


def by_engine(measures: list[Measure]) -> dict[str, Item]:
    """The engine's items of one ticket, by KPI."""
    return {
        one.kpi: Item(one.kpi, one.outcome, minutes(one.counted), minutes(one.gross), one.month)
        for one in measures
        if one.kpi in COMPARED
    }


def compare_ticket(events: list[Fact], as_of: str) -> None:
    """Every item, and every minute of each resolution clock: holder, counted or not."""
    walk = walk_ticket(vsgp(), events, minute_of(as_of))
    measures = measures_of(events, as_of)
    assert by_engine(measures) == judge_ticket(events, minute_of(as_of)), (events, as_of)
    for one in measures:
        if walk is None or one.kpi not in RESOLUTION or one.outcome == "excluded":
            continue
        counted, holders = set(), {}
        for row in one.intervals():
            span = range(minutes(row["from"]) or 0, minutes(row["to"]) or 0)
            holders |= dict.fromkeys(span, row["holder"])
            if row["counted"] and row["open"]:
                counted |= set(span)
        end = walk.stopped if walk.stopped is not None else minute_of(as_of)  # a clock lives until its stop
        assert holders == {at: holder for at, holder in walk.holders.items() if at < end}, (events, as_of)
        assert counted == set(walk.counted[vsgp().services[one.kpi]]), (events, as_of)


@pytest.mark.req("TIM-01", "TIM-02", "TIM-04", "TIM-05", "TIM-06", "TIM-08", "TIM-09", "KPI-30", "KPI-36")
@SLOW
@given(ticket_history())
def test_tickets_drawn(history: tuple[list[Fact], str]) -> None:
    compare_ticket(*history)


@pytest.mark.req("TIM-01", "TIM-02", "TIM-04", "TIM-05", "TIM-06", "TIM-08", "TIM-09", "KPI-30", "KPI-36")
@pytest.mark.parametrize("part", range(4))
def test_tickets_seeded(part: int) -> None:
    for seed in range(FIRST_SEED + part, FIRST_SEED + EXAMPLES, 4):
        compare_ticket(*tell(Seeded(seed)))


ORACLES = {"alert": judge_alert, "quote": judge_quote, "milestone": judge_milestone}


@pytest.mark.req("KPI-01", "MON-03", "COM-02", "PRC-07", "TEL-02")
@pytest.mark.parametrize("family", sorted(TELLERS))
def test_other_streams(family: str) -> None:
    """Alerts, quotes, calls and milestones: the same items in the same order."""
    for seed in range(FIRST_SEED, FIRST_SEED + 4 * EXAMPLES):
        events, as_of = TELLERS[family](Seeded(seed))
        expected = (
            judge_call(events, as_of) if family == "call" else ORACLES[family](events, minute_of(as_of))
        )
        clocked = family in ("alert", "quote")
        found = [
            Item(
                one.kpi,
                one.outcome,
                minutes(one.counted) if clocked else None,
                minutes(one.gross) if clocked else None,
                one.month,
            )
            for one in measures_of(events, as_of)
        ]
        assert found == expected, (events, as_of)


@pytest.mark.req("KPI-30", "KPI-31", "KPI-35", "KPI-39")
@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + max(EXAMPLES // 25, 1)))
def test_months(seed: int) -> None:
    """Every line of a month: population, value, verdict, what is charged, the penalty and their sum."""
    streams, month, as_of = tell_month(seed, 12)
    told = [
        parse_line(json.dumps(fact)) for of in streams.values() for facts in of.values() for fact in facts
    ]
    until = parse_instant(as_of)
    measures, aggregated = evaluate(CONTRACT, told, until)
    result = month_results(plans(), Request(month, until), measures, aggregated)
    found = {one["kpi"]: line_of(one) for one in result["results"]}
    expected, total = judge_month(streams, month, as_of)
    assert found == expected
    assert result["penalty_total"] == total


def line_of(result: dict[str, Any]) -> Line:
    """A line of the engine's month in the oracle's words."""
    charged = result["charged"]
    return Line(
        result["population"],
        result["met"],
        result["missed"],
        result["value"],
        result["achieved"],
        None if charged is None else (charged["population"], charged["value"], charged["achieved"]),
        result["penalty_amount"],
    )

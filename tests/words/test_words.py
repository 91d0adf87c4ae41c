"""Every case of the words against the engine, on the shipped contract; and every interval of them adds up."""

import json
from functools import cache
from typing import Any

import pytest

from tests.oracle.facts import VSGP
from tests.words import ball_cases, judging_cases, own_cases, stop_cases
from tests.words.telling import Case, paris
from timonier.contracts.files import read_contract
from timonier.core.engine import evaluate_stream
from timonier.core.events import parse_line
from timonier.core.instants import MINUTE, parse_instant
from timonier.core.measures import Measure
from timonier.core.plan import Plans

CASES = [*ball_cases.CASES, *stop_cases.CASES, *judging_cases.CASES, *own_cases.CASES]


@cache
def plans(readings: tuple[tuple[str, str], ...]) -> Plans:
    """The shipped contract under some readings."""
    return Plans(read_contract(VSGP), dict(readings))


def judged(case: Case) -> dict[str, Measure]:
    """The engine's measures of a case."""
    events = [parse_line(json.dumps({"ticket": "T", **fact})) for fact in case.facts]
    asked = plans(tuple(sorted(case.readings.items())))
    outcome = evaluate_stream(asked, "ticket", "T", events, parse_instant(paris(case.as_of)))
    return {one.kpi: one for one in outcome.measures}


def agree(found: tuple[Any, ...], expected: tuple[Any, ...]) -> bool:
    """What a case leaves open (None behind the outcome, or nothing) is not compared; a month always is when given."""
    return all(
        want is None and place in (1, 2) or want == have
        for place, (want, have) in enumerate(zip(expected, found, strict=False))
    )


@pytest.mark.req(
    "TIM-01", "TIM-02", "TIM-04", "TIM-05", "TIM-06", "TIM-08", "TIM-09", "KPI-02", "KPI-04", "KPI-05", "KPI-16",
    "KPI-17", "KPI-30", "KPI-36",
)  # fmt: skip
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case) -> None:
    found = judged(case)
    for kpi, expected in case.expected.items():
        one = found.get(kpi)
        if expected is None:
            assert one is None, (kpi, one)
            continue
        assert one is not None, (kpi, sorted(found))
        have = (
            one.outcome,
            None if one.counted is None else one.counted / MINUTE,
            None if one.gross is None else one.gross / MINUTE,
            one.month,
        )
        assert agree(have, expected), (kpi, have, expected)


@pytest.mark.req("TIM-04")
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_intervals_partition_the_clock_s_life_and_add_up(case: Case) -> None:
    for one in judged(case).values():
        if one.counted is None:
            continue
        rows = one.intervals()
        assert sum(row["us"] for row in rows if row["counted"]) == one.counted, one.kpi
        assert sum(row["us"] for row in rows if row["holder"] != "none") == one.gross, one.kpi
        for before, after in zip(rows, rows[1:], strict=False):
            assert before["to"] == after["from"], one.kpi
        assert all(row["from"] < row["to"] for row in rows)
        if rows:
            assert rows[0]["from"] == one.started_at


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)

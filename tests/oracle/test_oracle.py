"""The oracle is checked by itself first: the worked examples, the calendar, the targets."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from tests.oracle.facts import french_holidays, minute_of, vsgp
from tests.oracle.oracle import judge_ticket
from tests.oracle.streams import Fact

EXAMPLES = Path(__file__).parent.parent / "golden" / "spec_examples"
EXPECTED = json.loads((EXAMPLES / "expected.json").read_text())
AS_OF = minute_of("2026-06-01T00:00:00Z")


def _examples() -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for line in (EXAMPLES / "events.jsonl").read_text().splitlines():
        event = json.loads(line)
        found[event["ticket"]].append(event)
    return found


@pytest.mark.req("TIM-01", "TIM-02", "TIM-05", "TIM-08", "TIM-09", "KPI-30")
@pytest.mark.parametrize("ticket", sorted(EXPECTED))
def test_worked_examples(ticket: str) -> None:
    found = {
        kpi: {
            "counted": None if item.counted is None else item.counted * 60.0,
            "gross": None if item.gross is None else item.gross * 60.0,
            "outcome": item.outcome,
            "month": item.month,
        }
        for kpi, item in judge_ticket(_examples()[ticket], AS_OF).items()
    }
    assert found == EXPECTED[ticket]["measures"]


@pytest.mark.req("TIM-01")
def test_holidays_of_the_contract_are_those_of_france() -> None:
    closed_on = vsgp().openings["desk"].closed_on
    for year in {day.year for day in closed_on}:
        assert {day for day in closed_on if day.year == year} == french_holidays(year)


@pytest.mark.req("TIM-01")
def test_targets_in_minutes_of_service() -> None:
    assert vsgp().targets == {
        "KPI-02": 15, "KPI-03": 5, "KPI-05": 30, "KPI-06": 20, "KPI-07": 180, "KPI-08": 630, "KPI-09": 1890,
        "KPI-10": 1440, "KPI-11": 240, "KPI-12": 1890, "KPI-13": 630, "KPI-14": 315, "KPI-15": 60,
        "KPI-22": 4200, "KPI-23": 1800, "KPI-24": 600,
    }  # fmt: skip


@pytest.mark.req("TIM-01")
@pytest.mark.parametrize(
    ("first", "last", "open_minutes"),
    [
        (
            "2025-10-25T00:00:00+02:00",
            "2025-10-27T00:00:00+01:00",
            630,
        ),  # the night of 25 hours: Saturday only
        ("2026-03-28T00:00:00+01:00", "2026-03-30T00:00:00+02:00", 630),  # the night of 23 hours
        ("2026-05-01T00:00:00+02:00", "2026-05-02T00:00:00+02:00", 0),  # a public holiday
    ],
)
def test_minutes_of_the_desk(first: str, last: str, open_minutes: int) -> None:
    desk = vsgp().openings["desk"]
    assert sum(desk.is_open(minute) for minute in range(minute_of(first), minute_of(last))) == open_minutes

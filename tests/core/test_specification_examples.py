"""The worked examples of the specification come out as written."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from tests.core.sample import CONTRACT
from timonier.core.engine import evaluate_stream
from timonier.core.events import Event, parse_line
from timonier.core.instants import SECOND, parse_instant
from timonier.core.plan import Plans

HERE = Path(__file__).parent.parent / "golden" / "spec_examples"
EXPECTED = json.loads((HERE / "expected.json").read_text())
AS_OF = parse_instant("2026-06-01T00:00:00Z")


def _events() -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for line in (HERE / "events.jsonl").read_text().splitlines():
        event = parse_line(line)
        found[event.key].append(event)
    return found


@pytest.mark.req("TIM-01", "TIM-02", "TIM-05", "TIM-08", "TIM-09", "KPI-30")
@pytest.mark.parametrize("ticket", sorted(EXPECTED))
def test_example_comes_out_as_written(ticket: str) -> None:
    measures = evaluate_stream(Plans(CONTRACT), "ticket", ticket, _events()[ticket], AS_OF).measures
    found = {
        one.kpi: {
            "counted": None if one.counted is None else one.counted / SECOND,
            "gross": None if one.gross is None else one.gross / SECOND,
            "outcome": one.outcome,
            "month": one.month,
        }
        for one in measures
        if one.kpi in {f"KPI-{number:02d}" for number in range(1, 16)}
    }
    assert found == EXPECTED[ticket]["measures"]
    for one in measures:
        if one.counted is not None:
            rows = one.intervals()
            assert sum(row["us"] for row in rows if row["counted"]) == one.counted
            assert sum(row["us"] for row in rows if row["holder"] != "none") == one.gross

"""Scores are no verdicts: their page shows them as they were given, in the order in which one counts."""

import re

import pytest

from tests.api.ground import World
from tests.governance.conftest import browser
from timonier.exchange.loading import load_objects
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.pages import counted_up


def test_the_tenth_comes_after_the_second() -> None:
    assert sorted(["S#10", "S#2", "S#1", "T", "7"], key=counted_up) == ["7", "S#1", "S#2", "S#10", "T"]


@pytest.mark.req("KPI-33", "KPI-37")
def test_a_score_bears_no_mark_of_met(world: World) -> None:
    answers = [
        {"survey": "S", "event": "answered", "at": f"2026-03-{day:02d}T09:00:00+01:00", "score": 40, "n": day}
        for day in range(1, 12)
    ]
    with scope([world.contract.pk]):
        load_objects(world.contract, enumerate(answers, start=1), actor="it", via="test")
    bob = browser(world.bob)
    text = bob.get(f"/c/{world.contract.key}/months/2026-03/KPI-18/").content.decode()
    table = re.search(r"<tbody>(.*?)</tbody>", text, re.DOTALL)[1]  # type: ignore[index]  # the page has one
    assert "40 sur 100" in table and "atteint" not in table
    assert re.findall(r">S#(\d+)<", table) == [str(number) for number in range(1, 12)]
    one = bob.get(f"/c/{world.contract.key}/ledger/survey/S%2310?kpi=KPI-18&month=2026-03")
    assert one.status_code == 200 and len(one.context["measures"]) == 1
    assert bob.get(f"/c/{world.contract.key}/ledger/survey/S%2399").status_code == 404
    drawer = bob.get(f"/c/{world.contract.key}/ledger/survey/S?kpi=KPI-18&month=2026-03")
    ledger = drawer.content.decode().partition('id="events"')[0]
    assert "40 sur 100" in ledger and "tim-state-met" not in ledger

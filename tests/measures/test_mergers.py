"""Where the contract gives the survivor the earliest opening, its rows follow the mergers, whatever comes first."""

from uuid import uuid4

import pytest

from timonier.exchange.loading import load_objects
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.models import MeasureRow
from timonier.measures.services import drain
from timonier.service_levels.ledgers import compare_rows, explain


@pytest.mark.req("TIM-08")
def test_the_rows_of_a_survivor_follow_a_merger_that_is_told_later() -> None:
    contract = Contract.objects.get(key="exemple")
    mark = uuid4().hex[:8]
    old, new = f"M-{mark}-1", f"M-{mark}-2"
    created = {"event": "created", "type": "incident", "channel": "phone", "priority": "high"}
    first = [
        {"ticket": old, "at": "2026-03-02T08:00:00+01:00", **created},
        {"ticket": new, "at": "2026-03-02T18:00:00+01:00", **created},
        {"ticket": new, "event": "resolved", "at": "2026-03-02T19:00:00+01:00"},
    ]
    _load(contract, first)
    assert _row(contract, new).outcome == "met"
    _load(contract, [{"ticket": old, "event": "merged", "at": "2026-03-02T18:30:00+01:00", "into": new}])
    row = _row(contract, new)
    assert (row.outcome, row.counted) == ("missed", 11 * 3_600_000_000)
    assert compare_rows(contract)["differences"] == []
    told = explain(contract, new)
    assert any(one["kpi"] == "KPI-07" and one["outcome"] == "missed" for one in told["measures"])


def _load(contract: Contract, lines: list[dict[str, str]]) -> None:
    load_objects(contract, enumerate(lines, start=1), actor="test", via="test")
    with scope([contract.pk]):
        while drain(contract):
            pass


def _row(contract: Contract, key: str) -> MeasureRow:
    with scope([contract.pk]):
        return MeasureRow.objects.get(contract=contract, stream=f"ticket/{key}", kpi="KPI-07")

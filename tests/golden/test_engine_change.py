"""A new version of the arithmetic that changes a published figure says so as a correction, with its reason."""

from pathlib import Path

import pytest

from tests.doors import open_doors
from tests.words.conftest import _real_database
from tests.words.telling import incident, said
from timonier.core import tickets
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels import services
from timonier.service_levels.models import PublishedMonth

__all__ = ["_real_database"]


@pytest.mark.req("KPI-33")
def test_an_engine_that_judges_otherwise_publishes_corrections_and_rewrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors = open_doors(tmp_path)
    doors.imports(
        [
            {"ticket": "M1", **incident("2025-11-03 09:00", "high")},
            {"ticket": "M1", **said("resolved", "2025-11-03 12:00")},
        ]
    )
    published = doors.ask("seal", "--month", "2025-11")
    assert {one["kpi"]: one for one in published["results"]}["KPI-07"]["value"] == "100.00"

    monkeypatch.setattr(services, "ENGINE", "2")
    monkeypatch.setattr("timonier.core.months.ENGINE", "2")
    monkeypatch.setattr(tickets, "is_missed", lambda counted, target, *, strict: counted >= target)
    found = doors.ask("recompute", "--month", "2025-11")
    assert (found["identical"], found["months"][0]["published_engine"]) == (False, "1")
    later = doors.ask("seal", "--month", "2025-12")
    (line,) = [one for one in later["corrections"] if one["kpi"] == "KPI-07"]
    assert (line["before"]["value"], line["after"]["value"], line["penalty_difference"]) == (
        "100.00",
        "0.00",
        "300.00",
    )
    assert line["reason"]["code"] == "corrected_by_engine"
    assert line["reason"]["params"] == {"before": "1", "after": "2"}
    assert "version 1" in line["reason"]["fr"]

    with scope([doors.contract.pk]):
        row = PublishedMonth.objects.get(contract=doors.contract, month="2025-11")
    assert (row.engine, row.digest) == ("1", published["digest"])

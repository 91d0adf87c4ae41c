"""Data of earlier versions: every one that was kept comes up to date, with the journal, the months and the figures it had.

A fixture is `backup` of a folder that the named version prepared and filled; it is never made again.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.launcher import ROOT, done, run

KEPT = sorted((ROOT / "tests" / "fixtures").glob("data-*.backup"))
SEALED = {"data-0.1": "7f2754877fe5ca81683ff02855f510f8a45d66bf55c6b3adb3a9a4d9418fa124"}
"""Name of the fixture → digest of its sealed month 2026-03, as that version published it."""


def told(*arguments: str | Path) -> Any:
    return json.loads(done(*arguments, "--json"))


@pytest.mark.req("KPI-33", "REV-04")
@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_data_of_an_earlier_version_come_up_to_date_unchanged(place: Path, kept: Path) -> None:
    data = place / "data"
    ended = run("restore", kept, "--data", data)
    assert ended.returncode == 0, ended.stderr
    verdict = told("verify", "--data", data)
    assert verdict["whole"] and {one["contract"] for one in verdict["contracts"]} == {"exemple", "vsgp"}
    again = told("recompute", "--contract", "vsgp", "--data", data)
    assert again["identical"] is True
    assert [one["published_digest"] for one in again["months"]] == [SEALED[kept.stem]]
    month = told("kpi", "--contract", "vsgp", "--month", "2026-03", "--data", data)
    assert month["sealed"]["digest"] == SEALED[kept.stem]
    assert sum(one["population"] for one in month["results"]) > 100
    explained = told("explain", "REL-04", "--contract", "vsgp", "--data", data)
    assert explained["item"] == "REL-04" and explained["measures"]


def test_every_kept_version_is_named_here() -> None:
    assert {path.stem for path in KEPT} == set(SEALED)

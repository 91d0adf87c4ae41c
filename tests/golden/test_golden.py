"""Each golden month through the real commands, and again by the two programs that stand alone."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.doors import Doors, command, open_doors
from tests.words.conftest import _real_database

HERE = Path(__file__).parent
TOOLS = HERE.parents[1] / "tools"
MONTHS = sorted(path.parent.name for path in HERE.glob("*/attendu.json"))
__all__ = ["_real_database"]


def holds(expected: Mapping[str, Any], found: Mapping[str, Any], place: str) -> None:
    """Every field that is expected is there, as expected."""
    for name, value in expected.items():
        if isinstance(value, dict) and isinstance(found[name], dict):
            holds(value, found[name], f"{place}.{name}")
        else:
            assert found[name] == value, f"{place}.{name}: {found[name]!r}, worked by hand: {value!r}"


def readings_of(step: Mapping[str, Any]) -> list[str]:
    """The options of the readings that a step asks for."""
    return [
        part for name, value in step.get("readings", {}).items() for part in ("--reading", f"{name}={value}")
    ]


def imports(doors: Doors, folder: Path, step: dict[str, Any]) -> None:
    report = doors.imports_file(folder / step["import"])
    assert (report["accepted"], report["refused"]) == (step["accepted"], [])


def months(doors: Doors, folder: Path, step: dict[str, Any]) -> None:
    asked = ["--as-of", step["as_of"]]
    found = doors.kpi(step["kpi"], *asked, *readings_of(step))
    holds(step["results"], found["by_kpi"], step["kpi"])
    for name in ("penalty_total", "phases"):
        assert found[name] == step.get(name, found[name]), name
    assert [one["number"] for one in found["versions"]] == step.get("versions", [1])
    if "readings" not in step:
        alone = recomputed(doors, step["kpi"], *asked)
        assert alone["results"] == found["results"]
        assert alone["penalty_total"] == found["penalty_total"]


def explains(doors: Doors, folder: Path, step: dict[str, Any]) -> None:
    found = doors.explain(step["explain"], "--as-of", step["as_of"], *readings_of(step))["by_kpi"]
    if step["measures"] == {}:
        assert found == {}
    holds(step["measures"], found, step["explain"])


def seals(doors: Doors, folder: Path, step: dict[str, Any]) -> None:
    found = doors.ask("seal", "--month", step["seal"])
    holds(step.get("results", {}), {one["kpi"]: one for one in found["results"]}, step["seal"])
    assert found["penalty_total"] == step["penalty_total"]
    assert len(found["corrections"]) == len(step["corrections"])
    for line, expected in zip(found["corrections"], step["corrections"], strict=True):
        holds(expected, line, "correction")
    assert doors.refusal("seal", "--month", step["seal"]) == "already_sealed"
    assert doors.ask("recompute", "--month", step["seal"])["identical"] is True
    alone = recomputed(doors, step["seal"])
    assert alone["digest"] == found["digest"], "to the second and the cent, from contract and export alone"


STEPS = {"import": imports, "kpi": months, "explain": explains, "seal": seals}


def recomputed(doors: Doors, month: str, *more: str) -> dict[str, Any]:
    """`tools/recompute_month.py` on an export that `tools/verify_export.py` found whole."""
    export = doors.place / "export.jsonl"
    export.unlink(missing_ok=True)
    command("export", "journal", "--contract", doors.key, "-o", str(export))
    checked = subprocess.run(
        [sys.executable, TOOLS / "verify_export.py", export], capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    made = subprocess.run(
        [sys.executable, TOOLS / "recompute_month.py", doors.folder, export, month, *more],
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return dict(json.loads(made.stdout))


@pytest.mark.req(
    "KPI-01", "KPI-02", "KPI-03", "KPI-04", "KPI-05", "KPI-06", "KPI-07", "KPI-08", "KPI-09", "KPI-10", "KPI-11", "KPI-12",
    "KPI-13", "KPI-14", "KPI-15", "KPI-16", "KPI-17", "KPI-18", "KPI-19", "KPI-20", "KPI-21", "KPI-22", "KPI-23", "KPI-24",
    "KPI-30", "KPI-31", "KPI-33", "KPI-35", "KPI-39", "KPI-40", "TIM-02", "TIM-04", "CON-01", "CON-08",
)  # fmt: skip
@pytest.mark.parametrize("name", MONTHS)
def test_golden_month(name: str, tmp_path: Path) -> None:
    folder = HERE / name
    told = json.loads((folder / "attendu.json").read_text("utf-8"))
    amendments = [(folder / one).read_text("utf-8") for one in told.get("amendments", [])]
    doors = open_doors(tmp_path, told["contract"], amendments=amendments)
    for step in told["steps"]:
        STEPS[next(iter(step))](doors, folder, step)


@pytest.mark.parametrize("name", MONTHS)
def test_every_golden_month_tells_its_story(name: str) -> None:
    story = (HERE / name / "histoire.md").read_text("utf-8")
    facts = [json.loads(line) for line in (HERE / name / "evenements.jsonl").read_text("utf-8").splitlines()]
    tickets = {fact["ticket"] for fact in facts if "ticket" in fact}
    assert [ticket for ticket in sorted(tickets) if ticket not in story] == []

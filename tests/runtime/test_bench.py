"""`bench`: it measures what it says, on material that it fills once, as far as the scenes need it."""

import json
from pathlib import Path

from tests.runtime.launcher import done, processes_of


def _figures(place: Path, *scenes: str) -> dict[str, float]:
    asked = [word for scene in scenes for word in ("--only", scene)]
    size = ("--tickets", "240", "--contracts", "2")
    told = json.loads(done("bench", *size, *asked, "--json", "--data", place / "data"))
    assert (told["tickets"], told["contracts"]) == (240, 2)
    return {one["what"]: one["value"] for one in told["figures"]}


def test_the_journal_alone_is_filled_first_and_the_figures_when_a_scene_needs_them(place: Path) -> None:
    note = place / "data-bench-240" / "bench.json"
    found = _figures(place, "everything", "verify")
    assert any(what.startswith("all of 240 tickets") for what in found), found
    filled = json.loads(note.read_text("utf-8"))
    assert set(filled["bench-02"]) == {"events", "import_s"}
    found = _figures(place, "months", "whatif")
    assert {"a month of a contract", "what-if of 13 months of a contract"} == set(found)
    again = json.loads(note.read_text("utf-8"))
    assert (
        {"events", "import_s", "measure_s", "figures_s"} == set(again["bench-01"]) == set(again["bench-02"])
    )
    assert again["bench-02"]["import_s"] == filled["bench-02"]["import_s"], "nothing is imported twice"
    assert processes_of(place / "data-bench-240") == {}

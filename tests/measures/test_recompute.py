"""`recompute` on a contract whose streams all wait for their measures, as after a first import without a worker."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.doors import open_doors
from tests.words.telling import incident, said
from timonier.measures.services import drain
from timonier.service_levels import ledgers


@pytest.mark.req("KPI-33")
def test_no_lock_of_a_batch_outlives_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tens of thousands of streams locked in one transaction exhaust the memory that a server keeps for locks."""
    doors = open_doors(tmp_path)
    doors.imports(
        {"ticket": f"R{n:02d}", **fact}
        for n in range(30)
        for fact in (incident("2026-04-14 09:00"), said("resolved", "2026-04-14 10:00"))
    )
    held: list[int] = []

    def watched(*given: Any) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            )
            held.append(cursor.fetchone()[0])
        return drain(*given, limit=10)

    monkeypatch.setattr(ledgers, "drain", watched)
    found = doors.ask("recompute")
    assert (found["identical"], found["rows"]["differences"]) == (True, [])
    assert found["rows"]["compared"] > 30
    assert set(held) == {0}
    assert len(held) >= 4


@pytest.mark.req("KPI-33")
def test_whole_and_broken_scores_are_written_together(tmp_path: Path) -> None:
    """Two answers of one survey, and two of its kind in one batch: 50, then 60.5."""
    doors = open_doors(tmp_path)
    doors.imports(
        {"survey": key, "event": "answered", "at": f"2026-04-{day}T10:00:00+02:00", "score": score}
        for key, day, score in (("S1", "14", 50), ("S1", "15", 60.5), ("S2", "16", 70), ("S3", "17", 80.25))
    )
    found = doors.ask("recompute")
    assert (found["identical"], found["rows"]["differences"]) == (True, [])
    assert found["rows"]["compared"] == 4

"""The drill: back up, bring back elsewhere, check; and everything that must not pass for a backup."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.launcher import done, processes_of, refused, run, up, wait_until

FACTS = (
    '{"ticket": "INC-1", "at": "2026-03-02T09:00:00+01:00", "event": "created", "type": "incident",'
    ' "channel": "phone", "scope": "user", "priority": "high"}\n'
    '{"ticket": "INC-1", "at": "2026-03-02T09:10:00+01:00", "event": "resolved"}\n'
)
KEPT = sha256(b"a report").hexdigest()
KPI = ("kpi", "--contract", "vsgp", "--month", "2026-03", "--as-of", "2026-04-01T00:00:00+02:00", "--json")


def verdict(data: Path) -> dict[str, Any]:
    return dict(json.loads(done("verify", "--json", "--data", data)))


def is_sealed(data: Path) -> bool:
    return all(one["open"] == 0 for one in verdict(data)["contracts"])


@pytest.mark.req("REV-04", "TIM-03", "KPI-33")
def test_a_backup_comes_back_in_a_new_folder_with_the_same_journal_and_the_same_month(data: Path) -> None:
    file, new = data.parent / "all.backup", data.parent / "new"
    facts = data.parent / "facts.jsonl"
    facts.write_text(FACTS, "utf-8")
    with up(data):  # nobody has to stop working for it
        done("import", "events", facts, "--contract", "vsgp", "--strict", "--data", data)
        wait_until(lambda: is_sealed(data))
        (data / "files" / "1" / KEPT[:2]).mkdir(parents=True)
        (data / "files" / "1" / KEPT[:2] / KEPT).write_bytes(b"a report")
        (data / "files" / "1" / KEPT[:2] / ".half-written").write_bytes(b"a rep")
        done("backup", "-o", file, "--data", data)
        before, month = verdict(data), done(*KPI, "--data", data)
    ended = run("restore", file, "--data", new)
    assert ended.returncode == 0, ended.stderr
    assert [line.split(" · ")[0] for line in ended.stderr.splitlines()][-2:] == [
        "checked: exemple",
        "checked: vsgp",
    ]
    assert verdict(new) == before
    assert {one["contract"]: one["sealed"] for one in before["contracts"]} == {"exemple": 1, "vsgp": 3}
    assert json.loads(done(*KPI, "--data", new))["results"] == json.loads(month)["results"]
    assert (new / "secret-key").read_text("utf-8") == (data / "secret-key").read_text("utf-8")
    assert [one.read_bytes() for one in (new / "files").rglob("*") if one.is_file()] == [b"a report"]
    assert sorted(one.name for one in (data / "files").iterdir()) == ["1"]
    assert processes_of(new) == {}


def test_a_restore_wants_a_new_folder(data: Path) -> None:
    file = data.parent / "all.backup"
    done("backup", "-o", file, "--data", data)
    before = verdict(data)
    assert refused("restore", file, "--data", data).startswith("A restore needs a new data folder;")
    assert verdict(data) == before


def test_a_damaged_backup_is_refused_and_nothing_is_restored(data: Path) -> None:
    file, new = data.parent / "all.backup", data.parent / "new"
    done("backup", "-o", file, "--data", data)
    whole = bytearray(file.read_bytes())
    for damage in ("changed", "cut"):
        spoilt = data.parent / f"{damage}.backup"
        middle = len(whole) // 2
        spoilt.write_bytes(
            whole[:middle]
            if damage == "cut"
            else whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
        )
        assert spoilt.name in refused("restore", spoilt, "--data", new)
    assert not (new / "postgresql").exists()
    done("restore", file, "--data", new)


def test_what_is_no_backup_is_refused(place: Path) -> None:
    (place / "letter").write_text("Dear Sir", "utf-8")
    assert "is no backup of Timonier" in refused("restore", place / "letter", "--data", place / "new")
    assert "absent" in refused("restore", place / "absent", "--data", place / "new")


def test_a_backup_that_cannot_be_written_is_said(data: Path) -> None:
    told = refused("backup", "-o", data.parent / "nowhere" / "all.backup", "--data", data)
    assert told.startswith(f"The backup {data.parent / 'nowhere' / 'all.backup'} could not be written")

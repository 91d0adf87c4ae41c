"""A full disk: nothing is acknowledged that is not kept, and work goes on once there is room again.

A small file system of its own is needed, which only root may mount; STRICT=1 fails without it.
"""

import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.launcher import Up, done, processes_of, up, wait_until
from tests.runtime.storm import journal_titles

SIZE, LEFT = "300m", 3_000_000


@pytest.fixture
def small(place: Path, model: Path) -> Iterator[Path]:
    """A prepared folder on a disk that is nearly full; removing `filler` beside it makes room."""
    disk = place / "disk"
    disk.mkdir(mode=0o755)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", str(disk)],
        capture_output=True, text=True, check=False,
    ) if os.geteuid() == 0 and shutil.which("mount") else None  # fmt: skip
    if mounted is None or mounted.returncode:
        why = "real part missing: a small file system (root and mount)"
        (pytest.fail if os.environ.get("STRICT") == "1" else pytest.skip)(why)
    try:
        subprocess.run(["cp", "-a", str(model), str(disk / "data")], check=True)
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def fill(disk: Path) -> Path:
    """Leave next to nothing."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        file.write(b"\0" * (shutil.disk_usage(disk).free - LEFT))
    return filler


def post(running: Up, token: str, title: str) -> int:
    """Open a ticket; the status."""
    body = json.dumps({"type": "incident", "title": title, "priority": "low", "channel": "portal"}).encode()
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Idempotency-Key": title,
    }
    request = urllib.request.Request(f"{running.url}/api/v1/contracts/vsgp/tickets", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@pytest.mark.req("DSK-01", "TIM-03")
def test_a_full_disk_loses_nothing_and_ends_with_the_lack_of_room(small: Path) -> None:
    data = small / "data"
    token = done(
        "token", "create", "--contract", "vsgp", "--actions", "ticket.open,ticket.list", "--data", data
    ).strip()
    with up(data, "--port", "0") as running:
        assert post(running, token, "before") in (200, 201)
        filler = fill(small)
        kept, refused = ["before"], 0
        for number in range(4000):
            title = f"{number:04d} " + "x" * 150
            status = post(running, token, title)
            if status in (200, 201):
                kept.append(title)
            else:
                assert status == 0 or status >= 500, status
                refused += 1
                if refused == 5:
                    break
        assert refused == 5, "the disk never filled"
        assert running.answers(), "what needs no room still answers"
        filler.unlink()
        wait_until(lambda: post(running, token, "after") in (200, 201), 60)
        kept.append("after")
    assert processes_of(data) == {}
    file = small / "journal.jsonl"
    done("export", "journal", "--contract", "vsgp", "-o", file, "--data", data)
    told = journal_titles(file.read_text("utf-8").splitlines())
    assert {title: told.get(title) for title in kept} == dict.fromkeys(kept, 1)
    assert set(told.values()) == {1}
    assert json.loads(done("verify", "--json", "--data", data))["whole"]

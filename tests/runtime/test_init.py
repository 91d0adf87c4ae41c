"""`init`: the preparation alone; a second time, interrupted, or two at once, it comes to the same."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.runtime.launcher import LAUNCHER, ROOT, done, environment, processes_of, run, wait_until
from timonier.config.runtime import Folder
from timonier.config.runtime.cluster import Cluster


@pytest.mark.req("CON-08")
def test_a_new_folder_holds_both_shipped_contracts_and_no_fact(place: Path) -> None:
    ended = run("init", "--empty", "--data", place / "data")
    assert (ended.returncode, ended.stdout, ended.stderr.splitlines()[-1]) == (0, "", "ok")
    verdict = json.loads(done("verify", "--json", "--data", place / "data"))
    found = {one["contract"]: (one["sealed"] + one["open"], one["fault"]) for one in verdict["contracts"]}
    assert found == {"exemple": (1, None), "vsgp": (1, None)}, (
        "the loading of each contract, and nothing else"
    )
    assert (
        json.loads(done("measures", "--contract", "vsgp", "--jsonl", "--data", place / "data") or "[]") == []
    )
    assert processes_of(place / "data") == {}


def test_a_second_time_it_does_nothing_and_what_was_decided_stays_decided(data: Path) -> None:
    ended = run("init", "--anchor", "2026-03", "--data", data)  # without --empty: no demonstration afterwards
    assert (ended.returncode, ended.stderr) == (0, "ok\n")


def test_secrets_are_their_owner_s_alone(data: Path) -> None:
    for name in ("passwords.json", "secret-key", "postgresql", "run"):
        assert stat.S_IMODE((data / name).stat().st_mode) & 0o077 == 0, name


def test_two_at_once_wait_for_each_other(place: Path) -> None:
    command = [sys.executable, str(LAUNCHER), "init", "--empty", "--data", str(place / "data")]
    both = [
        subprocess.Popen(command, env=environment(), cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [one.communicate(timeout=60)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], told
    assert processes_of(place / "data") == {}


@pytest.mark.parametrize("part", ["postgresql", "postgresql/complete"])
def test_interrupted_at_any_point_it_leaves_no_process_and_goes_on_the_next_time(
    place: Path, part: str
) -> None:
    data = place / "data"
    command = [sys.executable, str(LAUNCHER), "init", "--empty", "--data", str(data)]
    process = subprocess.Popen(command, env=environment(), cwd=ROOT, stderr=subprocess.PIPE, text=True)
    wait_until((data / part).exists)
    time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    told = process.communicate(timeout=60)[1]
    assert process.returncode == 128 + signal.SIGTERM
    assert [line for line in told.splitlines() if not line.startswith("· ")] == []
    assert processes_of(data) == {}
    assert "whole" in done("verify", "--data", data)


@pytest.mark.skipif(os.geteuid() != 0, reason="a matter of root alone")
def test_a_folder_of_root_that_postgresql_may_not_enter_works_all_the_same() -> None:
    closed = Path(tempfile.mkdtemp(prefix="timonier-closed-"))
    beside = Cluster.of(Folder(closed / "data"))
    try:
        assert not beside.home.is_relative_to(closed)
        done("init", "--empty", "--data", closed / "data")
        assert (beside.home / "complete").is_file()
        assert "whole" in done("verify", "--data", closed / "data")
    finally:
        shutil.rmtree(closed)
        shutil.rmtree(beside.home, ignore_errors=True)
        shutil.rmtree(beside.sockets, ignore_errors=True)

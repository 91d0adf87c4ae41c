"""`up`, from the first answer to the end, whatever ends it."""

import signal
from pathlib import Path

import pytest

from tests.runtime.launcher import (
    begun,
    done,
    note,
    pids,
    processes_of,
    refused,
    run,
    taken_port,
    up,
    wait_until,
)


@pytest.mark.req("REV-04")
def test_a_second_one_on_the_same_folder_is_refused_and_other_commands_work(data: Path) -> None:
    with up(data) as first:
        told = refused("up", "--empty", "--port", "0", "--data", data)
        assert f"{first.url} (process {first.process.pid})" in told
        assert "./timonier down" in told
        assert "vsgp: whole" in done("verify", "--contract", "vsgp", "--data", data)
        assert first.answers()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_and_leaves_no_process(data: Path, number: int) -> None:
    with up(data) as running:
        assert pids(data, "granian") and pids(data, "timonier.config.worker") and pids(data, "postgres")
        assert running.end(number) == 0
        assert running.said().splitlines() == ["stopped cleanly"]
        assert processes_of(data) == {}
        assert note(data) == {}


def test_a_new_folder_is_prepared_and_the_administrator_s_link_is_shown(place: Path) -> None:
    with up(place / "data") as running:
        assert running.process.stdout is not None
        lines = [running.process.stdout.readline() for _ in range(4)]
    assert [line.split()[0] for line in lines[:2]] == [
        f"{running.url}/",
        f"{running.url}/api/v1/openapi.json",
    ]
    assert lines[3].startswith(f"  {running.url}/sign-in/link/")


def test_down_ends_one_that_still_prepares(place: Path) -> None:
    data = place / "data"
    with begun(data) as running:
        wait_until(lambda: note(data).get("pid") == running.process.pid)
        assert run("down", "--data", data).stderr == "stopped\n"
        assert running.process.wait(10) == 0
        assert processes_of(data) == {}
    done("init", "--empty", "--data", data)


def test_down_ends_it_and_says_when_nothing_runs(data: Path) -> None:
    with up(data) as running:
        assert run("down", "--data", data).stderr == "stopped\n"
        assert running.process.wait(10) == 0
        assert processes_of(data) == {}
    assert run("down", "--data", data).stderr == "nothing runs\n"
    assert run("down", "--data", data.parent / "never").stderr == "nothing runs\n"


def test_a_port_that_is_taken_is_said_before_anything_is_prepared(place: Path) -> None:
    with taken_port() as port:
        told = refused("up", "--empty", "--port", str(port), "--data", place / "data")
    assert told == f"Port {port} is taken by another program; choose one with --port (0 = any)."
    assert not (place / "data" / "postgresql").exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--host", "nowhere.invalid"), "Cannot listen on nowhere.invalid, port 8000"),
        (("--port", "99999"), "Cannot listen on 127.0.0.1, port 99999"),
    ],
)
def test_an_address_that_is_none_of_ours_is_not_called_taken(
    place: Path, arguments: tuple[str, ...], why: str
) -> None:
    assert refused("up", "--empty", *arguments, "--data", place / "data").startswith(why)


def test_it_is_ready_under_a_name_that_is_not_this_machine_s(data: Path) -> None:
    with up(data, "--port", "0", TIMONIER_HOSTS="timonier.example") as running:
        assert running.url.startswith("http://127.0.0.1:")


@pytest.mark.req("ACC-01")
def test_a_demonstration_is_not_prepared_for_other_machines(place: Path) -> None:
    told = refused("up", "--host", "0.0.0.0", "--port", "0", "--data", place / "data")
    assert told.startswith("Demonstration accounts open on this machine alone")
    # What the sentence proposes works: nothing was decided yet.
    with up(place / "data", "--host", "0.0.0.0", "--port", "0") as running:
        assert "TIMONIER_HOSTS" in running.said(), "the names of browsers are asked for"
    assert processes_of(place / "data") == {}

"""`kill -9` of any part of `up`: what was acknowledged stays, and it starts again."""

import os
import signal
from pathlib import Path

from tests.runtime.launcher import done, kill_all, pids, port_of, processes_of, run, up, wait_until

FACT = (
    '{"ticket": "INC-1", "at": "2026-03-02T09:00:00+01:00", "event": "created", "type": "incident",'
    ' "channel": "phone", "scope": "user", "priority": "high"}\n'
)


def position(data: Path) -> str:
    return done("verify", "--contract", "vsgp", "--data", data)


def test_after_a_kill_of_everything_it_starts_again_and_keeps_what_it_acknowledged(data: Path) -> None:
    facts = data.parent / "facts.jsonl"
    facts.write_text(FACT, "utf-8")
    with up(data) as running:
        done("import", "events", facts, "--contract", "vsgp", "--data", data)
        kill_all(data)
    with up(data, "--port", port_of(running.url)) as again:
        assert again.answers()
        assert '"item":"INC-1"' in done("measures", "--contract", "vsgp", "--jsonl", "--data", data)
        assert "whole" in position(data)


def test_after_a_kill_of_the_launcher_its_children_end_and_its_database_is_adopted(data: Path) -> None:
    with up(data) as running:
        running.process.kill()
        running.process.wait()
        wait_until(lambda: not pids(data, "granian") | pids(data, "timonier.config.worker"))
        (server,) = pids(data, "bin/postgres")
        with up(data, "--port", port_of(running.url)) as again:
            assert pids(data, "bin/postgres") == {server}
            assert again.end() == 0
        assert processes_of(data) == {}


def test_after_a_kill_of_the_launcher_and_the_master_of_the_web_no_web_process_keeps_the_port(
    data: Path,
) -> None:
    with up(data) as running:
        master = int(
            (Path(f"/proc/{running.process.pid}/task") / str(running.process.pid) / "children")
            .read_text()
            .split()[0]
        )
        os.kill(master, signal.SIGKILL)
        running.process.kill()
        running.process.wait()
        wait_until(lambda: not pids(data, "granian"))


def test_down_stops_the_database_that_a_kill_left(data: Path) -> None:
    with up(data) as running:
        running.process.kill()
        running.process.wait()
        wait_until(lambda: not pids(data, "granian") | pids(data, "timonier.config.worker"))
        assert run("down", "--data", data).stderr == "database stopped\n"
        assert processes_of(data) == {}


def test_a_web_process_that_fell_is_begun_again_and_none_is_left_behind(data: Path) -> None:
    with up(data) as running:
        before = pids(data, "granian")
        os.kill(min(before), signal.SIGKILL)
        wait_until(lambda: "web fell, begun again" in running.said() and running.answers())
        assert not before & pids(data, "granian")
        assert running.end() == 0
        assert processes_of(data) == {}

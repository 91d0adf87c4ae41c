"""What the launcher refuses, in one sentence, before it has changed anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runtime.launcher import ROOT, environment, processes_of, refused, run

DEMONSTRATION = """
import sys
from importlib import import_module
from pathlib import Path
from timonier.config.cli import enter, open_framework
from timonier.config.runtime import hold
with hold(enter(Path(sys.argv[1]))):
    open_framework("accounts")
    import_module("timonier.directory.services").create_demo_accounts("127.0.0.1")
    import_module("django.db").connections.close_all()
"""


def closed_folders(place: Path) -> list[tuple[Path, str]]:
    """Folders that nobody can make, with the reason; root can write everywhere else."""
    (place / "file").write_text("not a folder", "utf-8")
    found = [(place / "file" / "data", "Not a directory"), (place / "file", "File exists")]
    if os.geteuid() != 0:
        (place / "closed").mkdir(mode=0o555)
        found.append((place / "closed" / "data", "Permission denied"))
    return found


@pytest.mark.parametrize(
    "command", [("up", "--empty"), ("init", "--empty"), ("verify",), ("restore", "any.backup")]
)
def test_a_folder_that_cannot_be_written_to_is_refused(place: Path, command: tuple[str, ...]) -> None:
    for path, why in closed_folders(place):
        told = refused(*command, "--data", path)
        assert told == f"Cannot write to {path} ({why}); name another folder with --data."


def test_a_folder_of_the_kernel_is_refused() -> None:
    assert refused("init", "--empty", "--data", "/proc/timonier").startswith(
        "Cannot write to /proc/timonier ("
    )


def test_data_of_another_postgresql_are_left_alone(data: Path) -> None:
    kept = data / "postgresql" / "data" / "PG_VERSION"
    ours = kept.read_text("utf-8").strip()
    kept.write_text("15\n", "utf-8")
    for command in (("up", "--empty", "--port", "0"), ("verify",), ("backup", "-o", str(data.parent / "b"))):
        told = refused(*command, "--data", data)
        assert told.startswith(
            f"The data of {data / 'postgresql'} are of PostgreSQL 15, the one here is {ours};"
        )
        assert "./timonier backup" in told
    assert kept.read_text("utf-8") == "15\n"
    assert processes_of(data) == {}


def test_damaged_data_of_postgresql_are_said_in_one_sentence(data: Path) -> None:
    (data / "postgresql" / "data" / "global" / "pg_control").write_bytes(b"")
    assert refused("verify", "--data", data).startswith("PostgreSQL did not start: ")
    assert processes_of(data) == {}


@pytest.mark.req("ACC-01")
def test_demonstration_accounts_are_not_opened_to_other_machines(data: Path) -> None:
    python = [sys.executable, "-c", DEMONSTRATION, str(data)]
    subprocess.run(python, env=environment(PYTHONPATH=str(ROOT / "src")), cwd=ROOT, check=True)
    told = refused("up", "--empty", "--host", "0.0.0.0", "--port", "0", "--data", data)
    assert told == "Demonstration accounts open on this machine alone; start with --empty, or without --host."
    assert processes_of(data) == {}


def test_a_refusal_speaks_the_person_s_language(place: Path) -> None:
    (place / "file").write_text("not a folder", "utf-8")
    for language, begins in (
        ("fr_FR.UTF-8", "timonier: Impossible d'écrire"),
        ("C.UTF-8", "timonier: Impossible"),
    ):
        ended = run("init", "--empty", "--data", place / "file", LANG=language)
        assert (ended.returncode, ended.stderr.startswith(begins), ended.stderr.count("\n")) == (1, True, 1)


@pytest.mark.parametrize(
    ("arguments", "last"),
    [
        (
            ("verifi",),
            'timonier: Unknown command "verifi"; did you mean "verify"? "./timonier --help" shows them all.',
        ),
        (("kpi", "--month", "2026-03"), "timonier: the following arguments are required: --contract"),
        (("up", "--port", "many"), "timonier: argument --port: invalid int value: 'many'"),
    ],
)
def test_wrong_usage_is_said_in_one_line_and_exits_2(arguments: tuple[str, ...], last: str) -> None:
    ended = run(*arguments)
    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (2, last)


def test_a_month_before_the_contract_is_said(data: Path) -> None:
    told = refused("kpi", "--contract", "vsgp", "--month", "2024-01", "--data", data)
    assert told == "Month 2024-01 is before the contract, which begins on 2025-07-10."

"""DATABASE_URL: a second PostgreSQL, that is somebody else's to start and to stop."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.runtime.launcher import done, processes_of, refused, run, up
from timonier.config.proving import address, throw_away_server
from timonier.config.runtime.cluster import make_roles


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Another server; the folder of its socket."""
    with throw_away_server() as sockets:
        yield sockets


@pytest.fixture
def database(server: str, request: pytest.FixtureRequest) -> str:
    """A new database of its superuser."""
    name = f"t{abs(hash(request.node.name)) % 10**9}"
    with psycopg.connect(address(server, "postgres", "postgres"), autocommit=True) as session:
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return name


@pytest.mark.req("REV-04")
def test_a_superuser_s_address_makes_the_roles_and_is_not_worked_with(
    server: str, database: str, place: Path
) -> None:
    outside = {"DATABASE_URL": address(server, "postgres", database)}
    ended = run("init", "--empty", "--data", place / "data", **outside)
    assert ended.returncode == 0
    assert ended.stderr.splitlines()[0].startswith("Beware: this PostgreSQL server does not write durably")
    assert not (place / "data" / "postgresql").exists(), "no server of our own"
    month = json.loads(
        done("kpi", "--contract", "vsgp", "--month", "2026-03", "--json", "--data", place / "data", **outside)
    )
    assert len(month["results"]) == 24
    assert {one["value"] for one in month["results"] if one["population"] == 0} <= {None}
    with psycopg.connect(address(server, "postgres", database)) as session:
        owners = session.execute(
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        roles = session.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'timonier%' ORDER BY 1"
        ).fetchall()
    assert owners == [("timonier_owner",)]
    assert roles == [
        ("timonier_app", False, False),
        ("timonier_keeper", False, True),
        ("timonier_owner", False, False),
    ]


def test_three_addresses_of_three_roles_are_taken_as_they_are_and_it_serves(
    server: str, database: str, place: Path
) -> None:
    with psycopg.connect(address(server, "postgres", database), autocommit=True) as session:
        make_roles(session, dict.fromkeys(("timonier_owner", "timonier_app", "timonier_keeper"), "test"))
        session.execute(sql.SQL("ALTER DATABASE {} OWNER TO timonier_owner").format(sql.Identifier(database)))
    outside = {
        "DATABASE_URL": address(server, "timonier_app", database),
        "DATABASE_OWNER_URL": address(server, "timonier_owner", database),
        "DATABASE_KEEPER_URL": address(server, "timonier_keeper", database),
    }
    with up(place / "data", "--port", "0", **outside) as running:
        assert running.answers()
        assert "whole" in done("verify", "--data", place / "data", **outside)
        assert running.end() == 0
        assert processes_of(place / "data") == {}
    with psycopg.connect(address(server, "postgres", database)) as session:
        assert session.execute("SELECT count(*) FROM contract").fetchone() == (2,), "the server goes on"


@pytest.mark.parametrize(
    ("outside", "told"),
    [
        (
            "postgresql://someone:hunter2@127.0.0.1:9/nothing",
            "The database of DATABASE_URL does not answer (host 127.0.0.1, OperationalError);",
        ),
        (
            "mysql://someone:hunter2@localhost/nothing",
            "The database of DATABASE_URL does not answer (host ?, ProgrammingError);",
        ),
    ],
)
def test_a_server_out_of_reach_is_said_without_its_password(place: Path, outside: str, told: str) -> None:
    ended = refused("init", "--empty", "--data", place / "data", DATABASE_URL=outside)
    assert ended.startswith(told)
    assert "hunter2" not in ended

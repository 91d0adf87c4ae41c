"""The tests' own PostgreSQL: thrown away at the end, fast instead of durable, and for nothing else.

One prepared database is copied for every process of the test run, so that a test may tamper with a whole one.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import psycopg
from psycopg import sql

from timonier.config.runtime import account
from timonier.config.runtime.cluster import make_roles

MODEL = "timonier_model"
_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=''",
    "max_connections=120",
)


@contextmanager
def throw_away_server() -> Iterator[str]:
    """A server that trusts everybody who reaches its socket, in a folder of its own; the folder of the socket."""
    home = Path(tempfile.mkdtemp(prefix="timonier-test-"))
    home.chmod(0o755)
    data = home / "data"
    data.mkdir(mode=0o700)
    account.give(home)
    account.give(data)
    bins = account.programs()
    make = [
        str(bins / "initdb"),
        "-D",
        str(data),
        "-U",
        "postgres",
        "-A",
        "trust",
        "--no-sync",
        "--locale=C.UTF-8",
    ]
    options = " ".join(f"-c {one}" for one in _FAST) + f" -k {home}"
    control = [str(bins / "pg_ctl"), "-D", str(data), "-w", "-s"]
    try:
        _run([*make, "--encoding=UTF8"])
        _run([*control, "-l", str(home / "log"), "-o", options, "start"])
        try:
            yield str(home)
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(command: list[str]) -> None:
    code, output = account.run(command)
    if code:
        raise RuntimeError(f"{command[0]}: {output[-800:]}")


def address(sockets: str, role: str, database: str) -> str:
    """An address on the throw-away server."""
    return f"postgresql://{role}@/{database}?host={sockets}"


def prepare_copies(sockets: str, copies: int) -> dict[str, str]:
    """Roles, the model database with its schema and the shipped contracts, and its copies; the environment of tests."""
    with psycopg.connect(address(sockets, "postgres", "postgres"), autocommit=True) as session:
        make_roles(session, dict.fromkeys(("timonier_owner", "timonier_app", "timonier_keeper"), "test"))
        session.execute(sql.SQL("CREATE DATABASE {} OWNER timonier_owner").format(sql.Identifier(MODEL)))
        environment = environment_for(sockets, MODEL)
        os.environ.update(environment)
        import_module("django").setup()
        import_module("timonier.config.preparation").prepare(None, lambda text: None)
        import_module("django.db").connections.close_all()
        for number in range(max(copies, 1)):
            name = sql.Identifier(f"timonier_gw{number}")
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER timonier_owner")
            session.execute(statement.format(name, sql.Identifier(MODEL)))
    return environment | {"TIMONIER_TEST_SOCKETS": sockets} | environment_for(sockets, "timonier_gw0")


def environment_for(sockets: str, database: str) -> dict[str, str]:
    """The addresses of one database as environment variables."""
    return {
        "DATABASE_URL": address(sockets, "timonier_app", database),
        "DATABASE_OWNER_URL": address(sockets, "timonier_owner", database),
        "DATABASE_KEEPER_URL": address(sockets, "timonier_keeper", database),
        "TIMONIER_SUPERUSER_URL": address(sockets, "postgres", database),
        "DJANGO_SETTINGS_MODULE": "timonier.config.settings",
        "TIMONIER_SECRET_KEY": "tests-only",
    }

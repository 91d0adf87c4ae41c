"""What every test stands on: the database that `./timonier test` made, with real commits."""

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def django_db_setup() -> Iterator[None]:
    """The database is prepared before the run: roles, schema and locks as in production, never as one superuser."""
    if "TIMONIER_SUPERUSER_URL" not in os.environ:
        pytest.exit("these tests need their own database: run ./timonier test", returncode=2)
    yield


@pytest.fixture(scope="session")
def superuser_dsn(django_db_setup: None) -> str:
    """The address of somebody who may change anything: the tamperer."""
    return os.environ["TIMONIER_SUPERUSER_URL"]

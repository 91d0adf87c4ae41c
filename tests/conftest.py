"""What every test stands on: the database that `./timonier test` made, with real commits."""

import os
from collections.abc import Iterator

import pytest

LONG = ("journeys", "runtime", "oracle")
"""Folders whose files take longest: they come first, so that no process ends long after the others."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first; within a folder the order stays."""
    items.sort(
        key=lambda item: LONG.index(item.path.parent.name) if item.path.parent.name in LONG else len(LONG)
    )


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

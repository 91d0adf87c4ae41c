"""Real commits: nothing is rolled back, each test has contracts of its own, the journal is never flushed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from tests.foundation.ground import new_contract
from timonier.foundation.tenancy.models import Contract


@pytest.fixture(autouse=True)
def _real_database(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        for connection in connections.all(initialized_only=True):
            connection.close()


@pytest.fixture
def contract(_real_database: None) -> Contract:
    return new_contract()


@pytest.fixture
def other(_real_database: None) -> Contract:
    return new_contract()

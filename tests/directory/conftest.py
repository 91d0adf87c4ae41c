"""The three people of every test: Alice of the provider, Bob of the client, Charlie of another client."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connections

from tests.foundation.ground import new_contract
from timonier.directory.choices import Role, Side
from timonier.directory.models import Account
from timonier.directory.services import ensure_account, grant_role
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

PASSWORD = "a-long-enough-secret-7"


@dataclass(frozen=True)
class World:
    """Two contracts and three people."""

    contract: Contract
    other: Contract
    alice: Account
    bob: Account
    charlie: Account


@pytest.fixture(autouse=True)
def _real_database(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        for connection in connections.all(initialized_only=True):
            connection.close()


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(_quick_hashes: None) -> World:
    contract, other = new_contract(), new_contract()
    people = {}
    for name, where, role, side in (
        ("alice", contract, Role.TECHNICIAN, Side.PROVIDER),
        ("bob", contract, Role.CLIENT_AGENT, Side.CLIENT),
        ("charlie", other, Role.CLIENT_AGENT, Side.CLIENT),
    ):
        people[name] = ensure_account(f"{name}-{contract.key}@example.org", name.title(), password=PASSWORD)
        with scope([where.pk]):
            grant_role(people[name], where, role, f"{side} {where.key}", side, decides=name == "charlie")
    return World(contract, other, **people)

"""Alice runs the service for the provider, Bob is the client's agent, Charlie another client's; a law of their own each."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from tests.api.conftest import new_contract
from timonier.directory.choices import Role, Side
from timonier.directory.models import Account
from timonier.directory.services import ensure_account, grant_role
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

PEOPLE = (
    ("alice", True, Role.SERVICE_MANAGER, Side.PROVIDER),
    ("nora", True, Role.TECHNICIAN, Side.PROVIDER),
    ("bob", True, Role.CLIENT_AGENT, Side.CLIENT),
    ("rita", True, Role.CLIENT_READER, Side.CLIENT),
    ("ada", True, Role.ADMINISTRATOR, Side.PROVIDER),
    ("charlie", False, Role.CLIENT_AGENT, Side.CLIENT),
)


@dataclass(frozen=True)
class World:
    """Two contracts, and people by first name."""

    contract: Contract
    other: Contract
    people: dict[str, Account]

    def browser(self, name: str) -> Client:
        """The browser of this person."""
        client = Client(raise_request_exception=False)
        client.force_login(self.people[name], backend="timonier.directory.backends.EmailBackend")
        return client

    def at(self, path: str) -> str:
        """An address of the first contract."""
        return f"/c/{self.contract.key}/{path}"


@pytest.fixture(autouse=True)
def _real_database(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        yield
        for one in connections.all(initialized_only=True):
            one.close()


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(_own_folder: None, tmp_path: Path) -> World:
    contract, other = new_contract(tmp_path), new_contract(tmp_path)
    people = {}
    for name, is_here, role, side in PEOPLE:
        where = contract if is_here else other
        people[name] = ensure_account(f"{name}-{contract.key}@example.org", name.title())
        with scope([where.pk]):
            grant_role(people[name], where, role, f"{side} {where.key}", side, decides=name == "bob")
    return World(contract, other, people)

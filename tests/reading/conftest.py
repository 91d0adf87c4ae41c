"""The shipped contract under another key, another client's, and the three people."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from timonier.contracts.services import load
from timonier.directory.choices import Role, Side
from timonier.directory.models import Account
from timonier.directory.services import ensure_account, grant_role
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

SHIPPED = Path(__file__).resolve().parents[2] / "contracts" / "vsgp"
EXAMPLE = SHIPPED.parent / "exemple"


@dataclass(frozen=True)
class World:
    """The tender's contract with an amendment, another contract, three people and an agent without money."""

    contract: Contract
    other: Contract
    folder: Path
    people: dict[str, Account]

    def client(self, name: str) -> Client:
        """A browser in which somebody has signed in."""
        client = Client()
        client.force_login(self.people[name], backend="timonier.directory.backends.EmailBackend")
        return client


@pytest.fixture(autouse=True)
def _real_database(request: pytest.FixtureRequest) -> Iterator[None]:
    if "world" not in request.fixturenames:
        yield
        return
    blocker = request.getfixturevalue("django_db_blocker")
    request.getfixturevalue("django_db_setup")
    with blocker.unblock():
        yield
        for connection in connections.all(initialized_only=True):
            connection.close()


def copy_of(folder: Path, to: Path) -> Path:
    """A shipped contract under a key of its own."""
    key = f"t-{uuid4().hex[:12]}"
    shutil.copytree(folder, to / key)
    main = to / key / "contract.yaml"
    text = main.read_text("utf-8")
    main.write_text(text.replace(f"\nkey: {folder.name}\n", f"\nkey: {key}\n"), "utf-8")
    return to / key


@pytest.fixture
def world(settings: Any, tmp_path: Path, django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    """Alice is a technician of the provider, Bob an agent of the client, Charlie an agent of another client."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock():
        folder = copy_of(SHIPPED, tmp_path)
        contract = load(folder, by="test").contract
        other = load(copy_of(EXAMPLE, tmp_path), by="test").contract
        people = {}
        for name, where, role, side in (
            ("alice", contract, Role.TECHNICIAN, Side.PROVIDER),
            ("bob", contract, Role.CLIENT_AGENT, Side.CLIENT),
            ("charlie", other, Role.CLIENT_AGENT, Side.CLIENT),
        ):
            people[name] = ensure_account(f"{name}-{contract.key}@example.org", name.title())
            with scope([where.pk]):
                grant_role(people[name], where, role, f"{side} {where.key}", side, decides=name == "bob")
        yield World(contract, other, folder, people)

"""The three people of every test on contracts with a law of their own: a copy of the example under another key."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from tests.api.ground import Program, World
from timonier.contracts.services import load
from timonier.directory.choices import Role, Side
from timonier.directory.services import ensure_account, grant_role
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

EXAMPLE = Path(__file__).resolve().parents[2] / "contracts" / "exemple" / "contract.yaml"


@pytest.fixture(autouse=True)
def _real_database(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        for connection in connections.all(initialized_only=True):
            connection.close()


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def new_contract(folder: Path) -> Contract:
    key = f"t-{uuid4().hex[:12]}"
    path = folder / key
    path.mkdir()
    text = EXAMPLE.read_text("utf-8").replace("\nkey: exemple\n", f"\nkey: {key}\n")
    (path / "contract.yaml").write_text(text, "utf-8")
    return load(path, by="test").contract


@pytest.fixture
def world(_quick_hashes: None, tmp_path: Path) -> World:
    """Alice is a technician of the provider, Bob an agent of the client, Charlie an agent of another client."""
    contract, other = new_contract(tmp_path), new_contract(tmp_path)
    people = {}
    for name, where, role, side in (
        ("alice", contract, Role.TECHNICIAN, Side.PROVIDER),
        ("bob", contract, Role.CLIENT_AGENT, Side.CLIENT),
        ("charlie", other, Role.CLIENT_AGENT, Side.CLIENT),
    ):
        people[name] = ensure_account(f"{name}-{contract.key}@example.org", name.title())
        with scope([where.pk]):
            grant_role(people[name], where, role, f"{side} {where.key}", side, decides=name == "bob")
    return World(contract, other, **people)


@pytest.fixture
def alice(world: World) -> Program:
    return world.program(world.alice)


@pytest.fixture
def bob(world: World) -> Program:
    return world.program(world.bob)


@pytest.fixture
def charlie(world: World) -> Program:
    """His token is for his own contract; he tries it on the contract of the two others."""
    return world.program(world.charlie, world.other)

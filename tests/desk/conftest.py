"""Alice, Bob, Charlie, and an end user of the contract, at their browsers."""

import pytest
from django.test import Client

from tests.api.conftest import _quick_hashes, _real_database, world
from tests.api.ground import World
from timonier.desk.services import open_ticket
from timonier.directory.callers import Caller
from timonier.directory.choices import Role, Side
from timonier.directory.models import Account
from timonier.directory.services import ensure_account, grant_role
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

__all__ = ["_quick_hashes", "_real_database", "world"]
BACKEND = "timonier.directory.backends.EmailBackend"


def browser(account: Account) -> Client:
    client = Client(headers={"Accept-Language": "fr"})
    client.force_login(account, backend=BACKEND)
    return client


def caller(account: Account) -> Caller:
    return Caller(account.email, "web", f"account/{account.pk}", account)


def opened(account: Account, contract: Contract, title: str, **more: str) -> str:
    """The number of a new ticket."""
    with scope([contract.pk]):
        who = caller(account)
        handles = who.may("ticket.list", contract)
        said = {"type": "incident"} | ({"priority": "high"} if handles else {}) | more
        return open_ticket(who, contract, title=title, **said).number


@pytest.fixture
def alice(world: World) -> Client:
    return browser(world.alice)


@pytest.fixture
def bob(world: World) -> Client:
    return browser(world.bob)


@pytest.fixture
def charlie(world: World) -> Client:
    return browser(world.charlie)


@pytest.fixture
def user(world: World) -> Account:
    """An end user of the client: he sees his own tickets alone."""
    account = ensure_account(f"ursule-{world.contract.key}@example.org", "Ursule")
    with scope([world.contract.pk]):
        grant_role(account, world.contract, Role.END_USER, f"{Side.CLIENT} {world.contract.key}", Side.CLIENT)
    return account

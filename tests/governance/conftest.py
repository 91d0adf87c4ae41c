"""Three people on a contract with some months of facts, its figures drawn."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import _quick_hashes, _real_database, world
from tests.api.ground import World
from timonier.directory.choices import Role, Side
from timonier.directory.models import Account
from timonier.directory.services import ensure_account, grant_role
from timonier.exchange.loading import load_objects
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.keeping import bring_up_to_date

__all__ = ["_quick_hashes", "_real_database", "world"]
HOSTILE = "<script>alert(1)</script>"
PROOF = {"holder": "third_party", "to": HOSTILE, "means": "mail", "reference": "m-1"}


def lines() -> Iterator[dict[str, Any]]:
    """Two years of two tickets a month, one late in each third month; a third party, an exclusion, a silence."""
    for number in range(24):
        month = f"{2025 + number // 12}-{number % 12 + 1:02d}"
        late = "20" if number % 3 == 0 else "09"
        for key, hour in (("A", late), ("B", "10")):
            ticket = f"{month}-{key}"
            about = {
                "type": "incident",
                "channel": "portal",
                "priority": "high",
                "title": f"{HOSTILE} {ticket}",
            }
            yield {"ticket": ticket, "at": f"{month}-03T08:00:00+01:00", "event": "created", **about}
            yield {
                "ticket": ticket,
                "at": f"{month}-03T{hour}:30:00+01:00",
                "event": "resolved",
                "by": "tech",
            }
    yield {
        "ticket": "X",
        "at": "2026-03-04T08:00:00+01:00",
        "event": "created",
        "type": "incident",
        "channel": "phone",
    }
    yield {"ticket": "X", "at": "2026-03-04T09:00:00+01:00", "event": "handed_over", **PROOF}
    yield {
        "ticket": "Y",
        "at": "2026-03-04T08:00:00+01:00",
        "event": "created",
        "type": "incident",
        "channel": "phone",
    }
    yield {"ticket": "Y", "at": "2026-03-04T09:00:00+01:00", "event": "cancelled", "by": HOSTILE}
    yield {"source": "phone", "at": "2026-03-05T09:00:00+01:00", "event": "silent"}
    yield {"source": "phone", "at": "2026-03-05T12:00:00+01:00", "event": "back"}
    yield {"call": "C1", "at": "2026-03-05T13:00:00+01:00", "event": "offered"}


@pytest.fixture
def busy(world: World) -> World:
    """The world with facts and figures."""
    load_objects(world.contract, enumerate(lines(), start=1), actor="test", via="test")
    bring_up_to_date(world.contract)
    return world


def person(contract: Contract, name: str, role: Role, side: Side = Side.PROVIDER, **more: Any) -> Account:
    """One more person on a contract."""
    account = ensure_account(f"{name}-{contract.key}@example.org", name.title())
    with scope([contract.pk]):
        grant_role(account, contract, role, f"{side} {contract.key}", side, **more)
    return account


def browser(account: Account) -> Client:
    """Somebody who is signed in."""
    client = Client(raise_request_exception=True, headers={"Accept-Language": "fr"})
    client.force_login(account, backend="timonier.directory.backends.EmailBackend")
    return client

"""The three people of every test, on a contract of its own: Alice manages the service, Bob decides, Charlie is a stranger."""

from pathlib import Path

import pytest

from tests.api.conftest import _quick_hashes, _real_database, new_contract
from tests.service_levels.matters.ground import Ground
from timonier.directory.choices import Role, Side
from timonier.directory.services import ensure_account, grant_role
from timonier.foundation.tenancy.scopes import scope

__all__ = ["_quick_hashes", "_real_database"]


@pytest.fixture
def ground(_quick_hashes: None, tmp_path: Path) -> Ground:
    contract, other = new_contract(tmp_path), new_contract(tmp_path)
    people = {}
    for name, where, role, side in (
        ("alice", contract, Role.SERVICE_MANAGER, Side.PROVIDER),
        ("tom", contract, Role.TECHNICIAN, Side.PROVIDER),
        ("bob", contract, Role.CLIENT_AGENT, Side.CLIENT),
        ("dora", contract, Role.CLIENT_AGENT, Side.CLIENT),
        ("charlie", other, Role.CLIENT_AGENT, Side.CLIENT),
    ):
        people[name] = ensure_account(f"{name}-{contract.key}@example.org", name.title())
        with scope([where.pk]):
            grant_role(people[name], where, role, f"{side} {where.key}", side, decides=name != "dora")
    return Ground(contract, other, people)

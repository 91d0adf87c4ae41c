"""Tests of months commit for real, on contracts of their own: a copy of the example under another key."""

from pathlib import Path

import pytest

from tests.api.conftest import _quick_hashes, _real_database, new_contract, world
from timonier.foundation.tenancy.models import Contract

__all__ = ["_quick_hashes", "_real_database", "world"]


@pytest.fixture
def place(tmp_path: Path) -> Contract:
    """A contract with nothing in its journal but itself."""
    return new_contract(tmp_path)

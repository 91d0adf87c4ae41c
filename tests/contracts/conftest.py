"""Tests of versions commit for real; each has a contract of its own, because a version that is in force stays."""

from pathlib import Path
from typing import Any

import pytest

from tests.contracts.ground import Parties, parties
from tests.directory.conftest import _quick_hashes, _real_database

__all__ = ["_quick_hashes", "_real_database"]


@pytest.fixture
def both(_real_database: Any, _quick_hashes: None, tmp_path: Path) -> Parties:
    """The two parties and a stranger."""
    return parties(tmp_path)

"""Tests of the measures commit for real, as workers and desks do."""

from tests.directory.conftest import _real_database

__all__ = ["_real_database"]

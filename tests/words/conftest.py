"""The words behind the real doors need the real database; those that ask the engine alone do not notice."""

from tests.api.conftest import _real_database

__all__ = ["_real_database"]

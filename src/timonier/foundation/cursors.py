"""Cursors for the statements that are asked with every fact: parameters bound by the server, the plan kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from psycopg import Cursor


@contextmanager
def bound(using: str = "default") -> Iterator[Cursor[Any]]:
    """A cursor in the transaction of this alias. Django's own spells parameters out, and is planned anew each time.

    The statement must say the types of its parameters (`%s::text[]`); `%b` binds one in binary form.
    """
    wrapper = connections[using]
    wrapper.ensure_connection()
    with wrapper.wrap_database_errors, Cursor(wrapper.connection) as cursor:
        yield cursor


@contextmanager
def whole_joins(using: str = "default") -> Iterator[None]:
    """Plan what is asked inside for all rows of a contract, whatever the statistics believe.

    Note: a contract's first hundred thousand rows are written before PostgreSQL has counted any; a loop over "one row" then
    takes minutes.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")

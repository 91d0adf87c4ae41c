"""Ask the database which contracts an account belongs to, before any scope is known."""

from django.db import connections


def contracts_of(account: int, *, using: str = "default") -> list[int]:
    """The contracts on which the account holds a role today."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT contract FROM contracts_of(%s) AS contract ORDER BY 1", [account])
        return [contract for (contract,) in cursor.fetchall()]

"""Open a ticket."""

from typing import Any

from django.db import connection, transaction

from timonier.core.events import ATTRIBUTES
from timonier.core.refusal import Refused
from timonier.desk.services.beat import Done, check_fields, write
from timonier.desk.services.catalogue import by_the_catalogue
from timonier.directory.callers import Caller
from timonier.directory.choices import Role
from timonier.foundation.cursors import bound
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import instant_of, lock

NEEDED = ("type", "title")
OPTIONAL = tuple(sorted((ATTRIBUTES | {"holder"}) - set(NEEDED)))
_BORNE = "SELECT 1 FROM ticket WHERE contract_id = %s AND number = %s"
_USERS = frozenset({Role.END_USER, Role.VIP})
_USERS_SAY = ("type", "title", "category", "service", "urgency", "scope")


def open_ticket(who: Caller, contract: Contract, **data: Any) -> Done:
    """A new ticket with the next number of its contract. Raises: Refused."""
    if not who.may("ticket.open", contract):
        raise Refused("not_permitted")
    said = check_fields(data, NEEDED, OPTIONAL)
    if is_user(who, contract):
        # A user says what happens to him; who he is and how he came, the house knows.
        check_fields(said, (), _USERS_SAY)
        said |= {"requester": who.name, "channel": "portal"}
    said.setdefault("channel", "api" if who.via == "api" else "phone")
    with transaction.atomic():
        number = _next_number(contract)
        at = instant_of(contract)
        said = by_the_catalogue(contract, said, at)
        return write(who, contract, number, "created", said, at, is_first=True)


def is_user(who: Caller, contract: Contract) -> bool:
    """Whether the caller is a user of the contract and nothing more."""
    roles = who.roles(contract)
    return bool(roles) and roles <= _USERS


def _next_number(contract: Contract) -> str:
    """A number that no ticket of the contract bears, imported ones included. The lock comes before any row."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT next_ticket_number(%s::smallint)", [contract.pk])
            number = f"T-{cursor.fetchone()[0]:06d}"
        lock(contract, [f"ticket/{number}"])
        with bound() as cursor:
            cursor.execute(_BORNE, [contract.pk, number])
            if cursor.fetchone() is None:
                return number

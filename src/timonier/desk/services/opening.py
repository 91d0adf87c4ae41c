"""Open a ticket."""

from typing import Any

from django.db import connection, transaction

from timonier.core.events import ATTRIBUTES
from timonier.core.refusal import Refused
from timonier.desk.models import Ticket
from timonier.desk.services.beat import Done, check_fields, write
from timonier.directory.callers import Caller
from timonier.directory.choices import Role
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import lock, now

NEEDED = ("type", "title")
OPTIONAL = tuple(sorted((ATTRIBUTES | {"holder"}) - set(NEEDED)))
_USERS = frozenset({Role.END_USER, Role.VIP})
_USERS_SAY = ("type", "title", "category", "service", "urgency", "scope")


def open_ticket(who: Caller, contract: Contract, **data: Any) -> Done:
    """A new ticket with the next number of its contract. Raises: Refused."""
    if not who.may("ticket.open", contract):
        raise Refused("not_permitted")
    said = check_fields(data, NEEDED, OPTIONAL)
    roles = who.roles(contract)
    if roles and roles <= _USERS:
        # A user says what happens to him; who he is and how he came, the house knows.
        check_fields(said, (), _USERS_SAY)
        said |= {"requester": who.name, "channel": "portal"}
    said.setdefault("channel", "api" if who.via == "api" else "phone")
    with transaction.atomic():
        number = _next_number(contract)
        at = now()
        return write(who, contract, number, "created", said, at, is_first=True)


def _next_number(contract: Contract) -> str:
    """A number that no ticket of the contract bears, imported ones included. The lock comes before any row."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT next_ticket_number(%s::smallint)", [contract.pk])
            number = f"T-{cursor.fetchone()[0]:06d}"
        lock(contract, [f"ticket/{number}"])
        if not Ticket.objects.filter(contract=contract, number=number).exists():
            return number

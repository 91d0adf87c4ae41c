"""Open a ticket."""

from typing import Any

from timonier.core.events import ATTRIBUTES
from timonier.core.refusal import Refused
from timonier.desk.services.beat import Done, check_fields, write
from timonier.desk.services.catalogue import by_the_catalogue
from timonier.directory.callers import Caller
from timonier.directory.choices import Role
from timonier.foundation.cursors import bound
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import dated

NEEDED = ("type", "title")
OPTIONAL = tuple(sorted((ATTRIBUTES | {"holder"}) - set(NEEDED)))
_NEW = "SELECT number, instant, sealed FROM new_ticket(%s::smallint)"
_USERS = frozenset({Role.END_USER, Role.VIP})
_USERS_SAY = ("type", "title", "category", "service", "urgency", "scope")


def open_ticket(who: Caller, contract: Contract, **data: Any) -> Done:
    """A new ticket with the next number of its contract, in the caller's transaction. Raises: Refused, nothing written."""
    if not who.may("ticket.open", contract):
        raise Refused("not_permitted")
    said = check_fields(data, NEEDED, OPTIONAL)
    if is_user(who, contract):
        # A user says what happens to him; who he is and how he came, the house knows.
        check_fields(said, (), _USERS_SAY)
        said |= {"requester": who.name, "channel": "portal"}
    said.setdefault("channel", "api" if who.via == "api" else "phone")
    with bound() as cursor:
        cursor.execute(_NEW, [contract.pk])
        row = cursor.fetchone()
    assert row is not None
    number, at = str(row[0]), dated(row[1], row[2])
    return write(who, contract, number, "created", by_the_catalogue(contract, said, at), at, is_first=True)


def is_user(who: Caller, contract: Contract) -> bool:
    """Whether the caller is a user of the contract and nothing more."""
    roles = who.roles(contract)
    return bool(roles) and roles <= _USERS

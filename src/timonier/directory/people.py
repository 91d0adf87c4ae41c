"""Who on a contract may do something: whom a room tells of what waits for them; and what people are called."""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from timonier.directory.choices import Role
from timonier.directory.models import Account, Membership
from timonier.directory.rights import ACTIONS, DECIDER_ONLY
from timonier.foundation.tenancy.models import Contract

CLIENT = frozenset({Role.CLIENT_AGENT, Role.CLIENT_READER})
PROVIDER = frozenset({Role.TECHNICIAN, Role.ENGINEER, Role.SERVICE_MANAGER, Role.ACCOUNT_MANAGER})


def able(contract: Contract, *actions: str, side: frozenset[Role] | None = None) -> list[int]:
    """Accounts that may do one of these today, of one side when it is given. Needs the scope."""
    allowed = Q(pk__in=())
    for action in actions:
        roles = ACTIONS[action] if side is None else ACTIONS[action] & side
        rows = Q(role__in=sorted(roles))
        if action in DECIDER_ONLY:
            rows &= ~Q(role=Role.CLIENT_AGENT) | Q(decides=True)
        allowed |= rows
    found = Membership.objects.filter(allowed, contract=contract).filter(
        Q(valid_until=None) | Q(valid_until__gt=timezone.now())
    )
    return sorted(set(found.values_list("account_id", flat=True)))


def account_of(name: str) -> int | None:
    """The account that the journal calls so."""
    return Account.objects.filter(email__iexact=name).values_list("pk", flat=True).first()


def names_of(said: Iterable[str]) -> dict[str, str]:
    """What people are called, by what the journal calls them; whoever has no account keeps that."""
    wanted = {one: one.lower() for one in said}
    if not wanted:
        return {}
    rows = Account.objects.annotate(lowered=Lower("email")).filter(lowered__in=set(wanted.values()))
    names = dict(rows.values_list("lowered", "name"))
    return {one: names.get(lowered) or one for one, lowered in wanted.items()}


def accounts_called(contract: Contract, text: str, most: int = 20) -> tuple[str, ...]:
    """What the journal calls the contract's people in whose name a text stands. Needs the scope."""
    if not text.strip():
        return ()
    members = Membership.objects.filter(contract=contract).values("account_id")
    rows = Account.objects.filter(pk__in=members, name__icontains=text.strip())
    return tuple(rows.order_by("email").values_list("email", flat=True)[:most])

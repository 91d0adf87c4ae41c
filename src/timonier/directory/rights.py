"""Who may do what: the matrix of roles and actions as data, and the one question that every room asks.

It must not look at an object: own perimeter, own ticket, "nobody approves what he asked" are the room's own rules.
Source: the specification's matrix of authorisations.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from timonier.directory.choices import Role
from timonier.directory.models import Account, Membership
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import current_scope

PUBLIC = "public"
SIGNED_IN = "signed_in"
OWN_CHECK = "own_check"
"""Of a route: open to all · to whoever signed in · the view itself authenticates (API tokens, intake)."""

_CLIENT = "DR DA"
_PROVIDER = "N1 N2 SM AM RS"
_DESK = "N1 N2 SM"
_READERS = f"{_PROVIDER} {_CLIENT} AU"

ACTIONS: dict[str, frozenset[Role]] = {
    name: frozenset(Role(role) for role in roles.split())
    for name, roles in {
        "ticket.open": "EU VIP N1 DA",
        "ticket.follow": "EU VIP N1 N2 SM AM RS DR DA TP AU",
        "ticket.list": _READERS,
        "ticket.export": "SM AM DR DA AU",
        "list.share": "SM DA",
        "ticket.comment": "EU VIP N1 N2 SM DA TP",
        "ticket.qualify": f"{_DESK} DA",
        "ticket.hand_over": f"{_DESK} DA",
        "ticket.prove": f"{_DESK} DA TP",
        "ticket.resolve": _DESK,
        "ticket.validate": "EU VIP DA",
        "ticket.accept_exclusion": "DA",
        "note.provider.read": "N1 N2 SM AM",
        "note.provider.write": _DESK,
        "note.client.read": _CLIENT,
        "note.client.write": "DA",
        "people.read": f"{_DESK} DR DA",
        "alert.read": f"{_READERS}",
        "alert.act": _DESK,
        "call.read": f"{_DESK} AM DR DA AU",
        "facts.import": "SM PA",
        "contract.read": _READERS,
        "contract.propose": "SM AM DA",
        "contract.accept": "SM AM DA",
        "contract.load": "PA",
        "whatif.read": "SM AM DR DA AU",
        "kpi.read": _READERS,
        "kpi.explain": _READERS,
        "kpi.contest": "SM DA",
        "kpi.justify": "SM AM",
        "dispute.decide": "DA",
        "kpi.export": "SM AM DR DA AU",
        "penalty.read": "SM AM DR DA AU",
        "penalty.argue": "SM AM DA",
        "penalty.decide": "DA",
        "month.seal": "DA",
        "journal.read": "SM AM RS DR DA AU",
        "journal.verify": "SM AM RS DR DA AU PA",
        "journal.export": "RS DA AU",
        "health.read": "SM PA",
        "health.replay": "PA",
        "accounts.read": "SM AM RS DR DA AU PA",
        "accounts.provider": "SM",
        "accounts.client": "DA",
        "tokens.manage": "SM DA PA",
        "restitution.export": "SM AM DA PA",
    }.items()
}
"""Action → roles. What is not listed is refused."""

DECIDER_ONLY = frozenset(
    {
        "month.seal",
        "ticket.accept_exclusion",
        "dispute.decide",
        "penalty.decide",
        "accounts.client",
        "restitution.export",
        "contract.propose",
        "contract.accept",
    }
)
"""Actions of a client agent that need the grant to decide."""


def may(account: Account, action: str, contract: Contract | int) -> bool:
    """Whether the account may do this on this contract, today. Needs a scope; outside it the answer is no.

    Raises: KeyError for an action that the table does not know.
    """
    allowed = ACTIONS[action]
    contract_id = contract if isinstance(contract, int) else contract.pk
    if not account.is_authenticated or contract_id not in current_scope():
        return False
    for role, decides in roles_of(account).get(contract_id, ()):
        if role in allowed and (decides or role != Role.CLIENT_AGENT or action not in DECIDER_ONLY):
            return True
    return False


def roles_of(account: Account) -> dict[int, tuple[tuple[Role, bool], ...]]:
    """Contract → roles of the account, each with its grant to decide. Asked once per account object: one request."""
    known: dict[int, tuple[tuple[Role, bool], ...]] | None = getattr(account, "_timonier_roles", None)
    scope = current_scope()
    if known is not None and getattr(account, "_timonier_roles_scope", None) == scope:
        return known
    rows = Membership.objects.filter(account=account).filter(
        Q(valid_until=None) | Q(valid_until__gt=timezone.now())
    )
    found: dict[int, tuple[tuple[Role, bool], ...]] = {}
    for contract_id, role, decides in rows.values_list("contract_id", "role", "decides"):
        found[contract_id] = (*found.get(contract_id, ()), (Role(role), decides))
    account._timonier_roles, account._timonier_roles_scope = found, scope  # type: ignore[attr-defined]  # a cache
    return found


def contracts_for(account: Account, action: str) -> list[Contract]:
    """The contracts in scope on which the account may do this, by key."""
    ids = [contract for contract in current_scope() if may(account, action, contract)]
    return list(Contract.objects.filter(pk__in=ids).order_by("key"))


def known_actions(names: Iterable[str]) -> list[str]:
    """The names that the table does not know."""
    return sorted(set(names) - ACTIONS.keys())

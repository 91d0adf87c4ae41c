"""The desk's own rules about objects: who sees which tickets. Rights by role are the directory's."""

from django.db.models import Q, QuerySet

from timonier.desk.models import Ticket
from timonier.directory.callers import Caller
from timonier.directory.choices import Role
from timonier.directory.models import Membership
from timonier.foundation.tenancy.scopes import current_scope


def whole_contracts(who: Caller) -> list[int]:
    """Contracts in scope whose tickets the caller sees all."""
    return sorted(contract for contract in current_scope() if who.may("ticket.list", contract))


def visible(who: Caller, rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """The tickets that the caller may see: all of a contract, his own, or those his organisation holds.

    Note: an end user is known by his address, a third party by the name of its organisation.
    """
    allowed = Q(pk__in=())
    whole = whole_contracts(who)
    if whole:
        allowed |= Q(contract_id__in=whole)
    for contract in current_scope().difference(whole):
        if who.may("ticket.follow", contract):
            allowed |= _own(who, contract)
    return rows.filter(allowed)


def _own(who: Caller, contract: int) -> Q:
    roles = who.roles(contract)
    own = Q(pk__in=())
    if roles & {Role.END_USER, Role.VIP} and who.account is not None:
        own |= Q(contract_id=contract, requester=who.name)
    if Role.THIRD_PARTY in roles and who.account is not None:
        names = Membership.objects.filter(
            account=who.account, contract_id=contract, role=Role.THIRD_PARTY
        ).values_list("organisation__name", flat=True)
        own |= Q(contract_id=contract, holder="third_party", party__in=list(names))
    return own

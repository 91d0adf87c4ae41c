"""Lists that people keep, and how they like them. Not facts of the contract: nothing here goes into the journal."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from timonier.core.refusal import Refused
from timonier.desk.models import ListSettings, SavedFilter
from timonier.directory.callers import Caller
from timonier.foundation.tenancy.models import Contract

MOST = 20
"""Lists that a person keeps on a contract."""


def lists_of(who: Caller, contract: Contract) -> list[SavedFilter]:
    """One's own lists and those that are shared on the contract."""
    if who.account is None:
        return []
    rows = SavedFilter.objects.filter(contract=contract).filter(Q(account=who.account) | Q(is_shared=True))
    return list(rows[: 2 * MOST])


def keep_list(
    who: Caller, contract: Contract, name: str, parameters: Mapping[str, str], *, is_shared: bool
) -> SavedFilter:
    """Keep a list under a name, in place of one's own of that name. Raises: Refused."""
    name = " ".join(name.split())[:60]
    if who.account is None or not name:
        raise Refused("list_name_needed")
    own = SavedFilter.objects.filter(contract=contract, account=who.account)
    if own.exclude(name=name).count() >= MOST:
        raise Refused("too_many_lists", most=MOST)
    kept: SavedFilter
    kept, _ = SavedFilter.objects.update_or_create(
        contract=contract,
        account=who.account,
        name=name,
        defaults={"parameters": dict(parameters), "is_shared": is_shared},
    )
    return kept


def drop_list(who: Caller, contract: Contract, identity: UUID) -> bool:
    """Forget a list; False for one that is not the caller's to forget."""
    rows = SavedFilter.objects.filter(contract=contract, public_id=identity)
    allowed = Q(account=who.account)
    if who.may("list.share", contract):
        allowed |= Q(is_shared=True)
    return bool(rows.filter(allowed).delete()[0])


def keep_settings(who: Caller, contract: Contract, columns: Sequence[str], team: str) -> None:
    """Keep the columns in their order, and the team that one calls one's own."""
    if who.account is not None:
        ListSettings.objects.update_or_create(
            contract=contract, account=who.account, defaults={"columns": list(columns), "team": team}
        )

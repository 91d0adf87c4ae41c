"""For which side a person speaks, and whose draft they may read before it is proposed."""

from timonier.contracts.models import DraftRow
from timonier.core.contract.dialogue import DRAFT
from timonier.core.refusal import Refused
from timonier.directory.callers import Caller
from timonier.directory.choices import Role, Side
from timonier.foundation.tenancy.models import Contract

_CLIENT = frozenset({Role.CLIENT_AGENT, Role.CLIENT_READER})
_PROVIDER = frozenset(
    {Role.SERVICE_MANAGER, Role.ACCOUNT_MANAGER, Role.TECHNICIAN, Role.ENGINEER, Role.SECURITY_OFFICER}
)


def side_of(who: Caller, contract: Contract) -> str:
    """ "provider" or "client". Raises: Refused for who stands on both sides, or on none."""
    roles = who.roles(contract)
    sides = [str(side) for side, own in ((Side.PROVIDER, _PROVIDER), (Side.CLIENT, _CLIENT)) if roles & own]
    if len(sides) > 1:
        raise Refused("draft_two_sides")
    if not sides:
        raise Refused("not_permitted")
    return sides[0]


def may_see(who: Caller, contract: Contract, draft: DraftRow, state: str, was_proposed: bool) -> bool:
    """Whether a draft exists for somebody: before it is proposed, for its own side's negotiators alone."""
    if state != DRAFT and was_proposed:
        return who.may("contract.read", contract)
    if not who.may("contract.propose", contract):
        return False
    try:
        return side_of(who, contract) == draft.side
    except Refused:
        return False

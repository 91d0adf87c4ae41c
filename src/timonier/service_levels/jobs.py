"""What a page cannot wait for, computed in the background: the effect of a draft, the register priced."""

from uuid import UUID

from timonier.contracts.drafts import draft_of
from timonier.directory.callers import caller_of_job
from timonier.foundation.jobs import job
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels import kept
from timonier.service_levels.whatif import last_months
from timonier.service_levels.whatif_runs import EFFECT, REGISTER


@job(EFFECT)
def effect(contract: Contract, *, draft: int, last: str, count: int) -> UUID | None:
    """What a draft would have changed; kept, no file."""
    who, _ = caller_of_job(contract, "whatif.read")
    draft_of(who, contract, draft)
    kept.make_effect(contract, draft, last_months(last, count), who.name, seconds=None)
    return None


@job(REGISTER)
def register(contract: Contract, *, last: str, count: int) -> UUID | None:
    """The register priced; kept, no file."""
    who, _ = caller_of_job(contract, "whatif.read")
    kept.register(contract, last_months(last, count), who.name, again=True, seconds=None)
    return None

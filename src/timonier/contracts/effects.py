"""What a draft would have changed, as the room of service levels computes it: asked for here, made there.

This room only needs to know that the effect was computed, and its digest: nobody accepts what was not read.
"""

from collections.abc import Callable
from dataclasses import dataclass

from timonier.foundation.tenancy.models import Contract


@dataclass(frozen=True, slots=True)
class Effect:
    """The digest of the newest effect that was computed of a draft, and the journal position that it knew."""

    digest: str
    position: int


Ask = Callable[[Contract, int], Effect | None]
_ASK: list[Ask] = []


def register(ask: Ask) -> None:
    """Say who knows the effect of a draft; the last one counts."""
    _ASK[:] = [ask]


def effect_of(contract: Contract, draft: int) -> Effect | None:
    """The newest effect of a draft; None when it was not computed, or when nobody here can."""
    return _ASK[0](contract, draft) if _ASK else None

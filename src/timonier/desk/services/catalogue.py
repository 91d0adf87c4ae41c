"""What the contract's catalogue says of a category. Scope and perimeter come from it, never from who types."""

from typing import Any

from timonier.contracts.queries import plans_of
from timonier.core.instants import local
from timonier.foundation.tenancy.models import Contract


def by_the_catalogue(contract: Contract, said: dict[str, Any], at: int) -> dict[str, Any]:
    """What is said of a ticket, with what follows from its category; as it was when the contract does not know it.

    The scope is always the catalogue's. The perimeter is, unless who speaks names another: one component of a family
    may belong to somebody else.
    Source: requirement CON-04; articles 3.3 and 4.1.1 of the tender.
    """
    if not isinstance(said.get("category"), str):
        return said
    plans = plans_of(contract)
    category = plans.on(local(at, plans.tz).date()).version.categories.get(said["category"])
    if category is None:
        return said
    return {"perimeter": category.perimeter, **said, "scope": category.scope}

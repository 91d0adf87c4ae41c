"""Who survives a merger with an older opening than its own, where the contract is read so.

A ticket that was merged hands its opening on when the merger ended it; a chain of mergers hands on the earliest of all.
Source: KPIS.md "Exclusions", reading `merged_opening`.
"""

from collections.abc import Mapping, Sequence

from timonier.core.events import Event, in_order
from timonier.core.ledger import live
from timonier.core.plan import Plans

KIND = "merged"


def is_read(plans: Plans) -> bool:
    """Whether any version gives the survivor the earliest opening."""
    return any(plan.readings["merged_opening"] == "earliest" for plan in plans.all())


def elders(plans: Plans, merged: Mapping[str, Sequence[Event]], as_of: int) -> dict[str, int]:
    """Key of a surviving ticket → earliest opening that it inherits; from the events of the tickets that were merged.

    A ring of mergers, which no desk allows but an import may bring, hands round the earliest opening of the ring.
    """
    if not is_read(plans):
        return {}
    handed: list[tuple[str, str, int]] = []
    for key, events in merged.items():
        life = live(plans, in_order(list(events), as_of), as_of)
        if life is None or life.created is None or life.ended is None or life.ended.kind != KIND:
            continue
        handed.append((key, str(life.ended.data["into"]), life.created.at))
    found: dict[str, int] = {}
    changed = True
    while changed:
        changed = False
        for key, into, opened in handed:
            opening = min(opened, found.get(key, opened))
            if opening < found.get(into, opening + 1):
                found[into], changed = opening, True
    return found

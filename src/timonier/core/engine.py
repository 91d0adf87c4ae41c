"""From the events of streams to measures: the one door through which every reader gets its figures.

The live clock, the ticket page, the month and the recomputation all call these functions.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from timonier.core.contract.model import Contract
from timonier.core.events import Event, in_order
from timonier.core.ledger import Life, live
from timonier.core.measures import Measure
from timonier.core.mergers import KIND as MERGED
from timonier.core.mergers import elders
from timonier.core.plan import Plans
from timonier.core.streams import (
    alert_measures,
    call_measures,
    milestone_measures,
    quote_measures,
    survey_measures,
)
from timonier.core.tickets import doubtful, ticket_measures

ENGINE = "1"
"""Version of the arithmetic: it changes when a published figure could."""

_FAMILIES = {
    "alert": alert_measures,
    "call": call_measures,
    "milestone": milestone_measures,
    "quote": quote_measures,
    "survey": survey_measures,
}
AGGREGATED = frozenset({"service", "compliance", "source"})
"""Families of streams that have no items of their own: months read them whole."""


@dataclass(slots=True)
class Outcome:
    """What one stream says: its measures, what is doubtful about it, and the life of a ticket."""

    measures: list[Measure]
    notes: list[dict[str, Any]] = field(default_factory=list)
    life: Life | None = None
    pending: bool = False


def evaluate_stream(
    plans: Plans,
    family: str,
    key: str,
    events: Sequence[Event],
    as_of: int,
    openings: Mapping[str, int] | None = None,
) -> Outcome:
    """Measures of one stream as of an instant. `events` in any order; later ones do not exist for it.

    `openings`: what mergers handed on (`core.mergers.elders`); empty unless the contract is read so.
    """
    ordered = in_order(events, as_of)
    if family == "ticket":
        life = live(plans, ordered, as_of, openings.get(key) if openings else None)
        notes = doubtful(life, ordered)
        if life is None:
            return Outcome([], notes, None, pending=bool(ordered))
        return Outcome(ticket_measures(life, key, as_of), notes, life)
    make = _FAMILIES.get(family)
    return Outcome(make(plans, key, ordered, as_of) if make else [])


def evaluate(
    contract: Contract, events: Iterable[Event], as_of: int, readings: Mapping[str, str] | None = None
) -> tuple[list[Measure], dict[str, dict[str, list[Event]]]]:
    """Measures of all streams, and the events of the aggregated families by key. All in memory: small sets only."""
    plans = Plans(contract, readings)
    streams: dict[tuple[str, str], list[Event]] = defaultdict(list)
    aggregated: dict[str, dict[str, list[Event]]] = {family: {} for family in AGGREGATED}
    for event in events:
        streams[event.family, event.key].append(event)
    merged = {
        key: found
        for (family, key), found in streams.items()
        if family == "ticket" and any(one.kind == MERGED for one in found)
    }
    openings = elders(plans, merged, as_of)
    measures: list[Measure] = []
    for (family, key), found in streams.items():
        if family in AGGREGATED:
            kept = in_order(found, as_of)
            if kept:
                aggregated[family][key] = kept
        else:
            measures.extend(evaluate_stream(plans, family, key, found, as_of, openings).measures)
    return measures, aggregated

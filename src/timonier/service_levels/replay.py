"""Many months under several plans in one pass over the journal: every stream is read once, and evaluated again only
under the plans that could judge it otherwise.

It must not compute a figure: measures come from `core.engine`, months from `core.months`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from timonier.core.contract.model import Contract as Definition
from timonier.core.engine import AGGREGATED, evaluate_stream
from timonier.core.events import Event, in_order
from timonier.core.measures import Measure
from timonier.core.months import Request, month_results
from timonier.core.plan import Plans
from timonier.core.refusal import Refused
from timonier.core.tracing import TracedPlans, differing, measuring
from timonier.foundation.jobs import progress
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels.inputs import Known, lives_of, openings_in, streams_of_span

SAME, READINGS, WHOLE = "same", "readings", "whole"
_ASK_THE_CLOCK_EVERY = 500


@dataclass(slots=True)
class Side:
    """One set of plans, and the measures that it makes of each month."""

    plans: Plans
    openings: dict[str, int] = field(default_factory=dict)
    how: str = WHOLE
    differs: frozenset[str] = frozenset()
    measures: dict[str, list[Measure]] = field(default_factory=dict)

    def take(self, found: Sequence[Measure]) -> None:
        """Put measures under the months that they belong to, without their minutes: months count them no more."""
        for one in found:
            one.pieces = []
            for month in {one.month, one.excluded_month}:
                if month in self.measures:
                    self.measures[month].append(one)


@dataclass(slots=True)
class Replayed:
    """All sides of a span of months, the first one being what the others are compared with."""

    months: list[str]
    as_of: int
    position: int
    sides: list[Side]
    facts: dict[str, dict[str, list[Event]]]
    evaluated: int = 0

    def result(self, side: Side, month: str) -> dict[str, Any]:
        """A month under one side, as `kpi` would give it under these plans."""
        request = Request(month, self.as_of, None, self.position, None)
        return month_results(side.plans, request, side.measures[month], self.facts)


def replay(
    contract: Contract,
    definition: Definition,
    months: Sequence[str],
    others: Sequence[Plans],
    as_of: int,
    position: int,
    *,
    seconds: float | None = None,
) -> Replayed:
    """The months under the contract as it stands, and under each of the other plans. Needs the contract's scope.

    Raises: Refused when it takes longer than `seconds`.
    """
    base = TracedPlans(definition)
    known = Known()
    sides = [Side(base, how=SAME)] + [_side(base, plans) for plans in others]
    for side in sides:
        side.openings = openings_in(contract, side.plans, as_of, known)
        side.measures = {month: [] for month in months}
    names = set(streams_of_span(contract, months[0], months[-1], known))
    names |= {f"ticket/{key}" for side in sides for key in side.openings}
    total = len(names)
    replayed = Replayed(list(months), as_of, position, sides, {family: {} for family in AGGREGATED})
    started = monotonic()
    for number, (family, key, events) in enumerate(lives_of(contract, sorted(names), known)):
        if family in AGGREGATED:
            replayed.facts[family][key] = in_order(events, as_of)
            continue
        if seconds is not None and not number % _ASK_THE_CLOCK_EVERY and monotonic() - started > seconds:
            raise Refused("whatif_too_long", seconds=int(seconds), months=len(months))
        if not number % _ASK_THE_CLOCK_EVERY:
            progress(number, total)
        _evaluate(replayed, base, family, key, events)
    return replayed


def _side(base: TracedPlans, plans: Plans) -> Side:
    differs = differing(base, plans)
    if differs is not None:
        return Side(plans, how=READINGS, differs=differs)
    return Side(plans, how=SAME if measuring(base) == measuring(plans) else WHOLE)


def _evaluate(replayed: Replayed, base: TracedPlans, family: str, key: str, events: list[Event]) -> None:
    first = replayed.sides[0]
    base.seen.clear()
    ordered = in_order(events, replayed.as_of)
    found = evaluate_stream(base, family, key, ordered, replayed.as_of, first.openings).measures
    seen = frozenset(base.seen)
    first.take(found)
    for side in replayed.sides[1:]:
        is_same = side.how == SAME or (side.how == READINGS and not side.differs & seen)
        if is_same and side.openings.get(key) == first.openings.get(key):
            side.take(found)
            continue
        replayed.evaluated += 1
        side.take(evaluate_stream(side.plans, family, key, ordered, replayed.as_of, side.openings).measures)

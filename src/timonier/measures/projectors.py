"""Rooms above that keep rows of their own from the lives that measures are drawn from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from timonier.core.engine import Outcome
from timonier.core.events import Event
from timonier.foundation.tenancy.models import Contract


@dataclass(slots=True)
class Projected:
    """One stream, its events in order, and what they say."""

    stream: str
    key: str
    events: Sequence[Event]
    outcome: Outcome


Projector = Callable[[Contract, list[Projected]], None]


class Projectors:
    """Family of streams → functions that write their own rows, in the transaction of the refresh."""

    def __init__(self) -> None:
        self._by_family: dict[str, list[Projector]] = {}

    def add(self, family: str, function: Projector) -> None:
        known = self._by_family.setdefault(family, [])
        if function not in known:
            known.append(function)

    def run(self, contract: Contract, family: str, found: list[Projected]) -> None:
        for function in self._by_family.get(family, ()):
            function(contract, found)


projectors = Projectors()

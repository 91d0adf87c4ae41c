"""The demonstration year of `vsgp`: thirteen months of invented activity, the same for the same anchor and seed.

Only lines of `import events` and `import calls` come out; no database, no clock of the machine, no real person.
A month's content depends on the seed and the month alone; the anchor says where the window ends and cuts what
would happen after it. So a later anchor only adds lines: what was imported stays true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from timonier.exchange.demonstration import calls as telephone
from timonier.exchange.demonstration import catalogue, commercial, infrastructure, own, stories, tickets
from timonier.exchange.demonstration.days import first_of, next_month, previous_month
from timonier.exchange.demonstration.dice import Dice
from timonier.exchange.demonstration.writer import Writer, instant

MONTHS = 13
VIA = "demonstration"

__all__ = ["MONTHS", "VIA", "generate", "generate_month", "months", "next_month"]


def months(anchor: str) -> list[str]:
    """The thirteen months that end with the anchor, in order.

    Raises: ValueError
    """
    first_of(anchor)
    window = [anchor]
    while len(window) < MONTHS:
        window.append(previous_month(window[-1]))
    return window[::-1]


def generate(
    anchor: str, seed: int, services: Sequence[str] = catalogue.SERVICES
) -> Iterator[dict[str, Any]]:
    """All lines of the thirteen months, month after month, in order of time within each.

    `services` are the keys of the contract's catalogue whose availability is measured.

    Raises: ValueError (the anchor is no month "YYYY-MM")
    """
    for month in months(anchor):
        yield from generate_month(month, anchor, seed, services)


def generate_month(
    month: str, anchor: str, seed: int, services: Sequence[str] = catalogue.SERVICES
) -> Iterator[dict[str, Any]]:
    """The lines of all that begins in a month, in order of time; what follows the anchor month is left out.

    Raises: ValueError
    """
    end = instant(first_of(next_month(anchor)))
    lines = [line for line in _month(month, seed, services).sorted() if _happened(line, end)]
    yield from lines


def _happened(line: dict[str, Any], end: datetime) -> bool:
    # What is learnt after the end is not known yet either.
    return max(datetime.fromisoformat(line["at"]), datetime.fromisoformat(line["known_at"])) < end


def _month(month: str, seed: int, services: Sequence[str]) -> Writer:
    writer = Writer()
    told = stories.tell(month, Dice(seed, month, "stories"), writer, services)
    phoned = tickets.play_month(month, Dice(seed, month, "tickets"), writer, told)
    telephone.ring(month, Dice(seed, month, "calls"), writer, phoned, told.surge)
    infrastructure.run(month, Dice(seed, month, "infrastructure"), writer, services)
    commercial.run(month, Dice(seed, month, "commercial"), writer)
    own.ask(month, Dice(seed, month, "own"), writer)
    return writer

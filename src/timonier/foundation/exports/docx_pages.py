"""On which page each subject of a text begins. Pure: heights in, pages out. Units: centimetres.

Nothing here draws. A subject shares a page where it surely fits; a long table begins under what is there and goes on overleaf,
where it is sure that it must: the numbers in the contents are right before any program has laid the text out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

PAGE, ROOM, LONG = 25.6, 25.1, 27.0
"""Of a page; of it what is filled on purpose; what is reckoned longer has more than one."""
ROW = 1.0
"""What a page may leave free because the next row does not fit."""


@dataclass(frozen=True, slots=True)
class Block:
    """A subject. `top`: what must stand together at its beginning, `end` at its end, when it may be parted; else both are 0.

    `least`: the part of its height that it takes at the least: heights are reckoned rather too large than too small.
    """

    height: float
    top: float = 0.0
    end: float = 0.0
    least: float = 0.94


@dataclass(frozen=True, slots=True)
class Place:
    """Where a subject begins: its page, whether that page begins with it, whether it goes on overleaf."""

    page: int
    is_new: bool
    is_parted: bool = False


def places(blocks: Iterable[Block], first: int) -> list[Place]:
    """The place of each block; the first one begins page `first`."""
    found: list[Place] = []
    page, low, high = first - 1, PAGE, PAGE  # what is used of the page, at the least and at the most
    for block in blocks:
        least = block.height * block.least
        if high + block.height <= ROOM:
            found.append(Place(page, is_new=False))
            low, high = low + least, high + block.height
        elif block.top and high + block.top <= ROOM and low + least > PAGE and high + block.height < 2 * ROOM:
            found.append(Place(page, is_new=False, is_parted=True))
            over = block.end + ROW
            page, low, high = (
                page + 1,
                max(block.end * block.least, low + least - PAGE),
                max(over, high + block.height - PAGE + 2 * ROW),
            )
        else:
            found.append(Place(page + 1, is_new=True))
            page, low, high = page + 1, least, block.height
            if high > LONG:  # a long table goes on, and what follows begins a page of its own
                page, low, high = page + int(high // LONG), PAGE, PAGE
    return found

"""Reproducible chance: one die per seed, month and kind of stream.

Built on `Random.random` alone, whose sequence Python guarantees for a seed; the rest is arithmetic of our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random


class Dice:
    """Chance that depends on its three names and on nothing else."""

    def __init__(self, seed: int, month: str, kind: str) -> None:
        self._random = Random(f"timonier/{seed}/{month}/{kind}").random

    def share(self) -> float:
        """A number from 0 to 1."""
        return self._random()

    def yes(self, probability: float) -> bool:
        """True with this probability."""
        return self._random() < probability

    def between(self, low: float, high: float) -> float:
        """A number between two bounds, evenly."""
        return low + (high - low) * self._random()

    def whole(self, low: int, high: int) -> int:
        """A whole number between two bounds, both included."""
        return low + int(self._random() * (high - low + 1))

    def of[T](self, things: Sequence[T]) -> T:
        """One of several."""
        return things[int(self._random() * len(things))]

    def weighed[T](self, things: Sequence[tuple[T, float]]) -> T:
        """One of several, each with its weight."""
        rest = self._random() * sum(weight for _, weight in things)
        for thing, weight in things:
            rest -= weight
            if rest < 0:
                return thing
        return things[-1][0]

    def mixed[T](self, things: Sequence[T]) -> list[T]:
        """All of them in another order."""
        mixed = list(things)
        for place in range(len(mixed) - 1, 0, -1):
            other = int(self._random() * (place + 1))
            mixed[place], mixed[other] = mixed[other], mixed[place]
        return mixed

    def misses(self, count: int, objective: float, *, bad: float = 0.12) -> list[bool]:
        """Which of `count` items fail, so that most months keep the objective and some do not."""
        allowed = 1 - objective
        if self.yes(bad):
            failed = min(count, int(count * allowed * self.between(1.2, 2.0)) + 1)
        else:
            failed = int(count * allowed * self.between(0.1, 0.8))
        return self.mixed([place < failed for place in range(count)])

"""Quotes, milestones of projects and the periodic survey of a month."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from timonier.exchange.demonstration import catalogue, people
from timonier.exchange.demonstration.days import OFFICE, busy_moment
from timonier.exchange.demonstration.dice import Dice
from timonier.exchange.demonstration.writer import Writer

# kind, how many at least and at most, service days
_QUOTES = (("complex", 2, 3, 7), ("simple", 4, 7, 3), ("urgent", 2, 3, 1))


def run(month: str, dice: Dice, writer: Writer) -> None:
    """All of a month."""
    _quotes(month, dice, writer)
    _milestones(month, dice, writer)
    _survey(month, dice, writer)


def _quotes(month: str, dice: Dice, writer: Writer) -> None:
    days = OFFICE.days(month)
    number = 0
    for kind, least, most, target in _QUOTES:
        for place, missed in enumerate(dice.misses(dice.whole(least, most), 0.90)):
            number += 1
            # The first of each kind comes early enough to be answered within its month.
            early = days[: max(1, len(days) - target - 2)]
            at = busy_moment(dice, early if place % 2 == 0 else days[:-1])
            share = dice.between(1.06, 1.6) if missed else dice.between(0.2, 0.92)
            key = f"D-Q-{month}-{number:02}"
            writer.put("quote", key, at, "requested", people.CLIENT[0], kind=kind)
            writer.put("quote", key, OFFICE.add(at, target * OFFICE.day * share), "sent", "commercial")


def _milestones(month: str, dice: Dice, writer: Writer) -> None:
    days = OFFICE.days(month)
    count = dice.whole(3, 5)
    late = dice.misses(count, 0.80, bad=0.2)
    for number in range(count):
        key = f"D-J-{dice.of(catalogue.MILESTONES)}-{month}-{number + 1}"
        planned = datetime.combine(days[number % 4], time(9, 30)) + timedelta(seconds=dice.whole(0, 20_000))
        due_place = dice.whole(len(days) // 2, len(days) - 3)
        due = days[due_place]
        writer.put("milestone", key, planned, "planned", people.engineer(dice), due=f"{due}")
        if number == 0 and dice.yes(0.4):
            moved = datetime.combine(days[due_place - 3], time(11, 5))
            due_place += 2
            due = days[due_place]
            writer.put("milestone", key, moved, "moved", people.CLIENT[0], due=f"{due}", agreed_by="client")
        reached = datetime.combine(due, time(16, dice.whole(0, 59)))
        reached += timedelta(days=dice.whole(3, 12)) if late[number] else -timedelta(days=dice.whole(0, 4))
        writer.put(
            "milestone", key, max(reached, planned + timedelta(days=1)), "reached", people.engineer(dice)
        )


def _survey(month: str, dice: Dice, writer: Writer) -> None:
    days = OFFICE.days(month)
    content = 0.5 if dice.yes(0.1) else dice.between(0.72, 0.9)
    key = f"D-S-{month}"
    moments = sorted(busy_moment(dice, days[len(days) // 3 :]) for _ in range(dice.whole(18, 42)))
    for at in moments:
        score = dice.of((100, 80, 80, 90, 70)) if dice.yes(content) else dice.of((30, 40, 50, 60))
        writer.put("survey", key, at, "answered", "enquête", score=score)

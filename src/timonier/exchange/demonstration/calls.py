"""The telephone of the desk: calls offered, announcements heard, answers, abandons, transfers."""

from __future__ import annotations

from datetime import datetime, timedelta

from timonier.exchange.demonstration import people
from timonier.exchange.demonstration.days import DESK, busy_moment, night_moment
from timonier.exchange.demonstration.dice import Dice
from timonier.exchange.demonstration.profiles import CALLS, volume
from timonier.exchange.demonstration.writer import Writer

QUEUE = "guichet-unique"


def ring(month: str, dice: Dice, writer: Writer, phoned: list[datetime], surge: list[datetime]) -> None:
    """All calls of a month: those that became tickets, the others, and the surge of a mass incident."""
    days = DESK.days(month)
    late = dice.between(0.06, 0.09) if dice.yes(0.15) else dice.between(0.015, 0.04)
    # A ticket by phone is opened a minute or so after its call was answered.
    answered = [at - timedelta(seconds=dice.whole(40, 140)) for at in phoned]
    others = max(0, volume(month, CALLS, dice) - len(answered) - len(surge))
    moments = [(at, "ticket") for at in answered]
    moments += [(busy_moment(dice, days), "other") for _ in range(others)]
    moments += [(at, "surge") for at in surge]
    moments += [(night_moment(dice, days), "night") for _ in range(dice.whole(6, 14))]
    moments.sort()
    for number, (at, kind) in enumerate(moments, 1):
        _Call(f"D-C-{month[2:4]}{month[5:]}-{number:05}", dice, writer).tell(at, kind, late)


class _Call:
    def __init__(self, key: str, dice: Dice, writer: Writer) -> None:
        self.key, self.dice, self.writer = key, dice, writer

    def put(self, at: datetime, event: str, by: str, **more: object) -> None:
        self.writer.put("call", self.key, at, event, by, lag=1, **more)

    def tell(self, at: datetime, kind: str, late: float) -> None:
        dice = self.dice
        self.put(at, "offered", "standard", queue=QUEUE, caller=f"poste {dice.whole(4100, 4999)}")
        if kind == "night":
            self.put(at + timedelta(seconds=dice.whole(8, 40)), "ended", "standard")
            return
        if kind == "surge":
            self.put(at + timedelta(seconds=2), "announced", "standard", kind="mass_message")
            if dice.yes(0.4):
                # Informed by the message, many hang up content.
                self.put(at + timedelta(seconds=dice.whole(9, 30)), "abandoned", "standard")
                return
        slow = dice.yes(late * (3 if kind == "surge" else 1))
        wait = dice.whole(22, 95) if slow else dice.whole(3, 18)
        if slow and wait > 45:
            self.put(at + timedelta(seconds=40), "announced", "standard", kind="deterrent")
        if slow and kind != "ticket" and dice.yes(0.4):
            self.put(at + timedelta(seconds=wait), "abandoned", "standard")
            return
        agent = people.technician(dice)
        start = at + timedelta(seconds=wait)
        self.put(start, "answered", agent, agent=agent)
        end = start + timedelta(seconds=dice.whole(70, 780))
        if dice.yes(0.03):
            self.put(start + (end - start) / 2, "transferred", agent, agent=agent, to="DSI – infrastructure")
        self.put(end, "ended", agent)

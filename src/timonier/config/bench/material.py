"""Material of the benchmarks: tickets of the last 36 months, the same for the same numbers, about seven events each.

The shares (types, priorities, third parties, waiting users) are those of the demonstration; only the volume differs.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

MONTHS = 36
WORDS = (
    "imprimante", "réseau", "messagerie", "écran", "session", "mot de passe", "partage", "application", "téléphone",
    "sauvegarde", "wifi", "certificat", "habilitation", "lenteur", "mairie", "conservatoire", "médiathèque", "piscine",
)  # fmt: skip
_PRIORITIES = ("low", "medium", "medium", "high", "high", "major")
_PEOPLE = tuple(f"Agent {n:04d}" for n in range(1200))


def lines(
    tickets: int, until: datetime, *, seed: int = 1, open_share: float = 0.01
) -> Iterator[dict[str, Any]]:
    """The events of `tickets` tickets spread evenly over the months before `until`, ticket by ticket. The last stay open."""
    dice = Random(seed)
    span = timedelta(days=30 * MONTHS)
    for n in range(tickets):
        opened = until - span + span * n / tickets
        opened += timedelta(minutes=dice.randrange(1440))
        yield from _ticket(dice, f"B{n:07d}", opened, is_open=n >= tickets * (1 - open_share))


def _ticket(dice: Random, key: str, opened: datetime, *, is_open: bool) -> Iterator[dict[str, Any]]:
    at = opened

    def told(event: str, minutes: int, **more: Any) -> dict[str, Any]:
        nonlocal at
        at += timedelta(minutes=minutes, seconds=dice.randrange(60))
        return {"ticket": key, "event": event, "at": at.isoformat(), **more}

    is_request = dice.random() < 0.43
    title = f"{dice.choice(WORDS)} {dice.choice(WORDS)} {dice.randrange(10_000)}"
    common = {"title": title, "requester": dice.choice(_PEOPLE), "category": "poste-de-travail"}
    if is_request:
        common |= {"type": "request", "urgency": dice.choice(("low", "medium", "medium", "high"))}
    else:
        common |= {
            "type": "incident",
            "priority": dice.choice(_PRIORITIES),
            "scope": "user" if dice.random() < 0.9 else "infrastructure",
        }
    yield told("created", 0, channel=dice.choice(("phone", "mail", "portal")), **common)
    yield told("taken", dice.randrange(1, 20))
    yield told("assigned", 1, team=dice.choice(("Niveau 1", "Niveau 2", "Réseau")), level=1)
    if is_open:
        return
    way = dice.random()
    if way < 0.35:
        yield told("escalated", dice.randrange(5, 90), to="Niveau 2", level=2)
        yield told("contact", dice.randrange(5, 60), by="technician")
    elif way < 0.55:
        yield told(
            "handed_over",
            dice.randrange(5, 60),
            holder="third_party",
            to="CIRIL",
            means="mail",
            reference=f"C-{dice.randrange(10**6)}",
        )
        yield told(
            "reminded", dice.randrange(300, 2000), means="mail", reference=f"R-{dice.randrange(10**6)}"
        )
        yield told("returned", dice.randrange(60, 2000))
    elif way < 0.7:
        yield told(
            "handed_over",
            dice.randrange(5, 60),
            holder="user",
            to=common["requester"],
            means="phone",
            reference=f"A-{dice.randrange(10**6)}",
        )
        yield told("returned", dice.randrange(60, 900))
    else:
        yield told("contact", dice.randrange(5, 60), by="technician")
    yield told("resolved", dice.randrange(5, 240))
    if dice.random() < 0.3:
        yield told("rated", dice.randrange(5, 600), score=dice.randrange(40, 101))
    yield told("closed", dice.randrange(600, 3000))

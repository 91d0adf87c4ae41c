"""The kinds of tickets and how many of each a month brings: volumes of annex 7.3, classes of the KPIs.

The targets here only steer how long the actors take, so that most items meet them; what is measured and judged
is the contract's and the core's.
"""

from __future__ import annotations

from dataclasses import dataclass

from timonier.exchange.demonstration import catalogue
from timonier.exchange.demonstration.days import DESK, OFFICE, Hours
from timonier.exchange.demonstration.dice import Dice

INCIDENTS, REQUESTS, CALLS = 206, 159, 780
# Share of October's volume, by month of the year: hollow in August, back to work in September.
SEASON = (1.03, 0.93, 1.0, 0.92, 0.82, 0.99, 0.77, 0.53, 1.19, 1.0, 0.97, 0.81)


@dataclass(frozen=True, slots=True)
class Profile:
    """One class of tickets."""

    key: str
    type: str
    weight: int
    target: float
    hours: Hours
    objective: float
    titles: tuple[str, ...]
    category: str
    priority: str | None = None
    urgency: str | None = None
    scope: str = "user"
    blocking: bool | None = None
    vip: bool = False
    eligible: bool = True


HOUR = 3600.0
_USER, _INFRA, _ASK = catalogue.USER_INCIDENTS, catalogue.INFRA_INCIDENTS, catalogue.REQUESTS
PROFILES = (
    Profile("major", "incident", 5, HOUR / 3, DESK, 0.95, _USER, "poste-de-travail", priority="major"),
    Profile("vip", "incident", 8, HOUR / 3, DESK, 0.95, _USER, "poste-de-travail", priority="medium", vip=True),
    # Two stories a month miss this target already: the others miss it less.
    Profile("high", "incident", 22, 3 * HOUR, DESK, 0.95, _USER, "application", priority="high"),
    Profile("medium", "incident", 39, DESK.day, DESK, 0.90, _USER, "poste-de-travail", priority="medium"),
    Profile("low", "incident", 12, 3 * DESK.day, DESK, 0.90, _USER, "poste-de-travail", priority="low"),
    Profile("infra", "incident", 11, 24 * HOUR, OFFICE, 0.90, _INFRA, "infrastructure", priority="medium",
            scope="infrastructure", blocking=False, eligible=False),
    Profile("blocking", "incident", 3, 4 * HOUR, OFFICE, 0.95, catalogue.BLOCKING_INCIDENTS, "infrastructure",
            priority="high", scope="infrastructure", blocking=True, eligible=False),
    Profile("ask-low", "request", 24, 3 * DESK.day, DESK, 0.90, _ASK, "demande", urgency="low"),
    Profile("ask-medium", "request", 46, DESK.day, DESK, 0.90, _ASK, "demande", urgency="medium"),
    Profile("ask-high", "request", 21, DESK.day / 2, DESK, 0.90, _ASK, "demande", urgency="high"),
    Profile("ask-now", "request", 9, HOUR, DESK, 0.95, _ASK, "demande", urgency="immediate"),
)  # fmt: skip
BY_KEY = {profile.key: profile for profile in PROFILES}


def volume(month: str, october: int, dice: Dice) -> int:
    """How many of something a month brings, given what October brings; October itself is exact."""
    if month.endswith("-10"):
        return october
    return round(october * SEASON[int(month[5:]) - 1] * dice.between(0.96, 1.04))


def mix(kind: str, count: int, dice: Dice) -> list[tuple[Profile, bool]]:
    """So many tickets of a type, spread over its classes, each with whether it misses its target.

    Every class has at least two tickets, so that every KPI lives every month.
    """
    classes = [profile for profile in PROFILES if profile.type == kind]
    whole = sum(profile.weight for profile in classes)
    shares = [max(2, count * profile.weight // whole) for profile in classes]
    # What rounding leaves goes to (or comes from) the largest class.
    largest = max(range(len(classes)), key=lambda place: shares[place])
    shares[largest] += count - sum(shares)
    made: list[tuple[Profile, bool]] = []
    for profile, share in zip(classes, shares, strict=True):
        made += [(profile, missed) for missed in dice.misses(share, profile.objective)]
    return dice.mixed(made)

"""The ordinary tickets of a month: how each comes in, who takes it, where it goes, how it ends.

Stories out of the ordinary are `stories`; they take their share of the month's volume first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from timonier.exchange.demonstration import catalogue, people
from timonier.exchange.demonstration.days import DESK, busy_moment, night_moment
from timonier.exchange.demonstration.dice import Dice
from timonier.exchange.demonstration.profiles import INCIDENTS, REQUESTS, Profile, mix, volume
from timonier.exchange.demonstration.stories import Told
from timonier.exchange.demonstration.writer import Writer

# Tickets that wait long for an editor or an operator, and requests that are projects, in a month.
LONG_RUNNERS = 30
PROJECTS = 4
OUTSIDE_AMONG = frozenset({"medium", "low", "ask-low", "ask-medium"})
# A reminder is made within this much desk time, before the duty falls due after one service day.
FOLLOW_UP = 9.4 * 3600


@dataclass(slots=True)
class Draft:
    """A ticket before it is told."""

    key: str
    at: datetime
    profile: Profile
    channel: str
    person: people.Person
    missed: bool
    taker: str


class Play:
    """Tells tickets of one month."""

    def __init__(self, month: str, dice: Dice, writer: Writer) -> None:
        self.month, self.dice, self.writer = month, dice, writer
        self.days = DESK.days(month)
        # How good the month is at what does not hang on a target of its own class.
        self.first_contact = 0.60 if dice.yes(0.15) else dice.between(0.74, 0.82)
        self.slow_take = 0.15 if dice.yes(0.12) else dice.between(0.02, 0.07)
        self.slow_escalation = 0.16 if dice.yes(0.12) else dice.between(0.02, 0.07)
        self.content = 0.55 if dice.yes(0.1) else dice.between(0.74, 0.86)

    def draft(self, number: int, profile: Profile, missed: bool) -> Draft:
        """Where, when and by whom a ticket comes in."""
        dice = self.dice
        if profile.scope == "infrastructure":
            channel = dice.weighed((("alert", 60.0), ("phone", 25.0), ("portal", 15.0)))
        else:
            channel = dice.weighed((("phone", 54.0), ("mail", 19.0), ("portal", 27.0)))
        quiet = channel in ("mail", "alert") and dice.yes(0.18)
        at = night_moment(dice, self.days) if quiet else busy_moment(dice, self.days)
        person = people.important(dice) if profile.vip else people.requester(dice)
        key = f"D-{self.month[2:4]}{self.month[5:]}-{number:04}"
        return Draft(key, at, profile, channel, person, missed, people.technician(dice))

    def put(self, draft: Draft, at: datetime, event: str, by: str | None = None, **more: object) -> datetime:
        """Adds an event of a ticket; by its technician unless said otherwise."""
        lag = self.dice.whole(2, 40)
        return self.writer.put("ticket", draft.key, at, event, by or draft.taker, lag=lag, **more)

    def create(self, draft: Draft, **more: object) -> None:
        """The opening of a ticket."""
        profile = draft.profile
        subject = catalogue.subject(self.dice, profile.titles, profile.category)
        by = {"phone": draft.taker, "alert": people.SUPERVISION}.get(draft.channel, draft.person.name)
        given: dict[str, object] = {
            "type": profile.type,
            "channel": draft.channel,
            "scope": profile.scope,
            "priority": profile.priority,
            "urgency": profile.urgency,
            "blocking": profile.blocking,
            "vip": draft.person.vip,
            "requester": None if draft.channel == "alert" else draft.person.name,
            "category": subject.category,
            "title": subject.title,
            "level1_eligible": profile.eligible,
        }
        self.put(draft, draft.at, "created", by, **(given | more))

    def take(self, draft: Draft, most: float) -> float:
        """Somebody takes the ticket; gives the desk seconds that it took."""
        if draft.channel == "phone":
            delay = self.dice.between(15, 150)
        elif self.dice.yes(self.slow_take):
            delay = self.dice.between(960, 2700)
        else:
            delay = self.dice.between(70, 780)
        delay = max(12.0, min(delay, most))
        self.put(draft, DESK.add(draft.at, delay), "taken")
        return delay

    def tell(self, draft: Draft) -> None:
        """The whole life of an ordinary ticket."""
        dice, profile = self.dice, draft.profile
        if profile.key in OUTSIDE_AMONG and not draft.missed and dice.yes(0.13):
            self.outside(draft)
            return
        share = dice.between(1.05, 1.8) if draft.missed else 0.05 + 0.75 * dice.share() ** 1.8
        spent = max(profile.target * share, 90.0)
        self.create(draft)
        taken = self.take(draft, spent * 0.5)
        quick = profile.target <= 4 * 3600
        if profile.eligible and dice.yes(self.first_contact):
            end = profile.hours.add(draft.at, spent)
        elif quick or dice.yes(0.55):
            end = self.escalated(draft, spent, taken)
        elif dice.yes(0.6):
            end = self.waiting_for_user(draft, spent, taken)
        else:
            end = self.at_third_party(draft, spent, taken, dice.between(0.3, 3.5))
        self.resolve(draft, end)

    def outside(self, draft: Draft) -> None:
        """Out of the provider's perimeter: received, passed on with proof, followed until it is done."""
        dice = self.dice
        title, perimeter, party = dice.of(catalogue.OUTSIDE)
        title = f"{title.format(app=dice.of(catalogue.APPLICATIONS))} – {dice.of(catalogue.SITES)}"
        self.create(draft, title=title, perimeter=perimeter, category="hors-perimetre", level1_eligible=False)
        taken = self.take(draft, 600)
        given = DESK.add(draft.at, self.escalation_delay(3 * 3600, taken))
        holder = "client" if perimeter == "client" else "third_party"
        reference = f"EXT-{dice.whole(10000, 99999)}"
        referent = True if perimeter == "client" else None
        self.put(
            draft,
            given,
            "handed_over",
            holder=holder,
            to=party,
            means="mail",
            reference=reference,
            referent=referent,
        )
        back = self.held(draft, given, dice.between(0.4, 9) * DESK.day, "mail", reference)
        self.put(draft, back, "returned")
        self.resolve(draft, DESK.add(back, dice.between(300, 3600)))

    def project(self, draft: Draft) -> None:
        """A request beyond the standard ones: quoted, ordered, done weeks later."""
        dice = self.dice
        title = f"{dice.of(catalogue.PROJECTS)} – {dice.of(catalogue.SITES)}"
        self.create(draft, title=title, standard=False, category="projet", level1_eligible=False)
        taken = self.take(draft, 700)
        at = DESK.add(draft.at, self.escalation_delay(3 * 3600, taken))
        self.put(draft, at, "escalated", to="niveau 3", level=3)
        draft.taker = people.engineer(dice)
        self.resolve(draft, DESK.add(at, dice.between(8, 32) * DESK.day))

    def escalation_delay(self, spent: float, taken: float) -> float:
        """Desk seconds after which a ticket goes to somebody else."""
        slow = self.dice.yes(self.slow_escalation)
        delay = self.dice.between(1900, 4600) if slow else self.dice.between(240, 1560)
        return max(taken + 8, min(delay, spent * 0.7))

    def escalated(self, draft: Draft, spent: float, taken: float) -> datetime:
        """To level 2 or 3 of the provider; gives the end."""
        dice, delay = self.dice, self.escalation_delay(spent, taken)
        at = DESK.add(draft.at, delay)
        engineer, level = people.engineer(dice), 3 if dice.yes(0.2) else 2
        self.put(draft, at, "escalated", to=f"niveau {level}", level=level)
        end = max(draft.profile.hours.add(draft.at, spent), at + timedelta(seconds=40))
        between = at + (min(end, at + timedelta(minutes=20)) - at) * dice.between(0.1, 0.6)
        self.put(draft, between.replace(microsecond=0), "assigned", team=f"Niveau {level}", level=level)
        draft.taker = engineer
        return end

    def waiting_for_user(self, draft: Draft, spent: float, taken: float) -> datetime:
        """A question to the user, with its mail as proof; gives the end."""
        dice = self.dice
        before = max(taken + 20, spent * dice.between(0.2, 0.6))
        asked = DESK.add(draft.at, min(before, self.escalation_delay(before, taken)))
        used = min(before, spent * 0.7)
        reference = f"<{draft.key.lower()}.{dice.whole(1000, 9999)}@support.example>"
        self.put(
            draft,
            asked,
            "handed_over",
            holder="user",
            to=draft.person.name,
            means="mail",
            reference=reference,
        )
        back = self.held(draft, asked, dice.between(0.05, 1.4) * DESK.day, "mail", reference)
        self.put(draft, back, "contact", "user")
        self.put(draft, back + timedelta(seconds=dice.whole(5, 60)), "returned")
        return draft.profile.hours.add(back, max(spent - used, 300))

    def at_third_party(self, draft: Draft, spent: float, taken: float, days: float) -> datetime:
        """To an editor or operator, with its ticket number as proof; gives the end."""
        dice = self.dice
        before = self.escalation_delay(spent, taken)
        given = DESK.add(draft.at, before)
        party, letters = dice.of(catalogue.THIRD_PARTIES)
        reference = f"{letters}-{dice.whole(10000, 99999)}"
        self.put(
            draft, given, "handed_over", holder="third_party", to=party, means="ticket", reference=reference
        )
        back = self.held(draft, given, days * DESK.day, "ticket", reference)
        self.put(draft, back, "returned")
        return draft.profile.hours.add(back, max(spent - before, 300))

    def held(self, draft: Draft, since: datetime, seconds: float, means: str, reference: str) -> datetime:
        """Somebody else holds the ticket for so much desk time, duly reminded; gives the end of it."""
        done, count = 0.0, 0
        while seconds - done > FOLLOW_UP:
            done += FOLLOW_UP * self.dice.between(0.8, 1.0)
            count += 1
            at = DESK.add(since, done)
            self.put(draft, at, "reminded", means=means, reference=f"{reference}/R{count}")
        return DESK.add(since, seconds)

    def resolve(self, draft: Draft, end: datetime) -> None:
        """Resolution, validation, closing, sometimes a mark and a return."""
        dice = self.dice
        self.put(draft, end, "resolved")
        closing = DESK.add(end, dice.between(0.4, 3.2) * DESK.day)
        if dice.yes(0.6) and draft.channel != "alert":
            self.put(draft, end + (closing - end) * 0.5, "validated", draft.person.name)
        closing = closing.replace(microsecond=0)
        self.put(draft, closing, "closed")
        if dice.yes(0.34) and draft.channel != "alert":
            score = dice.of((80, 100, 100, 80, 60)) if dice.yes(self.content) else dice.of((20, 40, 60, 0))
            rated = DESK.add(closing, dice.between(60, 2 * DESK.day))
            self.put(draft, rated, "rated", draft.person.name, score=score)
        if dice.yes(0.045) and not draft.missed and draft.channel != "alert":
            again = DESK.add(closing, dice.between(0.2, 6) * DESK.day)
            self.put(draft, again, "reopened", draft.person.name)
            end = draft.profile.hours.add(again, draft.profile.target * dice.between(0.03, 0.18))
            self.put(draft, end, "resolved")
            self.put(draft, DESK.add(end, 1.5 * DESK.day), "closed")


def play_month(month: str, dice: Dice, writer: Writer, told: Told) -> list[datetime]:
    """Tells the month's tickets beside those that the stories have told; gives the moments of those by phone."""
    play = Play(month, dice, writer)
    incidents = volume(month, INCIDENTS, dice) - told.incidents
    requests = volume(month, REQUESTS, dice) - told.requests
    made = dice.mixed(mix("incident", incidents, dice) + mix("request", requests, dice))
    moments = [play.draft(0, profile, missed) for profile, missed in made]
    moments.sort(key=lambda draft: draft.at)
    places = dice.mixed([place for place, draft in enumerate(moments) if _may_last(draft)])
    lasting = set(places[:LONG_RUNNERS])
    asked = [place for place in places[LONG_RUNNERS:] if moments[place].profile.key == "ask-low"]
    projects = set(asked[:PROJECTS])
    for place, draft in enumerate(moments):
        draft.key = f"{draft.key[:-4]}{place + 1:04}"
        if place in lasting:
            play.create(draft)
            taken = play.take(draft, 600)
            spent = draft.profile.target * dice.between(0.1, 0.7)
            play.resolve(draft, play.at_third_party(draft, spent, taken, dice.between(6, 25)))
        elif place in projects:
            play.project(draft)
        else:
            play.tell(draft)
    _information(play, len(moments), dice)
    return [draft.at for draft in moments if draft.channel == "phone"] + told.phoned


def _may_last(draft: Draft) -> bool:
    return draft.profile.key in ("medium", "low", "ask-low") and not draft.missed


def _information(play: Play, number: int, dice: Dice) -> None:
    profile = Profile(
        "information", "information", 0, 3600, DESK, 0.9, catalogue.INFORMATION, "information", priority="low"
    )
    for place in range(volume(play.month, 18, dice)):
        draft = play.draft(number + place + 1, profile, False)
        play.create(draft)
        taken = play.take(draft, 500)
        play.resolve(draft, DESK.add(draft.at, taken + dice.between(60, 900)))

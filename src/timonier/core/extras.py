"""What a month's dashboards tell beside its service levels: volumes, who held the ball, third parties, doubts by author.

It must not judge: what counts and what is missed was decided by the measures; here the same facts are counted otherwise.
Source: article 4.1.4.5 (dashboards), requirements GOV-03, KPI-34.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Any

from timonier.core.contract.model import NOBODY, THIRD_PARTY
from timonier.core.engine import Outcome
from timonier.core.events import Event
from timonier.core.holdings import by_holder, holds
from timonier.core.instants import DAY, SECOND, local, month_bounds
from timonier.core.ledger import Life
from timonier.core.measures import EXCLUDED, MET, MISSED, Measure
from timonier.core.plan import Plans

LISTED = 200
"""Items that a list keeps: the first ones; its number tells how many there are."""
LATE = DAY
"""A fact learnt so long after it occurred is a back-dated one. Units: microseconds."""
DIMENSIONS = ("type", "channel", "scope", "priority", "urgency", "category", "service", "team", "level")
FLOWS = ("opened", "closed", "reopened", "backlog")
FORM = "5"
"""Version of what is told here: stored extras of another form are drawn again."""
RECLASSIFIED = ("reclassified", "target_lengthened", "change_refused")
_NONE = ""


@dataclass(frozen=True, slots=True)
class Late:
    """A fact that was learnt long after it occurred. Instants in microseconds; `via`: the door by which it came."""

    stream: str
    kind: str
    author: str
    via: str
    occurred_at: int
    learnt_at: int


class Extras:
    """Gathers one month from streams, one at a time; `result` and `lists` when all were seen."""

    def __init__(self, plans: Plans, month: str, as_of: int) -> None:
        self._plans, self._month = plans, month
        self._start, end = month_bounds(month, plans.tz)
        self._end = min(end, as_of)
        self._flows: dict[str, Counter[str]] = {flow: Counter() for flow in FLOWS}
        self._totals: Counter[str] = Counter()
        self._lists: dict[str, list[str]] = {}
        self._spent: dict[str, Counter[str]] = {}
        self._held: dict[str, Counter[str]] = {}
        self._overdue: Counter[str] = Counter()
        self._parties: dict[tuple[str, str], dict[str, Any]] = {}
        self._times: dict[str, list[int]] = {}
        self._contact: Counter[str] = Counter()
        self._points: dict[str, Fraction] = {}
        self._excluded: Counter[str] = Counter()
        self._excluders: Counter[tuple[str, str]] = Counter()
        self._changes: Counter[tuple[str, str]] = Counter()
        self._late: Counter[tuple[str, str]] = Counter()
        self._unproven = 0
        self._calls: Counter[str] = Counter()
        self._daily: dict[str, Counter[str]] = {}
        self._hours: Counter[str] = Counter()
        self._days: Counter[str] = Counter()

    # -- what is seen ---------------------------------------------------------------------------------------------

    def see(self, family: str, key: str, events: Sequence[Event], outcome: Outcome) -> None:
        """One stream with what it comes to, as of the same instant as the month."""
        if family == "ticket" and outcome.life is not None:
            self._ticket(key, outcome.life)
        elif family == "call":
            self._call(key, events)
        self._judged(outcome.measures)
        if family == "ticket":
            self._doubts(key, outcome)

    def see_late(self, facts: Iterable[Late]) -> None:
        """Facts that occurred in the month and were learnt long after."""
        for fact in facts:
            self._late[fact.author, fact.via] += 1
            self._list(f"late:{fact.author}", fact.stream)

    def _ticket(self, key: str, life: Life) -> None:
        assert life.created is not None
        attributes = life.attributes
        values = {name: _text(attributes.get(name)) for name in DIMENSIONS} | {"team": life.team or _NONE}
        stopped = [piece for piece in life.pieces if piece.holder == NOBODY]
        ends = [piece.start for piece in stopped]
        if life.stop is not None:
            ends.append(life.stop.at)
        elif life.ended is not None:
            ends.append(life.ended.at)
        self._flow("opened", key, values, self._inside("opened", [life.created.at]))
        self._flow("closed", key, values, self._inside("closed", ends))
        self._flow("reopened", key, values, self._inside("reopened", [piece.end for piece in stopped]))
        is_over = bool(ends) and ends[-1] < self._end and len(ends) > len(stopped)
        is_stopped = any(piece.start < self._end <= piece.end for piece in stopped)
        is_waiting = life.created.at < self._end and not is_over and not is_stopped
        self._flow("backlog", key, values, int(is_waiting))
        self._third_parties(key, life)
        for event in life.effective:
            if event.kind == "handed_over" and not life.evidence.proves(event) and self._within([event.at]):
                self._unproven += 1
                self._list("unproven", key)

    def _flow(self, flow: str, key: str, values: dict[str, str], count: int) -> None:
        if not count:
            return
        self._totals[flow] += count
        self._list(flow, key)
        counter = self._flows[flow]
        for name, value in values.items():
            counter[f"{name}:{value}"] += count
            self._list(f"{flow}:{name}:{value}", key)

    def _inside(self, flow: str, instants: Sequence[int]) -> int:
        """How many lie in the month; each is noted on its day."""
        count = 0
        for one in instants:
            if self._start <= one < self._end:
                count += 1
                day = f"{local(one, self._plans.tz):%Y-%m-%d}"
                self._daily.setdefault(day, Counter())[flow] += 1
        return count

    def _within(self, instants: Iterable[int]) -> int:
        return sum(self._start <= one < self._end for one in instants)

    def _third_parties(self, key: str, life: Life) -> None:
        if life.plan is None:
            return
        clock = life.plan.duty_opening
        for hold in holds(life, self._end):
            low, high = max(hold.since, self._start), min(hold.until, self._end)
            if hold.holder != THIRD_PARTY or low > high or hold.since >= self._end:
                continue
            row = self._parties.setdefault((hold.holder, hold.party), _party(hold.holder, hold.party))
            row["hand_overs"] += self._within([hold.since])
            held = clock.elapsed(low, high)
            row["us"] += held
            self._spent.setdefault(f"party:{hold.party}", Counter())[key] += held
            row["reminders"] += self._within(hold.reminders)
            row["duties_missed"] += self._within(since for since, _ in hold.overdue)
            row["overdue_us"] += sum(
                clock.elapsed(max(since, self._start), min(until, self._end))
                for since, until in hold.overdue
                if since < self._end and until > self._start
            )
            if hold.is_open and hold.until >= self._end:
                row["silent"] += 1
                row["oldest"] = min(row["oldest"] or hold.since, hold.since)
                self._list(f"silent:{hold.party}", key)

    def _call(self, key: str, events: Sequence[Event]) -> None:
        offered = next((event for event in events if event.kind == "offered"), None)
        if offered is None or not self._within([offered.at]):
            return
        self._calls["offered"] += 1
        answered = any(event.kind == "answered" and event.at >= offered.at for event in events)
        self._calls["answered" if answered else "unanswered"] += 1
        moment = local(offered.at, self._plans.tz)
        self._hours[f"{moment:%H}"] += 1
        self._days[str(moment.isoweekday())] += 1
        if not answered:
            self._list("calls:unanswered", f"call/{key}")

    def _judged(self, measures: Iterable[Measure]) -> None:
        for one in measures:
            if one.outcome == EXCLUDED and one.excluded_month == self._month:
                self._excluded[one.reason or _NONE] += 1
                self._list(f"excluded:{one.reason or _NONE}", _stream(one))
            if one.month != self._month or one.outcome not in (MET, MISSED):
                continue
            family = self._family(one)
            if family == "first_contact":
                self._contact[one.outcome] += 1
            if one.value is not None:
                self._points[one.kpi] = self._points.get(one.kpi, Fraction(0)) + Fraction(str(one.value))
            if family != "resolution":
                continue
            if one.counted is not None and one.stopped_at is not None:
                self._times.setdefault(one.kpi, []).append(one.counted)
            held = self._held.setdefault(one.kpi, Counter())
            for (holder, why), us in by_holder(one.pieces, one.opening).items():
                held[holder] += us
                if why == "duty_overdue":
                    self._overdue[holder] += us
                if us:
                    self._spent.setdefault(f"held:{holder}", Counter())[_stream(one)] += us

    def _family(self, one: Measure) -> str:
        plan = self._plans.at(one.started_at)
        return next((kpi.family for kpi in plan.version.kpis if kpi.key == one.kpi), "")

    def _doubts(self, key: str, outcome: Outcome) -> None:
        life = outcome.life
        for note in outcome.notes:
            if note["code"] in RECLASSIFIED and self._within([note["at"]]):
                author = _text(note["params"].get("by"))
                self._changes[author, note["code"]] += 1
                self._list(f"changed:{author}", key)
        if life is not None and life.ended is not None and self._within([life.ended.at]):
            author = _text(life.ended.by)
            self._excluders[author, life.ended.kind] += 1
            self._list(f"excluder:{author}", key)

    def _list(self, name: str, item: str) -> None:
        found = self._lists.setdefault(name, [])
        if len(found) < LISTED and (not found or found[-1] != item):
            found.append(item)

    # -- what is told ---------------------------------------------------------------------------------------------

    def result(self) -> dict[str, Any]:
        """The month's extras as JSON. Units: seconds of service time, instants as text nowhere: microseconds."""
        names = {name for counter in self._flows.values() for name in counter}
        by: dict[str, dict[str, dict[str, int]]] = {dimension: {} for dimension in DIMENSIONS}
        for name in sorted(names):
            dimension, _, value = name.partition(":")
            by[dimension][value] = {flow: self._flows[flow][name] for flow in FLOWS}
        return {
            "volumes": {**{flow: self._totals[flow] for flow in FLOWS}, "by": by},
            "daily": {
                day: {flow: found[flow] for flow in FLOWS[:3]} for day, found in sorted(self._daily.items())
            },
            "held": {
                "kpis": {kpi: _seconds(held) for kpi, held in sorted(self._held.items())},
                "all": _seconds(sum(self._held.values(), Counter())),
                "overdue": _seconds(self._overdue),
            },
            "parties": [_told(row) for _, row in sorted(self._parties.items())],
            "unproven": self._unproven,
            "times": {kpi: _times(found) for kpi, found in sorted(self._times.items())},
            "points": {kpi: str(total) for kpi, total in sorted(self._points.items())},
            "first_contact": {"met": self._contact[MET], "population": sum(self._contact.values())},
            "exclusions": {
                "reasons": dict(sorted(self._excluded.items())),
                "authors": _authors(self._excluders),
            },
            "changes": _authors(self._changes),
            "late": _authors(self._late),
            "calls": {
                **{name: self._calls[name] for name in ("offered", "answered", "unanswered")},
                "hours": dict(sorted(self._hours.items())),
                "days": dict(sorted(self._days.items())),
            },
        }

    def lists(self) -> dict[str, list[str]]:
        """Name of a number → its first items: a ticket by its key, anything else by its stream.

        Of a length of time, the longest first; `spent:` before its name leads to what each item has of it, in the same order.
        Units: microseconds, as text.
        """
        lists = dict(self._lists)
        for name, spent in self._spent.items():
            longest = sorted(spent.items(), key=lambda one: (-one[1], one[0]))[:LISTED]
            lists[name] = [item for item, _ in longest]
            lists[f"spent:{name}"] = [str(us) for _, us in longest]
        return dict(sorted(lists.items()))


def month_extras(
    plans: Plans,
    month: str,
    as_of: int,
    streams: Iterable[tuple[str, str, Sequence[Event], Outcome]],
    late: Iterable[Late] = (),
) -> dict[str, Any]:
    """Extras of a month from streams at hand: family, key, events, outcome."""
    extras = Extras(plans, month, as_of)
    for family, key, events, outcome in streams:
        extras.see(family, key, events, outcome)
    extras.see_late(late)
    return extras.result()


def _party(holder: str, party: str) -> dict[str, Any]:
    zeros = dict.fromkeys(("hand_overs", "us", "reminders", "duties_missed", "overdue_us", "silent"), 0)
    return {"holder": holder, "party": party, **zeros, "oldest": None}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name not in ("us", "overdue_us")}
    return {**told, "seconds": row["us"] // SECOND, "overdue_seconds": row["overdue_us"] // SECOND}


def _seconds(found: Counter[str]) -> dict[str, int]:
    return {name: us // SECOND for name, us in sorted(found.items())}


def _times(found: list[int]) -> dict[str, int]:
    return {
        "items": len(found),
        "mean": sum(found) // len(found) // SECOND,
        "median": int(median(found)) // SECOND,
    }


def _authors(found: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    """Author → how many of each kind, the busiest first."""
    totals: dict[str, dict[str, int]] = {}
    for (author, kind), count in found.items():
        totals.setdefault(author, {})[kind] = count
    return [
        {"author": author, "count": sum(kinds.values()), "kinds": dict(sorted(kinds.items()))}
        for author, kinds in sorted(totals.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    ]


def _stream(one: Measure) -> str:
    return one.item if one.kind == "ticket" else f"{one.kind}/{one.item}"


def _text(value: Any) -> str:
    return _NONE if value is None else str(value)

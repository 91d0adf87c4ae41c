"""The other streams, read directly: calls, alerts, quotes, milestones, scores, availability, compliance."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache

from tests.oracle.facts import EPOCH, PARIS, Facts, local, minute_of, month_of, vsgp
from tests.oracle.streams import Fact, Item, in_order
from tests.oracle.tickets import walk_ticket

SECONDS_TO_ANSWER = 20


def _clock(facts: Facts, kpi: str, start: int, stop: int | None, end: int, cleared: bool = False) -> Item:
    """A clock that is never paused: from `start` to `stop`, or to `end` where nothing stopped it."""
    opening = facts.openings[facts.services[kpi]]
    target = facts.targets[kpi]
    counted = [minute for minute in range(start, end if stop is None else stop) if opening.is_open(minute)]
    if len(counted) > target:
        return Item(kpi, "missed", len(counted), len(counted), month_of(counted[target]), start)
    if stop is not None:
        return Item(kpi, "met", len(counted), len(counted), month_of(stop), start)
    return Item(kpi, "excluded" if cleared else "running", len(counted), len(counted), None, start)


def judge_alert(events: list[Fact], as_of: int) -> list[Item]:
    """KPI-03: one item for each span of a component that is not the client's, from its first critical event."""
    found: list[Item] = []
    critical: Fact | None = None
    handled: int | None = None
    for event in in_order_of_kinds(events, as_of, ["raised", "acknowledged", "notified", "cleared"]):
        at = minute_of(event["at"])
        if event["event"] == "raised" and event["severity"] == "critical" and critical is None:
            critical = event
        elif critical is not None and handled is None and _handles(critical, event):
            handled = at
        elif event["event"] == "cleared":
            if critical is not None and critical.get("perimeter") != "client":
                found.append(_clock(vsgp(), "KPI-03", minute_of(critical["at"]), handled, at, cleared=True))
            critical = handled = None
    if critical is not None and critical.get("perimeter") != "client":
        found.append(_clock(vsgp(), "KPI-03", minute_of(critical["at"]), handled, as_of))
    return found


def _handles(critical: Fact, event: Fact) -> bool:
    if event["event"] == "acknowledged":
        return True
    proven = all(event.get(name) for name in ("to", "means", "reference"))
    return event["event"] == "notified" and proven and critical.get("perimeter") == "third_party"


def in_order_of_kinds(events: list[Fact], as_of: int, kinds: list[str]) -> list[Fact]:
    """The known events of a stream that has its own ranks."""
    return sorted(
        in_order(events, as_of),
        key=lambda event: (minute_of(event["at"]), event.get("n", 0), kinds.index(event["event"])),
    )


def judge_quote(events: list[Fact], as_of: int) -> list[Item]:
    """KPI-22 to 24: from the request to the first quote sent after it."""
    kpis = {"complex": "KPI-22", "simple": "KPI-23", "urgent": "KPI-24"}
    told = in_order_of_kinds(events, as_of, ["requested", "sent"])
    requests = [event for event in told if event["event"] == "requested"]
    if not requests:
        return []
    start = minute_of(requests[0]["at"])
    sent = [minute_of(event["at"]) for event in told if event["event"] == "sent"]
    stop = min((at for at in sent if at >= start), default=None)
    return [_clock(vsgp(), kpis[requests[0]["kind"]], start, stop, as_of)]


def judge_call(events: list[Fact], as_of: str) -> list[Item]:
    """KPI-01: offered while the desk was open; answered within 20 seconds of the wall clock."""
    limit = datetime.fromisoformat(as_of)
    told = [(datetime.fromisoformat(event["at"]), event["event"]) for event in events]
    told = sorted(one for one in told if one[0] <= limit)
    offered = [at for at, kind in told if kind == "offered"]
    if not offered:
        return []
    start = offered[0]
    minute = (start - EPOCH) // timedelta(minutes=1)
    if not vsgp().openings["desk"].is_open(minute):
        return []
    month = start.astimezone(PARIS).strftime("%Y-%m")
    answered = [at for at, kind in told if kind == "answered" and at >= start]
    if answered:
        in_time = answered[0] - start <= timedelta(seconds=SECONDS_TO_ANSWER)
        return [Item("KPI-01", "met" if in_time else "missed", None, None, month, minute)]
    if any(kind in ("abandoned", "ended") for _, kind in told):
        return [Item("KPI-01", "missed", None, None, month, minute)]
    return [Item("KPI-01", "excluded", None, None, None)]


def judge_milestone(events: list[Fact], as_of: int) -> list[Item]:
    """KPI-21: judged when reached or past due, in the month of the agreed date."""
    due: date | None = None
    reached: date | None = None
    for event in in_order_of_kinds(events, as_of, ["planned", "reached", "moved"]):
        day = local(minute_of(event["at"])).date()
        if event["event"] == "planned" and due is None:
            due = date.fromisoformat(event["due"])
        elif event["event"] == "moved" and due is not None:
            if day <= due and event.get("agreed_by") == "client":
                due = date.fromisoformat(event["due"])
        elif event["event"] == "reached" and reached is None:
            reached = day
    if due is None:
        return []
    month = due.strftime("%Y-%m")
    if reached is not None:
        return [Item("KPI-21", "met" if reached <= due else "missed", None, None, month)]
    past_due = local(as_of).date() > due
    return [Item("KPI-21", "missed" if past_due else "running", None, None, month if past_due else None)]


def acting(events: list[Fact], as_of: int) -> list[Fact]:
    """The events of a ticket that still have effect: nothing after an exclusion, nothing at all once the client accepted it."""
    walk = walk_ticket(vsgp(), events, as_of)
    if walk is None or walk.started is None:
        return []
    if walk.exclusion is None:
        return walk.events
    if walk.exclusion.get("accepted_by") == "client":
        return []
    return walk.events[: next(i for i, event in enumerate(walk.events) if event is walk.exclusion)]


def reopened_after_closing(tickets: list[list[Fact]], month: str, as_of: int) -> tuple[int, int]:
    """KPI-16: tickets whose first closing lies in the month, and those of them reopened within 30 days."""
    closed = reopened = 0
    for events in tickets:
        told = acting(events, as_of)
        walk = walk_ticket(vsgp(), events, as_of)
        closing = walk.closing if walk is not None else None
        position = next((i for i, event in enumerate(told) if event is closing), None)
        if position is None or month_of(minute_of(told[position]["at"])) != month:
            continue
        closed += 1
        limit = minute_of(told[position]["at"]) + 30 * 24 * 60
        later = [event for event in told[position:] if event["event"] == "reopened"]
        reopened += any(minute_of(event["at"]) <= limit for event in later)
    return closed, reopened


def ticket_scores(tickets: list[list[Fact]], month: str, as_of: int) -> list[Fraction]:
    """KPI-17: the last rating of each ticket, in its month."""
    found = []
    for events in tickets:
        rated = [event for event in acting(events, as_of) if event["event"] == "rated"]
        if rated and month_of(minute_of(rated[-1]["at"])) == month:
            found.append(Fraction(str(rated[-1]["score"])))
    return found


def survey_scores(streams: list[list[Fact]], month: str, as_of: int) -> list[Fraction]:
    """KPI-18: every answer of the month."""
    return [
        Fraction(str(event["score"]))
        for events in streams
        for event in in_order(events, as_of)
        if event["event"] == "answered" and month_of(minute_of(event["at"])) == month
    ]


def compliance(streams: list[list[Fact]], month: str, as_of: int) -> tuple[int, int]:
    """KPI-20: compliant and total of the last measure of each snapshot in the month, summed."""
    compliant = total = 0
    for events in streams:
        inside = [event for event in in_order(events, as_of) if month_of(minute_of(event["at"])) == month]
        if inside:
            compliant += inside[-1]["compliant"]
            total += inside[-1]["total"]
    return compliant, total


@cache
def open_minutes(service: str, month: str) -> tuple[int, ...]:
    """The minutes of a month in Paris during which a service is open."""
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=32)).replace(day=1)
    start, end = (
        minute_of(datetime(day.year, day.month, 1, tzinfo=PARIS).isoformat()) for day in (first, after)
    )
    opening = vsgp().openings[service]
    return tuple(minute for minute in range(start, end) if opening.is_open(minute))


def availability(streams: dict[str, list[Fact]], month: str, as_of: int) -> tuple[int, int]:
    """KPI-19: minutes up and minutes of service less agreed maintenance, over all services administered."""
    up = time = 0
    for service, hours in vsgp().availability.items():
        told = in_order(streams.get(service, []), as_of)
        maintenance = _maintenance(told)
        switches = [
            (minute_of(event["at"]), event["event"]) for event in told if event["event"] in ("down", "up")
        ]
        for minute in open_minutes(hours, month):
            if minute >= as_of or any(start <= minute < end for start, end in maintenance):
                continue
            before = [kind for at, kind in switches if at <= minute]
            time += 1
            up += not before or before[-1] == "up"
    return up, time


def _maintenance(events: list[Fact]) -> list[tuple[int, int]]:
    """Windows agreed and announced before they begin."""
    found = []
    for event in events:
        if event["event"] != "maintenance_agreed":
            continue
        start, end = minute_of(event["from"]), minute_of(event["to"])
        announced = [
            minute_of(one["at"]) for one in events if one["event"] == "announced" and one["of"] == event["id"]
        ]
        if minute_of(event["at"]) < start and any(at < start for at in announced):
            found.append((start, end))
    return found

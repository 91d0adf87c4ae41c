"""The measures of one ticket: KPI families tickets_taken, first_contact, first_escalation, resolution, reopened, scores.

Source: KPIS.md, KPI-02, 04 to 17 and "Precise rules".
"""

from collections.abc import Sequence
from typing import Any

from timonier.core.contract.model import CLIENT, PROVIDER, USER, Kpi
from timonier.core.events import Event
from timonier.core.instants import DAY, month_of
from timonier.core.ledger import STOPS, Life
from timonier.core.measures import (
    EXCLUDED,
    MET,
    MISSED,
    RUNNING,
    Measure,
    Piece,
    exceeding,
    is_missed,
    service_time,
)
from timonier.core.plan import Plan

ACTS = frozenset({"taken", "assigned", "escalated", "handed_over", "contact", "resolved", "closed"})
_KINDS_OF_TICKETS = 10_000
"""So many combinations of kind, channel and category are remembered: categories are free text for whoever imports."""
FIRST_CONTACT_BREAKS = frozenset({"escalated", "handed_over", "contact", "reopened"})


def ticket_measures(life: Life, item: str, as_of: int) -> list[Measure]:
    """All measures of a ticket's life; none before the ball first comes to the provider."""
    plan, start = life.plan, life.start
    if plan is None or start is None or life.created is None:
        return []
    found: list[Measure] = []
    for kpi in plan.of_tickets:
        measure = _MAKERS[kpi.family](life, plan, kpi, as_of)
        if measure is not None:
            found.append(measure)
    if plan.readings["reopening_rate"] == "month_over_month":
        found.extend(_reopenings(life, plan))
    resolution = _resolution(life, plan, as_of)
    if resolution is not None:
        found.append(resolution)
    number, ended = plan.version.number, life.ended
    for measure in found:
        measure.item, measure.version = item, number
    if ended is not None and ended.data.get("accepted_by") == CLIENT:
        for measure in found:
            _exclude(measure, ended, plan)
    return found


def _exclude(measure: Measure, event: Event, plan: Plan) -> None:
    measure.outcome, measure.reason, measure.month = EXCLUDED, event.kind, None
    measure.excluded_month = month_of(event.at, plan.tz)
    measure.exceeds_at = None


# -- KPI-06 to 15 -------------------------------------------------------------------------------------------------


def _resolution(life: Life, plan: Plan, as_of: int) -> Measure | None:
    start = life.start
    kpi = plan.choose(life.attributes)
    if kpi is None or start is None:
        return None
    pieces = life.judged_pieces()
    nominal = target = plan.target(kpi, start)
    if (
        life.carried
    ):  # read as proportional: what was left of the former target is left, in proportion, of this one
        opening, rest = plan.opening(kpi.service) if kpi.service else None, pieces
        pieces = life.judged_pieces(whole=True)
        before = service_time(pieces, opening)[0] - service_time(rest, opening)[0]
        target = max(0, target + before - life.carried)
    stop = life.stop.at if life.stop else None
    measure = _clocked(life, plan, kpi, pieces, target, stop)
    measure.former, measure.carried = life.former, life.carried
    outside = life.outside()
    if outside is not None and (measure.outcome != EXCLUDED or measure.reason is None):
        measure.outcome, measure.reason, measure.month = EXCLUDED, outside, None
        measure.excluded_month = month_of(life.excluded_since or start, plan.tz)
        measure.exceeds_at = None
    elif measure.outcome == RUNNING:
        measure.exceeds_at = _projected(life, plan, kpi, nominal)
    return measure


def _clocked(life: Life, plan: Plan, kpi: Kpi, pieces: list[Piece], target: int, stop: int | None) -> Measure:
    """Judge a clock that runs over pieces: stopped at `stop`, ended by an exclusion, or still running."""
    opening = plan.opening(kpi.service) if kpi.service else None
    counted, gross = service_time(pieces, opening)
    missed = is_missed(counted, target, strict=plan.strict)
    measure = Measure("", "ticket", kpi.key, RUNNING, life.start or 0, stop, target, counted, gross)
    measure.pieces, measure.opening = pieces, opening
    if missed:
        measure.outcome = MISSED
        measure.exceeds_at = exceeding(pieces, opening, target, strict=plan.strict)
        if plan.readings["item_month"] == "stop":
            measure.month = month_of(stop, plan.tz) if stop is not None else None
            if stop is None and life.ended is not None:
                measure.month = month_of(life.ended.at, plan.tz)
        else:
            measure.month = month_of(measure.exceeds_at or stop or life.since, plan.tz)
    elif stop is not None:
        measure.outcome, measure.month = MET, month_of(stop, plan.tz)
    elif life.ended is not None:
        _exclude(measure, life.ended, plan)
    return measure


def _projected(life: Life, plan: Plan, kpi: Kpi, target: int) -> int | None:
    """When a running clock will pass its target if nothing further happens."""
    opening = plan.opening(kpi.service) if kpi.service else None
    left = target - life.counted(kpi)
    if life.holder == PROVIDER or (life.holder == USER and plan.readings["user_time"] == "counts"):
        since = life.since
    elif life.duty is not None:
        since = max(life.since, life.duty.due_at)
    else:
        return None
    if opening is None:
        return since + left
    return opening.add(since, left) if plan.strict else opening.exceeds(since, left)


# -- KPI-02 -------------------------------------------------------------------------------------------------------


def _is_technician(event: Event) -> bool:
    return event.kind != "contact" or event.by != "user"


def _taken(life: Life, plan: Plan, kpi: Kpi, as_of: int) -> Measure | None:
    start = life.start
    if start is None or life.attributes.get("channel") not in kpi.params.get("channels", ("portal", "mail")):
        return None
    act = _first_act(life.effective, start)
    if act is not None:
        end = act.at
    elif life.ended is not None:
        end = life.ended.at
    else:
        end = max(as_of, start)
    pieces = _all_counted(life.pieces, end)
    target = plan.target(kpi, start)
    measure = _clocked(life, plan, kpi, pieces, target, act.at if act else None)
    if measure.outcome == RUNNING and measure.opening is not None:
        clock = measure.opening
        measure.exceeds_at = clock.add(start, target) if plan.strict else clock.exceeds(start, target)
    return measure


def _first_act(events: Sequence[Event], start: int) -> Event | None:
    for event in events:
        if event.kind in ACTS and event.at >= start and _is_technician(event):
            return event
    return None


def _all_counted(pieces: list[Piece], end: int) -> list[Piece]:
    """The pieces up to `end`, every one counted: this clock is not paused."""
    return [
        Piece(piece.start, min(piece.end, end), piece.holder, True, "not_paused")
        for piece in pieces
        if piece.start < end and piece.holder != "none"
    ]


# -- KPI-04 -------------------------------------------------------------------------------------------------------


def _first_contact(life: Life, plan: Plan, kpi: Kpi, as_of: int) -> Measure | None:
    stop = life.stop
    if stop is None or stop.kind != "resolved" or not _is_received(life, plan, kpi):
        return None
    broken = False
    for event in life.effective:
        if event.kind in FIRST_CONTACT_BREAKS and _is_technician(event):
            broken = True
            break
    outcome = MISSED if broken else MET
    measure = Measure("", "ticket", kpi.key, outcome, life.start or 0, stop.at)
    measure.month = month_of(stop.at, plan.tz)
    measure.reason = "not_first_contact" if broken else None
    return measure


def _is_received(life: Life, plan: Plan, kpi: Kpi) -> bool:
    """Whether a ticket is of KPI-04's population: kind, channel, level-1 eligible by the matrix."""
    get, reading = life.attributes.get, plan.readings["first_contact_population"]
    judged = get("judged_category", get("category"))
    key = (kpi.key, reading, get("type"), get("channel"), get("level1_eligible"), judged)
    found = plan.received.get(key)
    if found is None:
        found = _receives(plan, kpi, *key[1:])
        if len(plan.received) < _KINDS_OF_TICKETS:
            plan.received[key] = found
    return found


def _receives(
    plan: Plan, kpi: Kpi, reading: str, kind: Any, channel: Any, eligible: Any, judged: Any
) -> bool:
    kinds = kpi.params.get("types", ("incident", "request"))
    channels = kpi.params.get("channels", ("phone", "mail", "portal"))
    if reading == "with_information":
        kinds = (*kinds, "information")
    elif reading == "phone_only":
        channels = ("phone",)
    elif reading == "all_tickets":
        return True
    if eligible is None:
        category = plan.version.categories.get(str(judged))
        eligible = category.level1_eligible if category else True
    return kind in kinds and channel in channels and bool(eligible)


# -- KPI-05 -------------------------------------------------------------------------------------------------------


def _escalation(life: Life) -> Event | None:
    """First escalation at or after the clock's start, before the first stop."""
    start = life.start or 0
    for event in life.effective:
        if event.at < start:
            continue
        if event.kind in STOPS:
            return None
        if event.kind == "escalated" and event.data.get("duty") is not True:
            return event
        if event.kind == "handed_over" and event.data["holder"] != USER and life.evidence.proves(event):
            return event
    return None


def _first_escalation(life: Life, plan: Plan, kpi: Kpi, as_of: int) -> Measure | None:
    event, start = _escalation(life), life.start
    if event is None or start is None:
        return None
    if plan.readings["escalation_clock"] == "paused":
        pieces = [
            Piece(piece.start, min(piece.end, event.at), piece.holder, piece.counted, piece.why)
            for piece in life.judged_pieces()
            if piece.start < event.at
        ]
    else:
        pieces = _all_counted(life.pieces, event.at)
    opening = plan.opening(kpi.service) if kpi.service else None
    (counted, gross), target = service_time(pieces, opening), plan.target(kpi, start)
    measure = Measure("", "ticket", kpi.key, MET, start, event.at, target, counted, gross)
    measure.pieces, measure.opening = pieces, opening
    measure.month = month_of(event.at, plan.tz)
    if is_missed(counted, target, strict=plan.strict):
        measure.outcome = MISSED
        measure.exceeds_at = exceeding(pieces, opening, target, strict=plan.strict)
    return measure


# -- KPI-16, KPI-17 -----------------------------------------------------------------------------------------------


def _reopened(life: Life, plan: Plan, kpi: Kpi, as_of: int) -> Measure | None:
    closed = life.closed
    if closed is None:
        return None
    horizon = closed.at + int(kpi.params.get("days", 30)) * DAY
    again = None
    if life.reopenings and plan.readings["reopening_rate"] != "month_over_month":
        again = next((event for event in life.reopenings if event.at <= horizon), None)
    measure = Measure("", "ticket", kpi.key, MISSED if again else MET, closed.at, closed.at)
    measure.month = month_of(closed.at, plan.tz)
    measure.reason = "reopened" if again else None
    measure.provisional = again is None and as_of < horizon
    return measure


def _reopenings(life: Life, plan: Plan) -> list[Measure]:
    """Reading "month_over_month": each reopening after the first closing, in its own month."""
    closed, found = life.closed, []
    for kpi in plan.by_family.get("reopened", ()):
        for event in life.reopenings:
            if closed is not None:
                measure = Measure(
                    "",
                    "ticket",
                    kpi.key,
                    MISSED,
                    closed.at,
                    stopped_at=event.at,
                    month=month_of(event.at, plan.tz),
                )
                measure.reason = "reopened"
                found.append(measure)
    return found


def _score(life: Life, plan: Plan, kpi: Kpi, as_of: int) -> Measure | None:
    rated = life.rated
    if rated is None:
        return None
    measure = Measure(
        "", "ticket", kpi.key, MET, rated.at, stopped_at=rated.at, month=month_of(rated.at, plan.tz)
    )
    measure.value = rated.data["score"]
    return measure


_MAKERS = {
    "tickets_taken": _taken,
    "first_contact": _first_contact,
    "first_escalation": _first_escalation,
    "reopened": _reopened,
    "ticket_scores": _score,
}


def doubtful(life: Life | None, events: Sequence[Event]) -> list[dict[str, Any]]:
    """What about a ticket is reported: changes refused, exclusions after the target, facts without effect."""
    if life is None:
        return [
            {"code": "no_creation", "at": event.at, "params": {"event": event.kind}} for event in events[:1]
        ]
    return [{"code": note.code, "at": note.at, "params": note.params} for note in life.notes]

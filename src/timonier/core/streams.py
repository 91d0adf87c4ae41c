"""The measures of what is no ticket: calls, alerts, quotes, milestones. One function per family of streams.

Source: KPIS.md, KPI-01, 03, 21 and 22 to 24.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from timonier.core.contract.model import Kpi
from timonier.core.events import Event, is_text
from timonier.core.instants import SECOND, local, midnight, month_of
from timonier.core.measures import EXCLUDED, MET, MISSED, RUNNING, Measure, Piece, is_missed, service_time
from timonier.core.plan import Plan, Plans

MACHINES = frozenset({"system", "automatic", "auto", "machine"})
"""Authors of an acknowledgement that are no person."""


def call_measures(plans: Plans, item: str, events: Sequence[Event], as_of: int) -> list[Measure]:
    """KPI-01: first offered while the desk is open, answered within the target of wall-clock time."""
    offered = next((event for event in events if event.kind == "offered"), None)
    if offered is None:
        return []
    plan = plans.at(offered.at)
    kpi = plan.one("calls_answered")
    if kpi is None or not plan.opening(kpi.service or "desk").is_open(offered.at):
        return []
    queues = kpi.params.get("queues")
    if queues and offered.data.get("queue") is not None and offered.data["queue"] not in queues:
        return []
    start = _call_start(plan, offered, events)
    target = int((kpi.target.value if kpi.target else 0) * SECOND)
    measure = Measure(item, "call", kpi.key, RUNNING, offered.at, target=target, version=plan.version.number)
    answered = _first_after(events, offered, "answered")
    gone = _first_after(events, offered, "abandoned") or _first_after(events, offered, "ended")
    end = answered or gone
    if end is not None:
        waited = max(0, end.at - start)
        measure.stopped_at, measure.counted, measure.gross = end.at, waited, waited
        measure.pieces = [Piece(start, end.at, "provider", True, "not_paused")] if end.at > start else []
        measure.month = month_of(offered.at, plan.tz)
        if answered is not None and not is_missed(waited, target, strict=plan.strict):
            measure.outcome = MET
        else:
            measure.outcome = MISSED
            measure.reason = None if answered else "abandoned"
            if not answered:
                _spare_abandoned(plan, measure, events, end, waited)
    elif as_of >= offered.at + target:
        measure.outcome, measure.reason = EXCLUDED, "orphan"
        measure.excluded_month = month_of(offered.at, plan.tz)
    return [measure]


def _call_start(plan: Plan, offered: Event, events: Sequence[Event]) -> int:
    if plan.readings["call_clock"] == "after_welcome":
        for event in events:
            if (
                event.kind == "announced"
                and event.data.get("kind") in (None, "welcome")
                and event.at >= offered.at
            ):
                return event.at
    return offered.at


def _spare_abandoned(plan: Plan, measure: Measure, events: Sequence[Event], end: Event, waited: int) -> None:
    readings = plan.readings
    short = int(readings["abandoned_short_seconds"]) * SECOND
    warned = any(
        event.kind == "announced" and event.data.get("kind") == "mass_message" and event.at <= end.at
        for event in events
    )
    if readings["abandoned_calls"] == "short_ones_excluded" and waited < short:
        reason = "abandoned_at_once"
    elif readings["calls_after_mass_message"] == "excluded" and warned:
        reason = "abandoned_after_message"
    else:
        return
    measure.outcome, measure.reason, measure.excluded_month, measure.month = (
        EXCLUDED,
        reason,
        measure.month,
        None,
    )


def _first_after(events: Sequence[Event], first: Event, kind: str) -> Event | None:
    return next((event for event in events if event.kind == kind and event.at >= first.at), None)


def alert_measures(plans: Plans, item: str, events: Sequence[Event], as_of: int) -> list[Measure]:
    """KPI-03: one item per span raised … cleared, from its first critical raise, until it is handled."""
    found: list[Measure] = []
    critical: Event | None = None
    handled: Event | None = None
    for event in events:
        if event.kind == "raised":
            if critical is None and event.data["severity"] == "critical":
                critical = event
        elif event.kind == "cleared":
            if critical is not None:
                _alert(plans, item, critical, handled, event, as_of, found)
            critical = handled = None
        elif critical is not None and handled is None and _handles(critical, event):
            handled = event
    if critical is not None:
        _alert(plans, item, critical, handled, None, as_of, found)
    return found


def _handles(critical: Event, event: Event) -> bool:
    if event.kind == "acknowledged":
        return (event.by or "").lower() not in MACHINES
    data = event.data
    return critical.data.get("perimeter") == "third_party" and all(
        is_text(data.get(name)) for name in ("to", "means", "reference")
    )


def _alert(
    plans: Plans,
    item: str,
    critical: Event,
    handled: Event | None,
    cleared: Event | None,
    as_of: int,
    found: list[Measure],
) -> None:
    plan = plans.at(critical.at)
    kpi = plan.one("alerts_handled")
    if kpi is None or critical.data.get("perimeter") == "client":
        return
    end = handled or cleared
    measure = _simple_clock(plan, kpi, critical.at, end.at if end else None, as_of)
    measure.item, measure.kind = item if not found else f"{item}#{len(found) + 1}", "alert"
    if handled is None and cleared is not None and measure.outcome == MET:
        measure.reason = "cleared_by_itself"
        if plan.readings["self_cleared_alert"] == "excluded":
            measure.outcome, measure.month = EXCLUDED, None
            measure.excluded_month = month_of(cleared.at, plan.tz)
    found.append(measure)


def _simple_clock(plan: Plan, kpi: Kpi, start: int, stop: int | None, as_of: int) -> Measure:
    """A clock that is never paused."""
    clock = plan.opening(kpi.service) if kpi.service else None
    end = max(start, as_of if stop is None else stop)
    pieces = [Piece(start, end, "provider", True, "not_paused")] if end > start else []
    target = plan.target(kpi, start)
    counted, _ = service_time(pieces, clock)
    measure = Measure("", "", kpi.key, RUNNING, start, stop, target, counted, counted)
    measure.pieces, measure.opening, measure.version = pieces, clock, plan.version.number
    exceeds = (
        start + target if clock is None else (clock.add if plan.strict else clock.exceeds)(start, target)
    )
    if is_missed(counted, target, strict=plan.strict):
        measure.outcome, measure.exceeds_at = MISSED, exceeds
        by_stop = plan.readings["item_month"] == "stop"
        judged = stop if by_stop else exceeds
        measure.month = month_of(judged, plan.tz) if judged is not None else None
    elif stop is not None:
        measure.outcome, measure.month = MET, month_of(stop, plan.tz)
    else:
        measure.exceeds_at = exceeds
    return measure


def quote_measures(plans: Plans, item: str, events: Sequence[Event], as_of: int) -> list[Measure]:
    """KPI-22 to 24: from the client's request, by its class, to the quote sent."""
    requested = next((event for event in events if event.kind == "requested"), None)
    if requested is None:
        return []
    plan = plans.at(requested.at)
    wanted = requested.data["kind"]
    kpi = next((kpi for kpi in plan.by_family.get("quotes", ()) if kpi.params.get("kind") == wanted), None)
    if kpi is None:
        return []
    sent = _first_after(events, requested, "sent")
    measure = _simple_clock(plan, kpi, requested.at, sent.at if sent else None, as_of)
    measure.item, measure.kind = item, "quote"
    return [measure]


def milestone_measures(plans: Plans, item: str, events: Sequence[Event], as_of: int) -> list[Measure]:
    """KPI-21: reached on or before the agreed date; a move acts if agreed by the client by the old date."""
    due: date | None = None
    planned = reached = None
    for event in events:
        if event.kind == "planned" and due is None:
            due, planned = date.fromisoformat(event.data["due"]), event
        elif event.kind == "moved" and due is not None and event.data.get("agreed_by") == "client":
            if local(event.at, plans.tz).date() <= due:
                due = date.fromisoformat(event.data["due"])
        elif event.kind == "reached" and reached is None:
            reached = event
    if due is None or planned is None:
        return []
    month = f"{due:%Y-%m}"
    plan = plans.on(due)
    kpi = plan.one("milestones")
    if kpi is None:
        return []
    past_due = midnight(due + timedelta(days=1), plan.tz)
    measure = Measure(item, "milestone", kpi.key, RUNNING, planned.at, version=plan.version.number)
    measure.exceeds_at = past_due
    if reached is not None and reached.at < past_due:
        measure.outcome, measure.month, measure.stopped_at = MET, month, reached.at
    elif as_of >= past_due:
        measure.outcome, measure.month = MISSED, month
        measure.stopped_at = reached.at if reached else None
    return [measure]


def survey_measures(plans: Plans, item: str, events: Sequence[Event], as_of: int) -> list[Measure]:
    """KPI-18: every score of a periodic survey, in the month of its answer."""
    found = []
    for number, event in enumerate((event for event in events if event.kind == "answered"), start=1):
        plan = plans.at(event.at)
        kpi = plan.one("survey_scores")
        if kpi is None:
            continue
        measure = Measure(f"{item}#{number}", "survey", kpi.key, MET, event.at, event.at)
        measure.month, measure.value, measure.version = (
            month_of(event.at, plan.tz),
            event.data["score"],
            plan.version.number,
        )
        found.append(measure)
    return found


def spans(events: Sequence[Event], opens: str, closes: str, as_of: int) -> list[tuple[int, int]]:
    """Stretches between the first `opens` and the next `closes`; the last one runs until `as_of`."""
    found: list[tuple[int, int]] = []
    since: int | None = None
    for event in events:
        if event.kind == opens and since is None:
            since = event.at
        elif event.kind == closes and since is not None:
            found.append((since, event.at))
            since = None
    if since is not None and since < as_of:
        found.append((since, as_of))
    return found

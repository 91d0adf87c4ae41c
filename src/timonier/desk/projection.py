"""Draw ticket rows from the lives that measures are drawn from: in bulk, and never an older one over a newer.

It must not judge: what a life and its measures say is written down.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from timonier.core.contract.model import NOBODY
from timonier.core.events import Event
from timonier.core.ledger import Life
from timonier.core.measures import EXCLUDED, MISSED, RUNNING, Measure
from timonier.desk.choices import OPEN, Status
from timonier.desk.models import NO_DEADLINE
from timonier.desk.words import lexemes_of
from timonier.foundation.cursors import bound
from timonier.foundation.tenancy.models import Contract
from timonier.measures.projectors import Projected

_COLUMNS = {
    "number": "text",
    "title": "text",
    "type": "text",
    "channel": "text",
    "scope": "text",
    "priority": "text",
    "urgency": "text",
    "category": "text",
    "service": "text",
    "requester": "text",
    "vip": "bool",
    "blocking": "bool",
    "level": "smallint",
    "team": "text",
    "assignee": "text",
    "status": "text",
    "is_open": "bool",
    "holder": "text",
    "party": "text",
    "parent": "text",
    "opened_at": "bigint",
    "updated_at": "bigint",
    "resolved_at": "bigint",
    "closed_at": "bigint",
    "due_at": "bigint",
    "due_kpi": "text",
    "counted": "bigint",
    "target": "bigint",
    "is_unproven": "bool",
    "version": "int",
    "words": "text",
}
_ARRAYS = ", ".join(f"%b::{kind}[]" for kind in _COLUMNS.values())
_SET = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "number")
_UPSERT = f"""
INSERT INTO ticket (contract_id, public_id, {", ".join(_COLUMNS)})
SELECT %s::smallint, gen_random_uuid(), g.* FROM unnest({_ARRAYS}) AS g
ON CONFLICT (contract_id, number) DO UPDATE SET {_SET} WHERE ticket.version <= excluded.version
"""
_LEARN = """
INSERT INTO ticket_search (contract_id, number, opened_at, lexemes)
SELECT %s::smallint, g.number, g.opened_at, array_to_tsvector(string_to_array(g.words, ' '))
FROM unnest(%b::text[], %b::bigint[], %b::text[]) AS g(number, opened_at, words)
WHERE (SELECT t.words FROM ticket t WHERE t.contract_id = %s::smallint AND t.number = g.number) IS DISTINCT FROM g.words
ON CONFLICT (contract_id, number) DO UPDATE SET lexemes = excluded.lexemes, opened_at = excluded.opened_at
"""

_PLACE_OF_HOLDER = {
    "user": Status.WAITING_USER,
    "client": Status.WAITING_CLIENT,
    "third_party": Status.WAITING_THIRD_PARTY,
}
_ENDS = {"cancelled": Status.CANCELLED, "merged": Status.MERGED, "linked_child": Status.CHILD}


def project(contract: Contract, found: list[Projected]) -> None:
    """Write the rows of these tickets, in the caller's transaction."""
    rows = [row for row in (row_of(one) for one in found) if row is not None]
    if not rows:
        return
    with bound() as cursor:
        # Before the rows: words are indexed anew only where they changed, and most events change none.
        words = [[row[name] for row in rows] for name in ("number", "opened_at", "words")]
        cursor.execute(_LEARN, [contract.pk, *words, contract.pk])
        cursor.execute(_UPSERT, [contract.pk, *([row[name] for row in rows] for name in _COLUMNS)])


def row_of(one: Projected) -> dict[str, Any] | None:
    """The columns of one ticket; None before its creation is known."""
    life = one.outcome.life
    if life is None or life.created is None:
        return None
    attributes = life.attributes
    status = status_of(life, one.events)
    running = _nearest(one.outcome.measures) if status in OPEN else None
    shown = running or _resolution(life, one.outcome.measures)
    steps = _steps(one.events, int(attributes.get("level") or 1))
    title, requester = str(attributes.get("title") or ""), str(attributes.get("requester") or "")
    category = str(attributes.get("category") or "")
    stop = life.stop
    return {
        "number": one.key,
        "title": title,
        "type": attributes["type"],
        "channel": attributes["channel"],
        "scope": attributes["scope"],
        "priority": attributes.get("priority") or "",
        "urgency": attributes.get("urgency") or "",
        "category": category,
        "service": str(attributes.get("service") or ""),
        "requester": requester,
        "vip": bool(attributes.get("vip")),
        "blocking": bool(attributes.get("blocking")),
        **steps,
        "status": str(status),
        "is_open": status in OPEN,
        "holder": life.holder if status in OPEN else NOBODY,
        "party": (life.party or "") if status in OPEN else "",
        "parent": str(
            (life.ended.data.get("parent") or life.ended.data.get("into") or "") if life.ended else ""
        ),
        "opened_at": life.created.at,
        "updated_at": one.events[-1].at,
        "resolved_at": stop.at if stop else None,
        "closed_at": _closing(stop, one.events) if stop else None,
        "due_at": NO_DEADLINE if running is None or running.exceeds_at is None else running.exceeds_at,
        "due_kpi": shown.kpi if shown else "",
        "counted": shown.counted if shown else None,
        "target": shown.target if shown else None,
        "is_unproven": status in OPEN and bool(life.pieces) and life.pieces[-1].why == "hand_over_unproven",
        "version": len(one.events),
        "words": " ".join(lexemes_of(one.key, [title, category], requester)),
    }


def status_of(life: Life, events: Sequence[Event]) -> Status:
    """Where the ticket stands at the end of its events."""
    if life.ended is not None:
        return _ENDS[life.ended.kind]
    if life.stop is not None:
        return Status.RESOLVED if _closing(life.stop, events) is None else Status.CLOSED
    waiting = _PLACE_OF_HOLDER.get(life.holder)
    if waiting is not None:
        return waiting
    return Status.TAKEN if life.taken is not None else Status.NEW


def _closing(stop: Event, events: Sequence[Event]) -> int | None:
    """The instant of the closing after the last stop, or of the stop itself."""
    return next((one.at for one in events if one.kind == "closed" and one.at >= stop.at), None)


def _steps(events: Iterable[Event], level: int) -> dict[str, Any]:
    """Level, team and assignee: the last word on each."""
    team = assignee = ""
    for event in events:
        kind, data = event.kind, event.data
        if kind in ("assigned", "escalated", "changed"):
            level = data.get("level") or level
        if kind == "assigned":
            team = data.get("team") or team
        elif kind == "escalated" and data.get("duty") is not True:
            team = data.get("to") or team
        elif kind == "taken":
            assignee = event.by or ""
    return {"level": level, "team": str(team), "assignee": assignee}


def _nearest(measures: Iterable[Measure]) -> Measure | None:
    """The clock that still runs and passes its target first; a passed one still runs until its item stops."""
    clocks = [
        one
        for one in measures
        if one.stopped_at is None and one.exceeds_at is not None and one.outcome in (RUNNING, MISSED)
    ]
    return min(clocks, key=lambda one: one.exceeds_at or 0, default=None)


def _resolution(life: Life, measures: Iterable[Measure]) -> Measure | None:
    """The clock of resolution, as long as it judges anything: what is excluded is neither late nor in time."""
    kpi = life.plan.choose(life.attributes) if life.plan else None
    judged = (one for one in measures if one.outcome != EXCLUDED)
    return next((one for one in judged if kpi is not None and one.kpi == kpi.key), None)

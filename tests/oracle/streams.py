"""The order of a stream's events, and what is decided before the walk: proofs, undone links, disputes."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.facts import minute_of

type Fact = dict[str, Any]

RANKS = [
    "created", "changed", "assigned", "taken", "contact", "escalated", "returned", "handed_over", "reminded",
    "resolved", "validated", "rated", "closed", "reopened", "linked_child", "unlinked", "merged", "cancelled",
]  # fmt: skip
STREAM_KEYS = {"ticket", "alert", "service", "compliance", "milestone", "quote", "survey", "source", "call"}


@dataclass(frozen=True)
class Item:
    """One judged item: minutes of service, or nothing for a KPI without a clock."""

    kpi: str
    outcome: str  # met, missed, running, excluded
    counted: int | None
    gross: int | None
    month: str | None
    started: int | None = field(default=None, compare=False)  # the clock's start, for straddling months
    listed: str | None = field(default=None, compare=False)  # month of the event that excluded it


def canonical(event: Fact) -> bytes:
    """Enough of RFC 8785 for plain payloads: sorted names, no blanks, no escapes; the stream's name left out."""
    kept = {key: value for key, value in event.items() if key not in STREAM_KEYS and key != "at"}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def in_order(events: list[Fact], as_of: int) -> list[Fact]:
    """The events that exist at the as-of minute, in the order of the stream."""
    known = [event for event in events if minute_of(event["at"]) <= as_of]

    def key(event: Fact) -> tuple[int, int, int, bytes]:
        kind = event["event"]
        rank = RANKS.index(kind) if kind in RANKS else len(RANKS)
        return minute_of(event["at"]), event.get("n", 0), rank, canonical(event)

    return sorted(known, key=key)


def since_creation(events: list[Fact]) -> list[Fact]:
    """Events before the first `created` have no effect; without one there is nothing."""
    for position, event in enumerate(events):
        if event["event"] == "created":
            return events[position:]
    return []


def without_undone_links(events: list[Fact]) -> list[Fact]:
    """`unlinked` removes the last link before it, as though it had never been."""
    kept: list[Fact] = []
    for event in events:
        if event["event"] == "unlinked":
            links = [position for position, one in enumerate(kept) if one["event"] == "linked_child"]
            if links:
                del kept[links[-1]]
        else:
            kept.append(event)
    return kept


def is_proven(hand_over: Fact, events: list[Fact]) -> bool:
    """Complete from the start and not withdrawn, or completed later and accepted by the client."""
    fields = {name: hand_over.get(name) for name in ("to", "means", "reference")}
    complete_at_once = all(fields.values())
    last_decision = None
    for event in events:
        if "of" not in event or minute_of(event["of"]) != minute_of(hand_over["at"]):
            continue
        if event["event"] == "evidence_added":
            for name in fields:
                fields[name] = fields[name] or event.get(name)
        elif event["event"] in ("withdrawn_evidence", "evidence_accepted"):
            last_decision = event["event"]
    if not all(fields.values()):
        return False
    if last_decision is None:
        return complete_at_once
    return last_decision == "evidence_accepted"


def party_of(hand_over: Fact, events: list[Fact]) -> tuple[str, str | None]:
    """Who holds after a proven hand-over: the kind of holder and the name."""
    name = hand_over.get("to")
    for event in events:
        if event["event"] == "evidence_added" and minute_of(event["of"]) == minute_of(hand_over["at"]):
            name = name or event.get("to")
    return hand_over["holder"], name


def rulings(events: list[Fact]) -> list[tuple[int, int, bool]]:
    """The stretches decided in a dispute, in order: the last one decides."""
    return [
        (minute_of(event["from"]), minute_of(event["to"]), event["counted"])
        for event in events
        if event["event"] == "dispute_decided"
    ]

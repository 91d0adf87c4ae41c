"""How a case is told: wall-clock times of Paris, minutes of service expected. Hand-worked, so nothing here computes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
LATER = "2026-06-30 00:00"
type Fact = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One sentence made sharp. `expected`: KPI -> (outcome, counted minutes, gross minutes, month); None = no item."""

    name: str
    facts: Sequence[Fact]
    expected: Mapping[str, tuple[Any, ...] | None]
    as_of: str = LATER
    readings: Mapping[str, str] = field(default_factory=dict)


def paris(text: str) -> str:
    """The instant of a wall clock of Paris, as ISO 8601 with its offset."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).isoformat()


def said(event: str, at: str, **more: Any) -> Fact:
    """An event of the case's only stream; "of", "from", "to" of evidence are wall clocks too."""
    if event in ("withdrawn_evidence", "evidence_added", "evidence_accepted"):
        more["of"] = paris(more["of"])
    if event in ("dispute_decided", "disputed", "maintenance_agreed"):
        more |= {"from": paris(more.pop("since")), "to": paris(more.pop("until"))}
    return {"at": paris(at), "event": event, **more}


def incident(at: str, priority: str | None = "medium", channel: str = "phone", **more: Any) -> Fact:
    """An incident of the user environment."""
    ranked = {} if priority is None else {"priority": priority}
    return said("created", at, type="incident", channel=channel, **ranked, **more)


def request(at: str, urgency: str | None = "medium", channel: str = "phone", **more: Any) -> Fact:
    """A standard request."""
    ranked = {} if urgency is None else {"urgency": urgency}
    return said("created", at, type="request", channel=channel, **ranked, **more)


def handed(at: str, to: str = "A", holder: str = "third_party", **more: Any) -> Fact:
    """A proven hand-over."""
    return said("handed_over", at, holder=holder, to=to, means="mail", reference="r", **more)


def unproven(at: str, **more: Any) -> Fact:
    """A hand-over to a third party, without its reference."""
    return said("handed_over", at, holder="third_party", to="A", means="mail", **more)


def reminded(at: str) -> Fact:
    """A whole reminder."""
    return said("reminded", at, means="mail", reference="r")


def duty(at: str) -> Fact:
    """An escalation owed to a silent party's management."""
    return said("escalated", at, duty=True, to="boss")

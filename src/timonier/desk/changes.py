"""What changed on a ticket since a version that somebody saw: by whom, when, and what was before and is now."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from timonier.contracts.queries import plans_of
from timonier.core.engine import evaluate_stream
from timonier.core.events import Event
from timonier.desk.choices import Holder, Priority, Status, Type, Urgency
from timonier.desk.projection import row_of
from timonier.foundation.journal import Row
from timonier.foundation.tenancy.models import Contract
from timonier.measures.projectors import Projected
from timonier.measures.queries import Told

_LISTS: dict[str, Any] = {
    "status": Status, "type": Type, "priority": Priority, "urgency": Urgency, "holder": Holder,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One attribute in words, before and now."""

    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The events after a version, the oldest first, and what they come to."""

    events: list[tuple[Event, Row]]
    differences: list[Difference]


def since(contract: Contract, told: Told, version: int) -> Changes:
    """What came after the version; nothing when it is the last one."""
    later = list(zip(told.events, told.rows, strict=True))[max(version, 0) :]
    if not later or version < 1:
        return Changes(later, [])
    event = told.events[0]
    before = evaluate_stream(plans_of(contract), event.family, event.key, told.events[:version], told.as_of)
    former = row_of(Projected(event.stream, event.key, told.events[:version], before)) or {}
    current = row_of(Projected(event.stream, event.key, told.events, told.outcome)) or {}
    names = {
        "title": _("Title"), "status": _("Status"), "type": _("Type"), "priority": _("Priority"),
        "urgency": _("Urgency"), "holder": _("Holder"), "party": _("To whom"), "team": _("Team"),
        "assignee": _("Assignee"), "category": _("Category"), "level": _("Level"),
    }  # fmt: skip
    differences = [
        Difference(label, _said(name, former.get(name)), _said(name, current.get(name)))
        for name, label in names.items()
        if former.get(name) != current.get(name)
    ]
    return Changes(later, differences)


def _said(name: str, value: object) -> str:
    text = "" if value is None else str(value)
    if name in _LISTS:
        return {str(key): str(label) for key, label in _LISTS[name].choices}.get(text, text) or "–"
    return text[:200] or "–"

"""Columns of the list: which there are, which somebody has chosen, and what stands in a row. Screen and file show the same.

It must not ask the database.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from timonier.desk.choices import Channel, Holder, Priority, Status, Type, Urgency
from timonier.desk.models import Ticket
from timonier.desk.queries import Clock
from timonier.foundation import parts
from timonier.foundation.chips import clock_words

USUAL = ("number", "clock", "title", "status", "priority", "assignee", "requester", "opened")
_LISTS = {"status": Status, "type": Type, "channel": Channel, "holder": Holder}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its label, and the orders that its header offers (first click, second click)."""

    name: str
    label: str
    orders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place: its column, how it is drawn, its text, what is said on hover."""

    name: str
    kind: str
    text: str
    label: str
    title: str = ""


def all_columns() -> dict[str, Column]:
    """Every column by name, in the usual order."""
    rows = (
        Column("number", _("Number"), ("number", "number-last")),
        Column("clock", _("Time left"), ("due", "due-last")),
        Column("title", _("Title")),
        Column("status", _("Status")),
        Column("priority", _("Priority")),
        Column("type", _("Type")),
        Column("team", _("Team")),
        Column("assignee", _("Assignee")),
        Column("requester", _("Requester")),
        Column("holder", _("Holder")),
        Column("category", _("Category")),
        Column("service", _("Service")),
        Column("level", _("Level")),
        Column("channel", _("Channel")),
        Column("deadline", _("Deadline")),
        Column("opened", _("Opened"), ("opened", "opened-first")),
        Column("updated", _("Last changed"), ("updated", "updated-first")),
    )
    return {one.name: one for one in rows}


def chosen(names: Iterable[Any]) -> list[Column]:
    """The columns of these names; the usual ones for none. The number is always there: it is the link."""
    known = all_columns()
    wanted = [str(name) for name in names if str(name) in known] or list(USUAL)
    if "number" not in wanted:
        wanted.insert(0, "number")
    return [known[name] for name in dict.fromkeys(wanted)]


class Drawer:
    """Draws rows in one language; labels of lists are looked up once."""

    def __init__(self, columns: Sequence[Column], language: str) -> None:
        self.columns = columns
        self._labels = {one.name: str(one.label) for one in columns}
        self._language = language
        self._words = {
            name: {str(key): str(label) for key, label in one.choices} for name, one in _LISTS.items()
        }
        self._priorities = {str(key): str(label) for key, label in Priority.choices}
        self._urgencies = {str(key): str(label) for key, label in Urgency.choices}
        self._draw: dict[str, Callable[[Ticket], str]] = {
            "title": lambda ticket: ticket.title,
            "priority": self._priority,
            "assignee": lambda ticket: short_name(ticket.assignee),
            "requester": lambda ticket: short_name(ticket.requester),
            "holder": lambda ticket: ticket.party or self._words["holder"].get(ticket.holder, ""),
            "level": lambda ticket: f"N{ticket.level}",
        }

    def cells(self, ticket: Ticket) -> list[Cell]:
        """The row of a ticket on the screen."""
        return [self._cell(ticket, column) for column in self.columns]

    def texts(self, ticket: Ticket, clock: Clock) -> list[str]:
        """The row of a ticket in a file: whole texts, instants to the second."""
        return [self._text(ticket, column.name, clock) for column in self.columns]

    def text(self, ticket: Ticket, name: str) -> str:
        """The whole text of a column that needs no clock and is no instant."""
        return ticket.number if name == "number" else self._value(ticket, name)

    def clock(self, clock: Clock) -> str:
        """What the clock says, in the words of the screen; nothing where there is none."""
        return "" if clock.state == "none" else clock_words(clock, self._language)

    def _cell(self, ticket: Ticket, column: Column) -> Cell:
        name = column.name
        if name in ("number", "clock"):
            return Cell(name, name, ticket.number, self._labels[name])
        if name in INSTANTS:
            at = INSTANTS[name](ticket)
            return Cell(
                name, "instant", parts.instant(at, self._language), self._labels[name], parts.exact(at)
            )
        text = self._value(ticket, name)
        most = 140 if name == "title" else 40
        shown = text if len(text) <= most else text[: most - 1] + "…"
        return Cell(
            name,
            "title" if name == "title" else "text",
            shown or "–",
            self._labels[name],
            text if shown != text else "",
        )

    def _text(self, ticket: Ticket, name: str, clock: Clock) -> str:
        if name == "clock":
            return self.clock(clock)
        if name in INSTANTS:
            at = INSTANTS[name](ticket)
            return "" if at is None else parts.exact(at)
        return self.text(ticket, name)

    def _value(self, ticket: Ticket, name: str) -> str:
        if name in self._draw:
            return self._draw[name](ticket)
        value = str(getattr(ticket, name))
        return self._words[name].get(value, value) if name in self._words else value

    def _priority(self, ticket: Ticket) -> str:
        if ticket.type == Type.REQUEST:
            return self._urgencies.get(ticket.urgency, "")
        return self._priorities.get(ticket.priority, "")


INSTANTS: dict[str, Callable[[Ticket], int | None]] = {
    "opened": lambda ticket: ticket.opened_at,
    "updated": lambda ticket: ticket.updated_at,
    "deadline": lambda ticket: ticket.deadline,
}


def short_name(address: str) -> str:
    """ "alice" of "alice@demo.invalid": the rest says nothing in a column."""
    name, at, _domain = address.partition("@")
    return name if at else address


def safe_for_sheets(text: str) -> str:
    """A text that no spreadsheet takes for a formula. Source: OWASP, CSV injection."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠") else text

"""What a list shows: filters that stand in the address, as chips that go with one click, and as quick choices.

It must not ask the database: `queries` does.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from timonier.desk.choices import Holder, Priority, Status, Type, Urgency

ME = "me"
MINE = "mine"
"""Values that stand for the reader: as assignee, and as his own team."""
ORDERS = {
    "due": "due_at",
    "due-last": "-due_at",
    "opened": "-opened_at",
    "opened-first": "opened_at",
    "updated": "-updated_at",
    "updated-first": "updated_at",
    "number": "number",
    "number-last": "-number",
}
"""Order as addresses name it → column; an index serves each of them in both directions."""
TURNED = {
    "due": "due-last",
    "due-last": "due",
    "opened": "opened-first",
    "opened-first": "opened",
    "updated": "updated-first",
    "updated-first": "updated",
    "number": "number-last",
    "number-last": "number",
}
_STATES = ("open", "all", "late", "risk", *Status.values)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list shows; what is not understood is left out, so that an old link still opens."""

    state: str = "open"  # open, all, late, risk, or a status
    type: str = ""
    priority: str = ""
    urgency: str = ""
    holder: str = ""
    team: str = ""
    assignee: str = ""
    vip: bool = False
    unproven: bool = False
    q: str = ""
    sort: str = "due"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Filters":
        """From the parameters of an address."""
        return cls(
            _among(given.get("state", ""), _STATES, "open"),
            _among(given.get("type", ""), Type.values, ""),
            _among(given.get("priority", ""), Priority.values, ""),
            _among(given.get("urgency", ""), Urgency.values, ""),
            _among(given.get("holder", ""), Holder.values, ""),
            _text(given.get("team", "")),
            _text(given.get("assignee", "")),
            given.get("vip", "") == "1",
            given.get("unproven", "") == "1",
            _text(given.get("q", "")),
            _among(given.get("sort", ""), ORDERS, "due"),
        )

    def parameters(self) -> dict[str, str]:
        """Back to the parameters of an address, without what is usual."""
        found = {
            one.name: getattr(self, one.name)
            for one in fields(self)
            if getattr(self, one.name) != one.default
        }
        return {name: "1" if value is True else str(value) for name, value in found.items()}

    def query(self) -> str:
        """The same as a query string."""
        return urlencode(self.parameters())

    def is_bare(self) -> bool:
        """Whether nothing but the order was chosen."""
        return not self.parameters().keys() - {"sort"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in words, and the address without it."""

    name: str
    value: str
    query: str


@dataclass(frozen=True, slots=True)
class Quick:
    """A ready list: its name in addresses, its words, its filters."""

    name: str
    label: str
    filters: Filters


def chips(filters: Filters) -> list[Chip]:
    """The filters that are set, each with what remains when it goes."""
    usual, names = Filters(), _names()
    return [
        Chip(names[name], _said(name, str(value)), replace(filters, **{name: getattr(usual, name)}).query())
        for name, value in _set(filters)
    ]


def in_words(filters: Filters) -> list[tuple[str, str]]:
    """All that a file says about the list that it holds: the state, the filters that are set, the order."""
    names = _names()
    rows = [(names["state"], _said("state", filters.state))]
    rows += [(names[name], _said(name, str(value))) for name, value in _set(filters) if name != "state"]
    return [*rows, (_("Order"), _orders()[filters.sort])]


def _set(filters: Filters) -> list[tuple[str, str]]:
    return [(name, value) for name, value in filters.parameters().items() if name != "sort"]


def quick(team: str) -> list[Quick]:
    """The ready lists of everybody who handles tickets; that of one's team when it is known."""
    found = [
        Quick("open", _("All open"), Filters()),
        Quick("mine", _("My tickets"), Filters(assignee=ME)),
        Quick("new", _("To be taken"), Filters(state=Status.NEW)),
        Quick("late", _("Late"), Filters(state="late")),
        Quick("risk", _("Soon late"), Filters(state="risk")),
        Quick("third", _("At a third party"), Filters(holder=Holder.THIRD_PARTY)),
        Quick("vip", _("VIP"), Filters(vip=True)),
        Quick("unproven", _("Passed on without proof"), Filters(unproven=True)),
    ]
    if team:
        found.insert(2, Quick("team", _("My team"), Filters(team=MINE)))
    return found


def states() -> list[tuple[str, str]]:
    """What may be chosen as a state."""
    return [
        ("open", _("Open")), ("late", _("Late")), ("risk", _("Soon late")), ("all", _("All")),
        *((str(value), str(label)) for value, label in Status.choices),
    ]  # fmt: skip


def _names() -> dict[str, str]:
    return {
        "state": _("State"), "type": _("Type"), "priority": _("Priority"), "urgency": _("Urgency"),
        "holder": _("Holder"), "team": _("Team"), "assignee": _("Assignee"), "vip": _("VIP"),
        "unproven": _("Proof"), "q": _("Words"),
    }  # fmt: skip


def _orders() -> dict[str, str]:
    return {
        "due": _("nearest deadline first"), "due-last": _("farthest deadline first"),
        "opened": _("newest first"), "opened-first": _("oldest first"),
        "updated": _("last changed first"), "updated-first": _("last changed at the end"),
        "number": _("by number"), "number-last": _("by number, from the last"),
    }  # fmt: skip


def _said(name: str, value: str) -> str:
    lists: dict[str, Iterable[tuple[object, object]]] = {
        "state": states(),
        "type": Type.choices,
        "priority": Priority.choices,
        "urgency": Urgency.choices,
        "holder": Holder.choices,
    }
    if name in lists:
        return {str(key): str(label) for key, label in lists[name]}.get(value, value)
    special = {
        ("assignee", ME): _("me"),
        ("team", MINE): _("mine"),
        ("unproven", "1"): _("missing"),
        ("vip", "1"): _("yes"),
    }
    return special.get((name, value), value)


def _text(value: str) -> str:
    return value[:200].replace("\0", "").strip()


def _among(value: str, known: Collection[str], otherwise: str) -> str:
    return value if value in known else otherwise

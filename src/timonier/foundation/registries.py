"""Lists that rooms fill in `apps.ready`, so that rooms which may not import each other still meet.

It must not import a room: what is registered is a name and a callable.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any


class Subscriptions:
    """Kind of event → jobs that react to it; a job is idempotent and named `room.job`."""

    def __init__(self) -> None:
        self._jobs: dict[str, list[str]] = defaultdict(list)

    def add(self, kind: str, job: str) -> None:
        if job not in self._jobs[kind]:
            self._jobs[kind].append(job)

    def jobs(self, kind: str) -> tuple[str, ...]:
        return tuple(self._jobs.get(kind, ()))


class Named[Entry]:
    """Entries by name; a second one of the same name is a fault of the programmer."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def add(self, name: str, entry: Entry) -> None:
        if self._entries.get(name, entry) is not entry:
            raise ValueError(f"{name!r} is registered twice")
        self._entries[name] = entry

    def get(self, name: str) -> Entry | None:
        return self._entries.get(name)

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        return iter(sorted(self._entries.items()))


class Panels:
    """Slot of a page → fragments of other rooms, in order; the owner renders and checks permission."""

    def __init__(self) -> None:
        self._slots: dict[str, list[tuple[int, str, Callable[..., str]]]] = defaultdict(list)

    def add(self, slot: str, name: str, render: Callable[..., str], *, order: int = 100) -> None:
        rows = [row for row in self._slots[slot] if row[1] != name]
        self._slots[slot] = sorted([*rows, (order, name, render)], key=lambda row: row[:2])

    def of(self, slot: str) -> tuple[Callable[..., str], ...]:
        return tuple(render for _, _, render in self._slots.get(slot, ()))


class Unscoped:
    """Prefixes of addresses that touch no contract: health, static files, sign-in, streams with their own scope."""

    def __init__(self) -> None:
        self._prefixes: set[str] = set()

    def add(self, prefix: str) -> None:
        if len(prefix) < 2:
            raise ValueError("such a prefix would open every address")
        self._prefixes.add(prefix)

    def prefixes(self) -> tuple[str, ...]:
        return tuple(self._prefixes)


class Routes:
    """Name of a route → the action that it needs. A name that ends with ":" stands for a whole namespace."""

    def __init__(self) -> None:
        self._actions: dict[str, str] = {}

    def add(self, name: str, action: str) -> None:
        if self._actions.get(name, action) != action:
            raise ValueError(f"{name!r} has two actions")
        self._actions[name] = action

    def action(self, name: str) -> str | None:
        namespace = name.rpartition(":")[0]
        return self._actions.get(name) or self._actions.get(f"{namespace}:")


GROUPS = ("service", "contract", "governance", "administration")
"""The parts of the rail, in order; their titles stand in `config.shell`."""


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail: where it leads in a contract, and the action that it needs.

    `group` is one of GROUPS. `key` makes "g <key>" lead there. `user_label` is its name for end users: what has none
    they do not see; `is_for_users` hides it from everybody else.
    """

    name: str
    label: Any
    route: str
    icon: str
    action: str
    order: int = 100
    in_contract: bool = True
    group: str = "governance"
    key: str = ""
    user_label: Any = None
    is_for_users: bool = False


class Navigation:
    """The rail of the shell."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}

    def add(self, place: Place) -> None:
        if place.group not in GROUPS:
            raise ValueError(f"{place.group!r} is no part of the rail")
        if place.key and any(
            one.key == place.key and one.name != place.name for one in self._places.values()
        ):
            raise ValueError(f"the key {place.key!r} leads to another place already")
        self._places[place.name] = place

    def places(self) -> list[Place]:
        """By group, then by order."""
        return sorted(self._places.values(), key=lambda one: (GROUPS.index(one.group), one.order, one.name))


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of the palette: a place to go, or an act when `fields` are to be posted to `url`.

    `language`: of a label in another language than the page's; empty for the page's own.
    """

    label: str
    url: str
    hint: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Finder:
    """Whoever answers what is typed into the palette: `find(request, contract, text)`, at most a handful.

    `contract` is the one on screen, None when the reader has none. A finder checks the reader's rights itself, asks the
    database little (it runs at every pause of typing) and answers nothing to what it does not know. `text` is bounded,
    never empty, unless `knows_all` says that it also answers to nothing typed.
    """

    label: Any
    find: Callable[..., Iterable[Hit]]
    order: int = 100
    knows_all: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key for the help page. With a route it leads there; without, an element with `data-key` is pressed, or a script acts.

    `keys` are what one presses, apart by a space: "n", "g t". Letters as the keyboard writes them, so that AZERTY works.
    """

    keys: str
    label: Any
    route: str = ""
    action: str = ""
    order: int = 100


navigation = Navigation()
subscriptions = Subscriptions()
panels = Panels()
datasets: Named[Any] = Named()
links: Named[Callable[..., Any]] = Named()
finders: Named[Finder] = Named()
shortcuts: Named[Shortcut] = Named()
unscoped = Unscoped()
routes = Routes()

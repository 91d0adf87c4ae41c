"""What every page's frame shows: the rail, the contracts one may see, the desk's state, how one likes the screens."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from timonier.config.service_state import ServiceState, clock, service_state
from timonier.directory.choices import Role, Theme
from timonier.directory.rights import SIGNED_IN, may, roles_of
from timonier.foundation.asked import speaks
from timonier.foundation.registries import GROUPS, navigation, panels, shortcuts
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import current_scope, has_scope

TITLES = dict(zip(GROUPS, (_("Service"), _("Contract"), _("Governance"), _("Administration")), strict=True))
_LAST = "contract"
_IN_BAR = 5
_USERS = {Role.END_USER, Role.VIP}


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the rail, for one reader on one contract."""

    name: str
    label: Any
    url: str
    icon: str
    group: str
    key: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A contract to choose: what is shown of it."""

    key: str
    title_fr: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of one page."""

    theme: str
    density: str = ""
    rail: str = ""
    has_shortcuts: bool = True
    contract: Contract | None = None
    choices: list[Choice] = field(default_factory=list)
    groups: list[tuple[Any, list[Entry]]] = field(default_factory=list)
    bar: list[Entry] = field(default_factory=list)
    rest: list[Entry] = field(default_factory=list)
    current_is: str = ""
    """What the current entry is to the page: the "page" itself, or true of a page below it."""
    state: ServiceState | None = None
    clock: str = ""
    query: str = ""
    notices: list[str] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_signed_in(self) -> bool:
        """Whether the frame of the product stands round the page."""
        return bool(self.density)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: computed only when a template asks for it."""
    return {"shell": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> Frame:
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated or not has_scope():
        kept = request.COOKIES.get("timonier-theme", "")
        return Frame(kept if kept in Theme.values else str(Theme.SYSTEM))
    contracts = list(Contract.objects.filter(pk__in=current_scope()).order_by("key"))
    contract = _contract(request, contracts)
    entries = places_for(request, contract)
    bar, rest = (entries, []) if len(entries) <= _IN_BAR else (entries[: _IN_BAR - 1], entries[_IN_BAR - 1 :])
    state = service_state(contract, speaks())
    return Frame(
        theme=account.theme,
        density=account.density,
        rail=account.rail,
        has_shortcuts=account.has_shortcuts,
        contract=contract,
        choices=[Choice(one.key, one.title_fr, one.title_en) for one in contracts],
        groups=_grouped(entries),
        bar=bar,
        rest=rest,
        current_is="page" if any(one.is_current and one.url == request.path for one in entries) else "true",
        state=state,
        clock=clock(state.at, speaks()) if state else "",
        query=request.GET.get("q", "")[:200],
        notices=[render(request, contract) for render in panels.of("shell.notices")],
        keys=keys_for(request, contract, entries),
    )


def _contract(request: HttpRequest, contracts: list[Contract]) -> Contract | None:
    """The one of the address; else that of the last visit; else the first."""
    match = request.resolver_match
    key = match.kwargs.get("contract") if match else None
    named = next((one for one in contracts if one.key == key), None)
    if named is not None:
        if request.session.get(_LAST) != key:
            request.session[_LAST] = key
        return named
    return contract_of_last_visit(request, contracts) or (contracts[0] if contracts else None)


def contract_of_last_visit(request: HttpRequest, contracts: Iterable[Contract]) -> Contract | None:
    """The contract that the reader looked at last, when it is among these."""
    kept = request.session.get(_LAST)
    return next((one for one in contracts if one.key == kept), None)


def is_user(request: HttpRequest, contract: Contract | None) -> bool:
    """Whether the reader is an end user of the contract and nothing else."""
    if contract is None:
        return False
    roles = {role for role, _decides in roles_of(request.user).get(contract.pk, ())}  # type: ignore[arg-type]  # our model
    return bool(roles) and roles <= _USERS


def places_for(request: HttpRequest, contract: Contract | None) -> list[Entry]:
    """Where the reader may go, in the order of the rail."""
    for_user = is_user(request, contract)
    entries = [
        Entry(
            place.name,
            place.user_label if for_user else place.label,
            reverse(place.route, args=[contract.key] if place.in_contract and contract else []),
            place.icon,
            place.group,
            place.key,
        )
        for place in navigation.places()
        if may_go(request, place.action, contract, in_contract=place.in_contract)
        and (place.user_label is not None if for_user else not place.is_for_users)
    ]
    current = _current(request.path, entries)
    return [
        one if one is not current else Entry(one.name, one.label, one.url, one.icon, one.group, one.key, True)
        for one in entries
    ]


def _current(path: str, entries: list[Entry]) -> Entry | None:
    """The entry whose address the page's begins with; the longest of them."""
    found = [one for one in entries if path.startswith(one.url)]
    return max(found, key=lambda one: len(one.url), default=None)


def _grouped(entries: list[Entry]) -> list[tuple[Any, list[Entry]]]:
    found = [(TITLES[group], [one for one in entries if one.group == group]) for group in GROUPS]
    return [(title, rows) for title, rows in found if rows]


def may_go(request: HttpRequest, action: str, contract: Contract | None, *, in_contract: bool = True) -> bool:
    """Whether the reader has the action: on the contract on screen, or on any of his."""
    if in_contract and contract is None:
        return False
    if action == SIGNED_IN:
        return True
    places = [contract.pk] if in_contract and contract else current_scope()
    return any(may(request.user, action, one) for one in places)  # type: ignore[arg-type]  # our model


def _key_name(key: str) -> str:
    """What stands on the key, in the language of the reader."""
    named = {"Enter": _("Enter"), "Space": _("Space"), "Esc": _("Esc")}
    return str(named.get(key, key))


def keys_for(request: HttpRequest, contract: Contract | None, entries: list[Entry]) -> list[dict[str, Any]]:
    """The shortcuts of the help page: the rail's first, then the registered ones that the reader may use."""
    found = [{"keys": ["g", one.key], "label": one.label, "url": one.url} for one in entries if one.key]
    for _name, one in sorted(shortcuts, key=lambda row: (row[1].order, row[0])):
        if one.action and not may_go(request, one.action, contract):
            continue
        url = reverse(one.route, args=[contract.key]) if one.route and contract else ""
        found.append({"keys": [_key_name(key) for key in one.keys.split()], "label": one.label, "url": url})
    return found

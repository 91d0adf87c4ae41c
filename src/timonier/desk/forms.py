"""What people type at the desk: the fields of a new ticket and of each verb, as data for one template."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from timonier.core.contract.model import ContractVersion
from timonier.core.events import ATTRIBUTES
from timonier.desk.choices import Channel, Means, Priority, Scope, Type, Urgency
from timonier.desk.field_labels import LABELS
from timonier.desk.services import Verb

_LONGEST = 2000
_SAID_BY_CHECKBOX = frozenset({"vip", "blocking", "duty", "referent", "standard", "level1_eligible"})
_NUMBERS = frozenset({"level", "score"})


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its name, label, kind (text, select, flag, number) and what may be chosen."""

    name: str
    label: str
    kind: str
    needed: bool
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""


def _options(
    name: str, version: ContractVersion, language: str, *, for_user: bool
) -> tuple[tuple[str, str], ...]:
    lists: dict[str, Any] = {
        "type": Type, "channel": Channel, "scope": Scope, "priority": Priority, "urgency": Urgency, "means": Means,
    }  # fmt: skip
    if name in lists:
        return tuple((value, str(label)) for value, label in lists[name].choices)
    if name == "holder":
        return (("user", _("User")), ("client", _("Client")), ("third_party", _("Third party")))
    if name == "by":
        return (("technician", _("The technician called")), ("user", _("The user called")))
    if name == "accepted_by":
        return (("client", _("Client")), ("provider", _("Provider")))
    categories = {key: one for key, one in version.categories.items() if one.offered_to_users or not for_user}
    named: dict[str, Mapping[str, Any]] = {"category": categories, "service": version.services}
    known = named.get(name)
    if known:
        return tuple((key, one.title_en if language == "en" else one.title_fr) for key, one in known.items())
    return ()


def field(
    name: str,
    version: ContractVersion,
    language: str,
    *,
    needed: bool = False,
    value: str = "",
    for_user: bool = False,
) -> FormField:
    """One field by its name. `for_user`: without the choices that are the desk's own."""
    label = str(LABELS.get(name, name))
    if name in _SAID_BY_CHECKBOX:
        return FormField(name, label, "flag", needed, value=value)
    options = _options(name, version, language, for_user=for_user)
    kind = "select" if options else "number" if name in _NUMBERS else "text"
    return FormField(name, label, kind, needed, options, value)


def verb_fields(
    verb: Verb, version: ContractVersion, language: str, typed: Mapping[str, str]
) -> list[FormField]:
    """The fields of a verb, with what was typed; those that only programs give are left out."""
    shown = shown_names(verb)
    return [
        field(name, version, language, needed=name in verb.needed, value=typed.get(name, "")[:_LONGEST])
        for name in shown
    ]


def shown_names(verb: Verb) -> list[str]:
    """The names of the fields that people see; a verb without any is done by its button alone."""
    return [*verb.needed, *(name for name in verb.optional if name not in ("accepted_by", *_UNSHOWN))]


_UNSHOWN = frozenset(ATTRIBUTES) - {
    "type",
    "priority",
    "urgency",
    "scope",
    "category",
    "vip",
    "blocking",
    "level",
    "team",
}


def values_of(given: Any) -> dict[str, Any]:
    """The typed values of a posted form: flags become true, numbers numbers, empty ones are left out."""
    found: dict[str, Any] = {}
    for name, text in given.items():
        value = str(text)[:_LONGEST].strip()
        if name in ("csrfmiddlewaretoken", "version", "key", "next") or not value:
            continue
        if name in _SAID_BY_CHECKBOX:
            found[name] = value in ("1", "on", "true")
        elif name in _NUMBERS and value.isdecimal() and len(value) < 6:
            found[name] = int(value)
        else:
            found[name] = value
    return found

"""Everything a contract says, by clause and by word: one entry for each datum that cites a clause.

It must not decide how an entry looks: it gives a title, a text, a section and an anchor of that section.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from timonier.contracts.editions import Edition
from timonier.contracts.speech import Speech
from timonier.contracts.words import ENTRIES
from timonier.core.contract.annexes import cited, number_of
from timonier.core.contract.source import Source

SECTION_OF = {
    **dict.fromkeys(("parties", "term"), "overview"),
    "phases": "phases",
    "hours": "hours",
    **dict.fromkeys(("infrastructure", "assistance", "exclusions", "categories", "raci"), "who"),
    **dict.fromkeys(("kpis", "penalties", "services", "duties", "priority_matrix"), "kpis"),
    **dict.fromkeys(
        (
            "committees",
            "committee_rules",
            "gates",
            "roles",
            "assurance_roles",
            "dashboards",
            "dashboard_rules",
            "documents",
        ),
        "governance",
    ),
    **dict.fromkeys(
        (
            "quantities",
            "equipment",
            "licences",
            "projects",
            "price_list",
            "user_categories",
            "populations",
            "volumes",
        ),
        "perimeter",
    ),
    **dict.fromkeys(("sites", "office_applications", "business_applications"), "places"),
    **dict.fromkeys(("deliverables", "duty_list", "processes", "tools", "left_open"), "deliverables"),
    **dict.fromkeys(("unknowns", "register", "contradictions"), "register"),
    "glossary": "glossary",
}
"""What of the contract stands in which section."""
_SHOWN = ("name", "term", "title", "question")
_NOT_TEXT = ("clause", "second_clause", "article", "key")
_CODES = frozenset(
    [
        "kind",
        "family",
        "part",
        "state",
        "every",
        "domain",
        "hosting",
        "owner",
        "approver",
        "phase",
        "committee",
        "side",
        "role",
        "level",
        "see",
        "quantity",
        "responsible",
        "accountable",
        "consulted",
        "informed",
        "hours",
        "scope",
        "perimeter",
        "level1_eligible",
        "offered_to_users",
        "unit",
        "unknown",
        "room",
        "english",
        "members",
        "minutes",
        "blocks",
        "escalates_to",
        "mode",
        "level1",
        "level2",
        "level3",
        "proximity",
        "supervision",
        "administration",
        "securing",
        "third_party",
        "when",
        "unknowns",
        "deliverables",
        "charging",
        "from",
        "until",
        "on",
        "priority",
        "urgency",
        "or_vip",
        "report",
    ]
)
"""Columns and keys that hold codes: found by the search, not read by people."""
_PRICED = frozenset({"penalties", "price_list"})
"""Kinds whose amounts are for those alone who may see money."""
_NAMES = {"duties": "duty_list"}
"""A list that bears the name of a key of the tree."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One datum: what it is, where it is shown, what it cites."""

    kind: str
    section: str
    anchor: str
    title_fr: str
    title_en: str
    text: str
    shown_fr: str
    shown_en: str
    cited: tuple[str, ...]


def entries(edition: Edition, *, with_money: bool) -> tuple[Entry, ...]:
    """Every datum of a version that cites a clause, in the order of the contract. Without money: no amount, and no
    search that would find one."""
    found = _entries(_Held(edition))
    if with_money:
        return found
    return tuple(
        replace(one, text="", shown_fr="", shown_en="") if one.kind in _PRICED else one for one in found
    )


class _Held:
    """An edition, compared by the digest of its version."""

    __slots__ = ("edition",)

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __hash__(self) -> int:
        return hash(self.edition.version.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.edition.version.digest == other.edition.version.digest


@lru_cache(maxsize=32)
def _entries(held: _Held) -> tuple[Entry, ...]:
    edition = held.edition
    roles = edition.part("roles")
    found: dict[tuple[str, ...], Entry] = {}
    for path, clause in cited(Source(dict(edition.tree), dict(edition.files))):
        value, kind, anchor = _value(edition, path)
        if value is None or kind not in SECTION_OF:
            continue
        before = found.get(path)
        french, english = _title(value, path)
        found[path] = Entry(
            kind,
            SECTION_OF[kind],
            anchor,
            french,
            english,
            _words(value),
            _shown(value, Speech(kind, "fr", roles), french),
            _shown(value, Speech(kind, "en", roles), english),
            (*before.cited, clause) if before else (clause,),
        )
    return tuple(found.values())


def _value(edition: Edition, path: tuple[str, ...]) -> tuple[Any, str, str]:
    """The datum at a place, its kind, and the anchor under which its section shows it."""
    if path and path[0] in ("lists", "matrices"):
        name = path[1]
        row = edition.rows(name)[int(path[2]) - 2]
        kind = _NAMES.get(name, name)
        return row, kind, f"{kind}-{row.get('key') or row.get('article') or path[2]}"
    value: Any = edition.tree
    for step in path:
        value = value[int(step)] if isinstance(value, list) else value[step]
    kind = path[0] if path else ""
    of = edition.tree.get(kind)
    step = path[1] if len(path) > 1 else ""
    if isinstance(of, list) and step and isinstance(of[int(step)], Mapping):
        step = str(of[int(step)].get("key", step))
    return value, kind, f"{kind}-{step}" if step else kind


def _title(value: Mapping[str, Any], path: tuple[str, ...]) -> tuple[str, str]:
    if "title_fr" in value:
        return str(value["title_fr"]), str(value["title_en"])
    for name in _SHOWN:
        shown = value.get(name)
        if isinstance(shown, Mapping):
            return str(shown["fr"]), str(shown["en"])
        if shown:
            return str(shown), str(shown)
    return ENTRIES.get(path[0], (path[-1], path[-1]))


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return " · ".join(filter(None, (_words(one) for key, one in value.items() if key not in _NOT_TEXT)))
    if isinstance(value, list):
        return " · ".join(filter(None, map(_words, value)))
    return str(value)


def _shown(value: Any, speech: Speech, title: str, name: str = "") -> str:
    """What is worth reading of a datum in one language, in words: neither its title again nor its codes."""
    if isinstance(value, list):
        between = ", " if speech.is_row(name) else " · "
        return between.join(filter(None, (_shown(one, speech, title, name) for one in value)))
    if not isinstance(value, Mapping):
        return speech.leaf(str(value))
    if value.keys() == {"fr", "en"}:
        said = str(value[speech.language])
        return speech.leaf(said) if said != title else ""
    found = []
    for key, one in value.items():
        if key in _NOT_TEXT or key in _CODES or key.endswith("_en" if speech.language == "fr" else "_fr"):
            continue
        text = _shown(one, speech, title, key)
        if text and text != title:
            found.append(speech.led(key, text))
    return (", " if speech.is_row(name) else " · ").join(found)


def of_clause(edition: Edition, clause: str, *, with_money: bool) -> tuple[list[Entry], list[Entry]]:
    """What cites this very clause, and what stands beside it in the same article or within it."""
    number = number_of(clause)
    own: list[Entry] = []
    within: list[Entry] = []
    for one in entries(edition, with_money=with_money):
        numbers = {number_of(each) for each in one.cited}
        if clause in one.cited or (clause == number and number in numbers):
            own.append(one)
        elif number in numbers or any(each.startswith(f"{number}.") for each in numbers):
            within.append(one)
    return own, within


def counts(edition: Edition) -> dict[str, int]:
    """Number of a clause → how many data cite it."""
    found: dict[str, int] = {}
    for one in entries(edition, with_money=True):
        for number in {number_of(each) for each in one.cited}:
            found[number] = found.get(number, 0) + 1
    return found


def fold(text: str) -> str:
    """A text without accents or capitals: "wifi", "Wi-Fi" and "Wi‑Fi" are one."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("’", "'"))
    kept = "".join(one for one in plain if not unicodedata.combining(one)).casefold()
    return kept.replace("wi-fi", "wifi").replace("-", " ")


def search(edition: Edition, asked: str, *, with_money: bool, most: int = 80) -> list[Entry]:
    """The data in which every word that is asked for stands; those with the words in their title first."""
    wanted = fold(asked).split()
    if not wanted:
        return []
    found = []
    for order, one in enumerate(entries(edition, with_money=with_money)):
        title = fold(f"{one.title_fr} {one.title_en} {' '.join(one.cited)}")
        whole = f"{title} {fold(one.text)}"
        if all(word in whole for word in wanted):
            missing = sum(word not in title for word in wanted)
            found.append((missing, order, one))
    return [one for *_, one in sorted(found, key=lambda each: each[:2])[:most]]

"""Kinds of values in a contract's source: each says what it admits and notes what does not fit, with its place.

What a kind is called stands in its `name`: the page about the format is made from it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from timonier.core.contract.source import Node


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: its name for readers, and the check that notes problems at a node."""

    name: str
    check: Callable[[Node], None]
    need: Mapping[str, "Kind"] = field(default_factory=dict)
    may: Mapping[str, "Kind"] = field(default_factory=dict)


def _text(node: Node) -> None:
    if not isinstance(node.value, str) or not node.value.strip():
        node.wrong("contract_not_a_text")


def _words(node: Node) -> None:
    if isinstance(node.value, Mapping):
        for language in ("fr", "en"):
            _text(node.at(language)) if node.has(language) else node.text(language)
        node.closed()
    else:
        _text(node)


def _count(node: Node) -> None:
    if not isinstance(node.value, str) or not re.fullmatch(r"\d{1,9}", node.value):
        node.wrong("contract_not_a_number", value=node.value)


def _amount(node: Node) -> None:
    try:
        found = Decimal(str(node.value))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found <= 10**9:
        node.wrong("contract_not_a_number", value=node.value)


def _day(node: Node) -> None:
    try:
        date.fromisoformat(str(node.value))
    except ValueError:
        node.wrong("contract_not_a_date", value=node.value)


def _share(node: Node) -> None:
    if not re.fullmatch(r"\d{1,3}(\.\d+)? ?%", str(node.value)):
        node.wrong("contract_bad_share", value=node.value)


def _key(node: Node) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", str(node.value)):
        node.wrong("contract_bad_key", value=node.value)


def _list_file(node: Node) -> None:
    if not str(node.value).endswith(".csv"):
        node.wrong("contract_not_among", value=node.value, known="*.csv")


text = Kind("text", _text)
words = Kind("text or {fr, en}", _words)
count = Kind("whole number", _count)
amount = Kind("amount", _amount)
day = Kind("date", _day)
share = Kind("share", _share)
key = Kind("key", _key)
clause = Kind("clause", _text)
list_file = Kind("CSV", _list_file)


def one_of(*values: str) -> Kind:
    """One text among some."""

    def check(node: Node) -> None:
        if node.value not in values:
            node.wrong("contract_not_among", value=node.value, known=", ".join(values))

    return Kind(" | ".join(values), check)


flag = one_of("yes", "no")
holder = one_of(
    "provider", "client", "third_party", "manufacturer", "nobody", "provider>client", "client>provider"
)


def refer(*path: str) -> Kind:
    """The key of an entry that stands elsewhere in the contract."""
    what = ".".join(path)

    def check(node: Node) -> None:
        known = node.known(path)
        if node.value not in known:
            node.wrong("contract_dangling", value=node.value, what=what, known=", ".join(known) or "–")

    return Kind(f"key of `{what}`", check)


def refers(*path: str) -> Kind:
    """Keys of entries that stand elsewhere, apart by spaces: for a cell of a list."""
    what = ".".join(path)

    def check(node: Node) -> None:
        known = node.known(path)
        for one in str(node.value).split():
            if one not in known:
                node.wrong("contract_dangling", value=one, what=what, known=", ".join(known) or "–")

    return Kind(f"keys of `{what}`", check)


def many(kind: Kind) -> Kind:
    """A list of values of one kind."""

    def check(node: Node) -> None:
        if not isinstance(node.value, list):
            node.wrong("contract_not_a_list")
            return
        for one in node.children():
            kind.check(one)

    return Kind(f"list of {kind.name}", check, kind.need, kind.may)


def table(kind: Kind, keys: Kind | None = None) -> Kind:
    """Key → value, all of one kind."""

    def check(node: Node) -> None:
        if not isinstance(node.value, Mapping):
            node.wrong("contract_not_a_mapping")
            return
        for name, one in node.items():
            if keys is not None and not re.fullmatch(r"[a-z0-9][a-z0-9_.-]*", name):
                one.wrong("contract_bad_key", value=name)
            kind.check(one)

    return Kind(f"key → {kind.name}", check, kind.need, kind.may)


def record(need: Mapping[str, Kind], may: Mapping[str, Kind] | None = None) -> Kind:
    """Named values; what is not named here is noted. An empty text of an optional value stands for none."""
    optional = dict(may or {})

    def check(node: Node) -> None:
        if not isinstance(node.value, Mapping):
            node.wrong("contract_not_a_mapping")
            return
        for name, kind in need.items():
            child = node.at(name)
            if child.value is not None:
                kind.check(child)
        for name, kind in optional.items():
            child = node.at(name, required=False)
            if child.value not in (None, ""):
                kind.check(child)
        node.closed()

    return Kind("values below", check, dict(need), optional)


def entry(need: Mapping[str, Kind], may: Mapping[str, Kind] | None = None) -> Kind:
    """A record that cites its clause."""
    return record({**need, "clause": clause}, {**(may or {}), "note": words})

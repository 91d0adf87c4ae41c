"""Facts as events: the shape of each kind, its order within a stream, its canonical bytes. Shape only, never state.

Source: SURFACE.md of the specification, "import events" and "import calls".
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from timonier.core.canonical import NotCanonical, canonical_bytes
from timonier.core.instants import BadInstant, from_datetime, parse_datetime, parse_instant

MAX_KEY = 200
MAX_TEXT = 20_000
MAX_EVENT_BYTES = 65_536
MAX_N = 2**31


class BadEvent(ValueError):
    """A line that is no event: `code` and `params` of the one sentence that says what, where and how to mend."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(slots=True, eq=False)
class Event:
    """One fact of one stream. `at` and `known_at` are instants (microseconds UTC); `canonical` its identity."""

    family: str
    key: str
    kind: str
    at: int
    n: int
    known_at: int | None
    by: str | None
    data: dict[str, Any]
    canonical: bytes
    rank: int = 0

    @property
    def stream(self) -> str:
        """Name of the stream, "ticket/4711"."""
        return f"{self.family}/{self.key}"


class Field:
    """What one attribute of an event may be."""

    __slots__ = ("choices", "kind", "required")

    def __init__(self, kind: str, *, required: bool = False, choices: tuple[str, ...] = ()) -> None:
        self.kind, self.required, self.choices = kind, required, choices


def _choice(*values: str, required: bool = False) -> Field:
    return Field("choice", choices=values, required=required)


TEXT, NEED_TEXT = Field("text"), Field("text", required=True)
FLAG, NEED_FLAG = Field("flag"), Field("flag", required=True)
INSTANT, NEED_INSTANT = Field("instant"), Field("instant", required=True)
NEED_DATE, NEED_SCORE = Field("date", required=True), Field("score", required=True)
LEVEL, NEED_COUNT = Field("level"), Field("count", required=True)
PERIMETER = _choice("provider", "client", "third_party")
MEANS = _choice("mail", "phone", "ticket", "portal", "letter")
ACCEPTED_BY = PARTY = _choice("client", "provider")
PRIORITIES = ("major", "high", "medium", "low")
URGENCIES = ("immediate", "high", "medium", "low")

_ATTRIBUTES: dict[str, Field] = {
    "type": _choice("incident", "request", "information", "change"),
    "channel": _choice("phone", "mail", "portal", "alert", "api"),
    "scope": _choice("user", "infrastructure"),
    "priority": _choice(*PRIORITIES),
    "urgency": _choice(*URGENCIES),
    "blocking": FLAG,
    "vip": FLAG,
    "requester": TEXT,
    "category": TEXT,
    "title": TEXT,
    "service": TEXT,
    "level": LEVEL,
    "level1_eligible": FLAG,
    "holder": _choice("provider", "client"),
    "perimeter": PERIMETER,
    "standard": FLAG,
}
ATTRIBUTES = frozenset(_ATTRIBUTES) - {"holder"}
"""Attributes of a ticket that `created` and `changed` carry."""

_CREATED = _ATTRIBUTES | {
    "type": Field("choice", choices=_ATTRIBUTES["type"].choices, required=True),
    "channel": Field("choice", choices=_ATTRIBUTES["channel"].choices, required=True),
    "accepted_by": ACCEPTED_BY,
}
_EXCLUSION = {"accepted_by": ACCEPTED_BY, "reason": TEXT}
_SPAN = {"from": NEED_INSTANT, "to": NEED_INSTANT}
_ANSWER = {"of": NEED_INSTANT, "reason": TEXT}

KINDS: dict[str, dict[str, dict[str, Field]]] = {
    "ticket": {
        "created": _CREATED,
        "changed": _ATTRIBUTES | {"accepted_by": ACCEPTED_BY, "reason": TEXT},
        "assigned": {"team": TEXT, "level": LEVEL},
        "taken": {},
        "contact": {},
        "escalated": {"to": TEXT, "level": LEVEL, "duty": FLAG, "means": MEANS, "reference": TEXT},
        "returned": {},
        "handed_over": {
            "holder": _choice("user", "client", "third_party", required=True),
            "to": TEXT,
            "means": MEANS,
            "reference": TEXT,
            "referent": FLAG,
        },
        "reminded": {"means": MEANS, "reference": TEXT, "to": TEXT},
        "resolved": {},
        "validated": {},
        "rated": {"score": NEED_SCORE},
        "closed": {},
        "reopened": {},
        "linked_child": _EXCLUSION | {"parent": NEED_TEXT},
        "unlinked": {},
        "merged": _EXCLUSION | {"into": NEED_TEXT},
        "cancelled": _EXCLUSION,
        "withdrawn_evidence": {"of": NEED_INSTANT},
        "evidence_added": {"of": NEED_INSTANT, "to": TEXT, "means": MEANS, "reference": TEXT},
        "evidence_accepted": {"of": NEED_INSTANT},
        "disputed": _SPAN | {"counted": FLAG, "party": PARTY, "exclusion": INSTANT, "reason": TEXT},
        "dispute_decided": _SPAN
        | {"counted": NEED_FLAG, "of": INSTANT, "exclusion": INSTANT, "reason": TEXT},
        "dispute_answered": _ANSWER | {"agrees": NEED_FLAG, "party": PARTY},
        "dispute_refused": _ANSWER,
        "dispute_withdrawn": _ANSWER,
        "evidence_refused": _ANSWER,
        "accepted": _ANSWER,
        "acceptance_refused": _ANSWER,
    },
    "alert": {
        "raised": {
            "severity": _choice("critical", "warning", required=True),
            "component": TEXT,
            "perimeter": PERIMETER,
        },
        "acknowledged": {},
        "notified": {"to": TEXT, "means": MEANS, "reference": TEXT},
        "cleared": {},
    },
    "call": {
        "offered": {"queue": TEXT, "caller": TEXT},
        "announced": {"kind": _choice("mass_message", "deterrent", "welcome")},
        "answered": {"agent": TEXT},
        "transferred": {"agent": TEXT, "to": TEXT},
        "abandoned": {},
        "ended": {},
    },
    "service": {
        "down": {},
        "up": {},
        "maintenance_agreed": {"id": NEED_TEXT, "from": NEED_INSTANT, "to": NEED_INSTANT},
        "announced": {"of": NEED_TEXT},
    },
    "compliance": {"measured": {"total": NEED_COUNT, "compliant": NEED_COUNT}},
    "milestone": {
        "planned": {"due": NEED_DATE},
        "reached": {},
        "moved": {"due": NEED_DATE, "agreed_by": ACCEPTED_BY},
    },
    "quote": {"requested": {"kind": _choice("complex", "simple", "urgent", required=True)}, "sent": {}},
    "survey": {"answered": {"score": NEED_SCORE}},
    "source": {"silent": {}, "back": {}},
}
"""Family -> event -> attributes. The order of the events of a family is their rank within one instant."""

SOURCES = ("phone", "mail", "monitoring", "survey")
_TICKET = list(KINDS["ticket"])
EVIDENCE = frozenset(_TICKET[_TICKET.index("withdrawn_evidence") :])
"""Events that act by reference, whenever they come: none of them ranks before another."""
_RANKS = {
    family: {kind: len(_TICKET) if kind in EVIDENCE else rank for rank, kind in enumerate(kinds)}
    for family, kinds in KINDS.items()
}
_SPANS = {"disputed", "dispute_decided", "maintenance_agreed"}


def order_key(event: Event) -> tuple[int, int, int, bytes]:
    """Order of the events of one stream: instant, n, rank of kind, canonical bytes."""
    return (event.at, event.n, event.rank, event.canonical)


def in_order(events: Sequence[Event], as_of: int) -> list[Event]:
    """The events of one stream up to an instant, in their order. They mostly come so; then nothing is sorted."""
    last = -(2**63)
    for event in events:
        at = event.at
        if at <= last or at > as_of:
            return sorted((one for one in events if one.at <= as_of), key=order_key)
        last = at
    return list(events)


def parse_line(line: str | bytes) -> Event:
    """Event of one JSON line. Raises: BadEvent."""
    try:
        value = json.loads(line, object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        if isinstance(error, BadEvent):
            raise
        raise BadEvent("not_json") from error
    return parse_event(value)


def parse_event(value: Any) -> Event:
    """Event of one JSON object, its shape checked. Raises: BadEvent."""
    if not isinstance(value, Mapping):
        raise BadEvent("not_an_object")
    family = _family(value)
    key = value[family]
    if isinstance(key, int) and not isinstance(key, bool):
        key = str(key)
    if not isinstance(key, str) or not key.strip() or len(key) > MAX_KEY or not key.isprintable():
        raise BadEvent("bad_key", field=family)
    kind = value.get("event")
    fields = KINDS[family].get(kind) if isinstance(kind, str) else None
    if fields is None or not isinstance(kind, str):
        raise BadEvent("unknown_event", family=family, event=_brief(kind), known=", ".join(KINDS[family]))
    moment = _moment(value, "at")
    n = value.get("n", 0)
    if not isinstance(n, int) or isinstance(n, bool) or abs(n) > MAX_N:
        raise BadEvent("bad_value", field="n", value=_brief(n), expected="integer")
    known_at = parse_known_at(value)
    _check_fields(kind, fields, value)
    by = value.get("by")
    if by is not None and not isinstance(by, str):
        raise BadEvent("bad_value", field="by", value=_brief(by), expected="text")
    if family == "source" and key not in SOURCES:
        raise BadEvent("bad_value", field="source", value=_brief(key), expected=", ".join(SOURCES))
    data = {name: item for name, item in value.items() if name != family}
    data["at"] = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    try:
        canonical = canonical_bytes(data)
    except NotCanonical as error:
        raise BadEvent("not_canonical") from error
    if len(canonical) > MAX_EVENT_BYTES:
        raise BadEvent("too_long", limit=MAX_EVENT_BYTES)
    return Event(
        family, key, kind, from_datetime(moment), n, known_at, by, data, canonical, _RANKS[family][kind]
    )


def read_event(stream: str, payload: bytes, at: int | None = None, known_at: int | None = None) -> Event:
    """Event of stored canonical bytes: trusted, not checked again. `at` and `known_at`, where they stand beside the bytes."""
    family, _, key = stream.partition("/")
    data = orjson.loads(payload)
    kind = data["event"]
    if at is None:
        at, known = parse_instant(data["at"]), data.get("known_at")
        known_at = None if known is None else parse_instant(known)
    return Event(
        family,
        key,
        kind,
        at,
        data.get("n", 0),
        known_at,
        data.get("by"),
        data,
        payload,
        _RANKS[family][kind],
    )


def read_stream(stream: str, payloads: bytes, instants: Sequence[int]) -> list[Event]:
    """Events of one stream, their stored canonical bytes joined by line feeds, which canonical bytes never hold."""
    family, _, key = stream.partition("/")
    ranks, found = _RANKS[family], []
    datas = orjson.loads(b"[%b]" % payloads.replace(b"\n", b","))
    for data, at, payload in zip(datas, instants, payloads.split(b"\n"), strict=True):
        kind, get = data["event"], data.get
        known = get("known_at")
        if known is not None:
            known = parse_instant(known)
        found.append(Event(family, key, kind, at, get("n", 0), known, get("by"), data, payload, ranks[kind]))
    return found


def parse_known_at(value: Mapping[str, Any]) -> int | None:
    """Instant at which the source says that it learnt the fact, if it says so. Raises: BadEvent."""
    if value.get("known_at") is None:
        return None
    return from_datetime(_moment(value, "known_at"))


def is_text(value: Any) -> bool:
    """Whether a proof field says something: a text that is not blank."""
    return isinstance(value, str) and bool(value.strip())


def _family(value: Mapping[str, Any]) -> str:
    found = [family for family in KINDS if family in value]
    if len(found) == 1:
        return found[0]
    if "ticket" in found and set(found) <= {"ticket", "service"}:
        return "ticket"  # a ticket may name the service it is about
    if not found:
        raise BadEvent("no_stream", known=", ".join(KINDS))
    raise BadEvent("two_streams", found=", ".join(found))


def _moment(value: Mapping[str, Any], field: str) -> Any:
    text = value.get(field)
    if text is None:
        raise BadEvent("missing_field", field=field)
    if not isinstance(text, str) or len(text) > 64:
        raise BadEvent("bad_instant", field=field, value=_brief(text))
    try:
        return parse_datetime(text)
    except BadInstant as error:
        codes = {"format": "bad_instant", "offset": "no_offset", "range": "instant_out_of_range"}
        raise BadEvent(codes[error.args[0]], field=field, value=_brief(text)) from error


def _check_fields(kind: str, fields: dict[str, Field], value: Mapping[str, Any]) -> None:
    for name, field in fields.items():
        item = value.get(name)
        if item is None:
            if field.required:
                raise BadEvent("missing_field", field=name, event=kind)
            continue
        _check(name, field, item, value)
    if kind in _SPANS and _moment(value, "from") >= _moment(value, "to"):
        raise BadEvent("empty_span", event=kind)
    if kind == "measured" and value["compliant"] > value["total"]:
        raise BadEvent("more_than_total", total=value["total"], compliant=value["compliant"])


def _check(name: str, field: Field, item: Any, value: Mapping[str, Any]) -> None:
    kind = field.kind
    if kind == "choice":
        good = isinstance(item, str) and item in field.choices
        expected = ", ".join(field.choices)
    elif kind == "text":
        good, expected = isinstance(item, str) and len(item) <= MAX_TEXT, "text"
    elif kind == "flag":
        good, expected = isinstance(item, bool), "true, false"
    elif kind == "level":
        good, expected = isinstance(item, int) and not isinstance(item, bool) and 1 <= item <= 9, "1 … 9"
    elif kind == "count":
        good, expected = (
            isinstance(item, int) and not isinstance(item, bool) and 0 <= item <= 10**9,
            "integer ≥ 0",
        )
    elif kind == "score":
        good = isinstance(item, int | float) and not isinstance(item, bool) and 0 <= item <= 100
        expected = "0 … 100"
    elif kind == "date":
        good, expected = _is_date(item), "YYYY-MM-DD"
    else:
        _moment(value, name)
        return
    if not good:
        raise BadEvent("bad_value", field=name, value=_brief(item), expected=expected)


def _is_date(item: Any) -> bool:
    try:
        return isinstance(item, str) and len(item) == 10 and 1990 <= date.fromisoformat(item).year < 2060
    except ValueError:
        return False


def _brief(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    text = "".join(character if character.isprintable() else "\ufffd" for character in text[:60])
    return text + ("…" if len(str(value)) > 60 else "")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadEvent("repeated_field")
    return found


def _no_constant(name: str) -> Any:
    raise BadEvent("not_json", constant=name)

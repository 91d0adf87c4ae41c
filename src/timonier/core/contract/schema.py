"""From a contract's source to the contract in memory, or to the list of all that is wrong with it.

The format is documented for outsiders in docs/contract-format.md; what the arithmetic does not read is kept as it is
in `annex`.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from timonier.core.canonical import digest
from timonier.core.contract import annexes, kinds
from timonier.core.contract.annexes import ANNEX
from timonier.core.contract.model import (
    Category,
    Contract,
    ContractVersion,
    Duties,
    Hours,
    Kpi,
    Penalties,
    Phase,
    Service,
    Target,
    Unknown,
)
from timonier.core.contract.source import Invalid, Node, Problem, Source
from timonier.core.events import PRIORITIES, URGENCIES
from timonier.core.readings import READINGS

FAMILIES = (
    "calls_answered",
    "tickets_taken",
    "alerts_handled",
    "first_contact",
    "first_escalation",
    "resolution",
    "reopened",
    "ticket_scores",
    "survey_scores",
    "availability",
    "compliance",
    "milestones",
    "quotes",
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"s": 1, "min": 60, "h": 3600}
_PARAMS = {
    "resolution": ("type", "scope", "priorities", "urgencies", "vip", "or_vip", "blocking", "level"),
    "tickets_taken": ("channels",),
    "first_contact": ("types", "channels"),
    "calls_answered": ("queues",),
    "reopened": ("days",),
    "quotes": ("kind",),
}


def build(key: str, sources: list[Source], *, is_in_force: bool = False) -> Contract:
    """The contract of its versions' complete sources, oldest first. Raises: Invalid with every problem.

    `is_in_force`: they were checked when they were loaded, by the rules of that day; what today's rules add to the part that
    only people read must not make yesterday's months unreadable.
    """
    problems: list[Problem] = []
    versions = tuple(_version(number, source, problems) for number, source in enumerate(sources, start=1))
    if problems and not is_in_force:
        raise Invalid(problems)
    title = sources[-1].tree["title"]
    return Contract(key, title["fr"], title["en"], versions)


def source_digest(source: Source) -> str:
    """SHA-256 of the canonical form of a complete source, lists included."""
    return digest({"tree": source.tree, "lists": source.lists})


def _version(number: int, source: Source, problems: list[Problem]) -> ContractVersion:
    root = Node(source, (), source.tree, problems)
    root.text("key")
    title = root.mapping("title")
    title.text("fr"), title.text("en")
    unknowns = {name: _unknown(name, node) for name, node in root.mapping("unknowns", required=False).items()}
    hours = {name: _hours(name, node) for name, node in root.mapping("hours").items()}
    kpis = tuple(_kpi(name, node, hours, unknowns) for name, node in root.mapping("kpis").items())
    services = {
        name: _service(name, node, hours) for name, node in root.mapping("services", required=False).items()
    }
    categories = {
        name: _category(name, node) for name, node in root.mapping("categories", required=False).items()
    }
    defaults = root.mapping("defaults")
    version = ContractVersion(
        number=number,
        effective_from=root.day("effective_from") or date.min,
        digest="",
        timezone=root.choice("timezone", ("Europe/Paris", "UTC", "Europe/Brussels"), default="Europe/Paris"),
        holidays=_holidays(root, source),
        hours=hours,
        kpis=kpis,
        penalties=_penalties(root.mapping("penalties"), unknowns),
        phases=tuple(_phase(node) for node in root.listed("phases")),
        readings=_readings(root.mapping("readings", required=False), hours),
        duties=_duties(root.mapping("duties"), hours),
        categories=categories,
        services=services,
        default_priority=defaults.choice("priority", PRIORITIES),
        default_urgency=defaults.choice("urgency", URGENCIES),
        unknowns=unknowns,
        reopen_days=int(root.number("reopen_days", required=False, low="1", high="365") or 30),
        annex={name: source.tree[name] for name in ANNEX if name in source.tree} | {"rows": source.lists},
    )
    defaults.closed()
    annexes.check(root, source, problems)
    root.closed(*ANNEX, "holidays", "clause", "note")
    return _with_digest(version, source_digest(source))


def _with_digest(version: ContractVersion, value: str) -> ContractVersion:
    object.__setattr__(version, "digest", value)
    return version


def _holidays(root: Node, source: Source) -> frozenset[date]:
    name = root.text("holidays", default="")
    found = set()
    for row in source.lists.get(name, []):
        try:
            found.add(date.fromisoformat(row.get("date", "")))
        except ValueError:
            root.at("holidays").wrong("contract_not_a_date", value=row.get("date", ""))
    return frozenset(found)


def _unknown(key: str, node: Node) -> Unknown:
    title = node.mapping("title")
    found = Unknown(
        key,
        node.text("clause"),
        title.text("fr"),
        title.text("en"),
        node.text("placeholder", default=""),
        node.text("decision", default="") or None,
    )
    node.closed("note")
    return found


def parse_week(text: str) -> tuple[tuple[tuple[int, int], ...], ...] | None:
    """A week "mon-sat 08:00-18:30; sun 09:00-12:00" or "24x7" as minutes per day from Monday; None when it is none."""
    if text.strip() == "24x7":
        return (((0, 1440),),) * 7
    week: list[list[tuple[int, int]]] = [[] for _ in _DAYS]
    for part in text.split(";"):
        match = re.fullmatch(r"(\w{3})(?:-(\w{3}))? ((?:\d\d:\d\d-\d\d:\d\d,? ?)+)", part.strip())
        if match is None or match[1] not in _DAYS or (match[2] or match[1]) not in _DAYS:
            return None
        first, last = _DAYS.index(match[1]), _DAYS.index(match[2] or match[1])
        for span in re.findall(r"(\d\d):(\d\d)-(\d\d):(\d\d)", match[3]):
            h1, m1, h2, m2 = map(int, span)
            start, end = h1 * 60 + m1, h2 * 60 + m2
            if not (start < end <= 1440 and m1 < 60 and m2 < 60):
                return None
            for day in range(first, last + 1):
                week[day].append((start, end))
    if any(a[1] > b[0] for day in week for a, b in zip(sorted(day), sorted(day)[1:], strict=False)):
        return None
    return tuple(tuple(sorted(day)) for day in week)


def _hours(key: str, node: Node) -> Hours:
    closures = {one for one in map(_closure, node.listed("closures", required=False)) if one}
    on_holidays = node.choice("on_holidays", ("open", "closed"), default="closed") == "open"
    unknown = node.text("unknown", default="")
    alternatives = []
    for name, other in node.mapping("alternatives", required=False).items():
        week = str(other.value)
        alternatives.append(
            (name, _week(other, key, week, on_holidays or week == "24x7", frozenset(closures)))
        )
    node.mapping("title", required=False)
    week = node.text("week")
    found = _week(node, key, week, on_holidays, frozenset(closures), bool(unknown), tuple(alternatives))
    node.closed("clause", "note")
    return found


def _closure(node: Node) -> date | None:
    try:
        return date.fromisoformat(str(node.value))
    except ValueError:
        node.wrong("contract_not_a_date", value=node.value)
        return None


def _week(
    node: Node,
    key: str,
    text: str,
    on_holidays: bool,
    closures: frozenset[date],
    unknown: bool = False,
    alternatives: tuple[tuple[str, Hours], ...] = (),
) -> Hours:
    week = parse_week(text)
    if week is None:
        if text:
            node.wrong("contract_bad_week", value=text)
        week = (((480, 1080),),) * 5 + ((),) * 2
    lengths = [sum(end - start for start, end in day) for day in week if day]
    return Hours(key, week, on_holidays, max(lengths), closures, unknown, alternatives)


def parse_target(text: str) -> Target | None:
    """A target "20 s", "15 min", "3 h", "0.5 service day"; None when it is none."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?) (s|min|h|service days?)", text.strip())
    if match is None:
        return None
    value = Decimal(match[1])
    if match[2].startswith("service"):
        return Target("service_days", value)
    return Target("seconds", value * _UNITS[match[2]])


def _target(node: Node, name: str, *, required: bool = False) -> Target | None:
    text = node.text(name, default=None if required else "")
    if not text:
        return None
    target = parse_target(text)
    if target is None:
        node.at(name).wrong("contract_bad_target", value=text)
    return target


def _share(node: Node, name: str) -> Decimal:
    text = node.text(name)
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?) ?%", text.strip())
    if match is None or Decimal(match[1]) > 100:
        if text:
            node.at(name).wrong("contract_bad_share", value=text)
        return Decimal(0)
    return Decimal(match[1]) / 100


def _refer(node: Node, name: str, known: Mapping[str, Any], what: str, value: str) -> None:
    if value and value not in known:
        node.at(name).wrong("contract_dangling", value=value, what=what, known=", ".join(known))


def _kpi(key: str, node: Node, hours: Mapping[str, Hours], unknowns: Mapping[str, Unknown]) -> Kpi:
    if not re.fullmatch(r"KPI-\d\d", key):
        node.wrong("contract_not_among", value=key, known="KPI-01 … KPI-99")
    title = node.mapping("title")
    family = node.choice("family", FAMILIES)
    service = node.text("hours", default="")
    _refer(node, "hours", hours, "hours", service)
    target = _target(node, "target")
    if target is not None and target.unit == "service_days" and not service:
        node.wrong("contract_days_without_hours")
    behind = node.texts("unknowns")
    for one in behind:
        _refer(node, "unknowns", unknowns, "unknowns", one)
    found = Kpi(
        key,
        family,
        title.text("fr"),
        title.text("en"),
        node.text("clause"),
        service or None,
        target,
        _share(node, "objective"),
        node.flag("at_most"),
        node.choice("level", ("P1", "P2", "P3"), default="") or None if node.has("level") else None,
        _params(node, family),
        behind,
    )
    if node.has("sentence"):
        kinds.words.check(node.at("sentence"))
    node.closed("note", "level")
    return found


def _params(node: Node, family: str) -> dict[str, Any]:
    allowed = _PARAMS.get(family, ())
    params: dict[str, Any] = {}
    when = node.mapping("when", required=False)
    for name in allowed:
        if not when.has(name):
            continue
        if name in ("priorities", "urgencies", "channels", "types", "queues"):
            params[name] = list(when.texts(name))
        elif name in ("vip", "or_vip", "blocking"):
            params[name] = when.flag(name)
        elif name in ("level", "days"):
            params[name] = int(when.number(name, low="1", high="365") or 1)
        else:
            params[name] = when.text(name)
    when.closed()
    return params


def _service(key: str, node: Node, hours: Mapping[str, Hours]) -> Service:
    title = node.mapping("title")
    opening = node.text("hours")
    _refer(node, "hours", hours, "hours", opening)
    found = Service(
        key,
        title.text("fr"),
        title.text("en"),
        opening,
        node.flag("third_party"),
        node.flag("administration", default=True),
    )
    node.closed("clause", "note")
    return found


def _category(key: str, node: Node) -> Category:
    title = node.mapping("title")
    found = Category(
        key,
        title.text("fr"),
        title.text("en"),
        node.choice("scope", ("user", "infrastructure"), default="user"),
        node.flag("level1_eligible", default=True),
        node.choice("perimeter", ("provider", "client", "third_party"), default="provider"),
        node.text("clause"),
        node.flag("offered_to_users", default=True),
    )
    node.closed("note", "house")
    return found


def _penalties(node: Node, unknowns: Mapping[str, Unknown]) -> Penalties:
    prices = {}
    for level, _ in node.mapping("prices").items():
        prices[level] = node.mapping("prices").number(level) or Decimal(0)
    shares = {
        level: _share(node.mapping("shares"), level)
        for level, _ in node.mapping("shares", required=False).items()
    }
    behind = node.texts("unknowns")
    for one in behind:
        _refer(node, "unknowns", unknowns, "unknowns", one)
    found = Penalties(
        prices,
        node.choice("basis", READINGS["penalty_basis"], default="once"),
        node.number("cap_per_kpi", required=False),
        node.number("cap_per_month", required=False),
        node.number("monthly_fee", required=False),
        shares,
        behind,
    )
    node.closed("clause", "note")
    return found


def _phase(node: Node) -> Phase:
    starts, until = node.day("from"), node.day("until", required=False)
    if starts and until and until < starts:
        node.wrong("contract_phase_order", starts=starts, ends=until)
    found = Phase(
        node.choice("key", ("transition", "vsr", "exploitation", "reversibility")),
        starts or date.min,
        until + timedelta(days=1) if until else None,
        node.flag("charging"),
    )
    node.mapping("title", required=False)
    annexes.check_phase(node)
    node.closed("clause", "note")
    return found


def _readings(node: Node, hours: Mapping[str, Hours]) -> dict[str, str]:
    found = {}
    for name, entry in node.items():
        value = str(entry.value)
        if name.startswith("hours."):
            _refer(node, name, {f"hours.{key}": None for key in hours}, "hours", name)
        elif name not in READINGS:
            entry.wrong("contract_unknown_key", key=name, near=", ".join(READINGS))
        elif value not in READINGS[name] and not (name == "abandoned_short_seconds" and value.isdecimal()):
            entry.wrong("contract_not_among", value=value, known=", ".join(READINGS[name]))
        found[name] = value
    return found


def _duties(node: Node, hours: Mapping[str, Hours]) -> Duties:
    opening = node.text("hours")
    _refer(node, "hours", hours, "hours", opening)
    found = Duties(
        _target(node, "period", required=True) or Target("service_days", Decimal(1)),
        opening,
        int(node.number("reminders", low="0", high="20") or 0),
        node.texts("holders") or ("user", "third_party"),
    )
    node.closed("clause", "note")
    return found

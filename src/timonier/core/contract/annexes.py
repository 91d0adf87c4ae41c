"""What a contract says besides the arithmetic: parties, committees, gates, deliverables, perimeter, lists. All typed.

Nothing here is read by a figure; `check` notes every problem with its place. The page docs/contract-format.md takes
its tables from `KEYS` and `LISTS`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from timonier.core.contract import kinds as k
from timonier.core.contract.source import Node, Path, Problem, Source
from timonier.core.readings import READINGS

_FAMILIES = [
    "switch",
    "access_point",
    "server",
    "storage",
    "hypervisor",
    "vm",
    "backup",
    "database",
    "directory",
    "firewall",
    "internet",
    "link",
    "fibre",
    "ups",
    "network_management",
    "workstation",
    "tablet",
    "smartphone",
    "printer",
    "multifunction",
    "plotter",
    "security",
    "mail",
    "telephony",
    "monitoring",
    "connected_object",
    "software",
]
_EVERY = ["continuous", "daily", "weekly", "monthly", "quarterly", "yearly", "once", "on_event", "on_request"]
_UNITS = k.one_of("working_days", "calendar_days", "months", "years")
_DEADLINE = k.entry(
    {"title": k.words, "within": k.count, "unit": _UNITS, "after": k.words},
    {"on": k.day, "owner": k.refer("roles"), "at_most": k.flag},
)
_MINUTES = k.record(
    {"approval": k.one_of("at_once", "tacit")},
    {
        "first_version": k.count,
        "remarks": k.count,
        "approval_days": k.count,
        "tacit_from": k.count,
        "written_by": k.refer("roles"),
        "rule": k.words,
    },
)
KEYS: dict[str, k.Kind] = {
    "parties": k.table(
        k.entry(
            {"name": k.text, "role": k.one_of("client", "provider", "third_party")},
            {"about": k.words, "names": k.many(k.text)},
        )
    ),
    "term": k.entry(
        {"years": k.count, "renewals": k.count},
        {
            "notified": k.day,
            "starts": k.day,
            "ends": k.day,
            "former_provider_ends": k.day,
            "support_months": k.count,
        },
    ),
    "roles": k.table(
        k.entry(
            {"title": k.words, "side": k.one_of("client", "provider")},
            {
                "person": k.text,
                "deputy": k.text,
                "perimeter": k.words,
                "duties": k.many(k.words),
                "from": k.day,
                "until": k.day,
            },
        )
    ),
    "assurance_roles": k.table(
        k.entry(
            {"title": k.words}, {"provider": k.many(k.refer("roles")), "client": k.many(k.refer("roles"))}
        )
    ),
    "committees": k.table(
        k.entry(
            {
                "title": k.words,
                "phase": k.refer("phases"),
                "level": k.count,
                "period": k.words,
                "place": k.words,
                "missions": k.many(k.words),
                "responsibilities": k.many(k.words),
                "members": k.record(
                    {"client": k.many(k.refer("roles")), "provider": k.many(k.refer("roles"))}
                ),
                "agenda": k.words,
                "minutes": _MINUTES,
            },
            {
                "inputs": k.many(k.words),
                "outputs": k.many(k.words),
                "escalates_to": k.refer("committees"),
                "mode": k.one_of("remote", "on_site", "either"),
                "every": k.one_of(*_EVERY),
                "every_until_months": k.count,
            },
        )
    ),
    "committee_rules": k.many(k.entry({"title": k.words})),
    "gates": k.table(k.entry({"title": k.words, "committee": k.refer("committees")}, {"kind": k.key})),
    "dashboards": k.table(
        k.entry(
            {
                "title": k.words,
                "committee": k.refer("committees"),
                "every": k.one_of(*_EVERY),
                "blocks": k.many(k.record({"title": k.words, "items": k.many(k.words)}, {"room": k.key})),
            }
        )
    ),
    "dashboard_rules": k.many(k.entry({"title": k.words})),
    "documents": k.entry({"formats": k.many(k.text)}, {"rules": k.many(k.words)}),
    "register": k.table(k.entry({"question": k.words}, {"unknown": k.refer("unknowns")})),
    "user_categories": k.table(
        k.entry({"title": k.words}, {"share": k.share, "count": k.count, "support": k.flag, "about": k.words})
    ),
    "populations": k.table(k.entry({"title": k.words, "count": k.count}, {"approximate": k.flag})),
    "priority_matrix": k.entry({"rows": k.table(k.table(k.text))}, {"unknown": k.refer("unknowns")}),
    "disputes": k.entry(
        {},
        {
            "answer_days": k.count,
            "hours": k.refer("hours"),
            "silence": k.one_of("shown", "granted", "refused"),
        },
    ),
    "exclusions": k.many(k.entry({"title": k.words, "house": k.words}, {"still": k.words})),
    "matrices": k.record({}, {"infrastructure": k.list_file, "assistance": k.list_file}),
    "volumes": k.table(
        k.entry(
            {},
            {
                "title": k.words,
                "incidents": k.count,
                "requests": k.count,
                "incidents_solved": k.count,
                "requests_solved": k.count,
                "tolerance": k.share,
            },
        )
    ),
}
"""Key of the tree → what it holds."""

PHASE = {
    "goal": k.words,
    "lasts": k.words,
    "checklist": k.many(k.entry({"title": k.words}, {"group": k.words})),
    "conditions": k.many(k.entry({"title": k.words})),
    "deadlines": k.many(_DEADLINE),
    "deliverables": k.many(k.refer("lists", "deliverables")),
    "decides": k.words,
    "decision": k.words,
    "report": k.words,
    "if_refused": k.words,
    "penalties": k.words,
}
"""Of a phase, what only people read."""

_TITLE = {"title_fr": k.text, "title_en": k.text}
_COLUMNS: dict[str, k.Kind] = {
    "clauses": k.record({"key": k.text, "title": k.text}),
    "sites": k.entry(
        {"key": k.key, "name": k.text, "town": k.text},
        {
            "direction": k.text,
            "address": k.text,
            "postcode": k.text,
            "town_as_written": k.text,
            "occasional": k.flag,
        },
    ),
    "office_applications": k.entry({"key": k.key, "name": k.text}, {"editor": k.text}),
    "business_applications": k.entry(
        {"key": k.key, "name": k.text, "hosting": k.one_of("saas", "internal", "local", "saas_and_internal")},
        {"hosting_as_written": k.text, "role": k.text, "editor": k.text, "dmia": k.text, "referent": k.text},
    ),
    "quantities": k.entry({"key": k.key, "name": k.text, "quantity": k.count}, {"article": k.clause}),
    "equipment": k.entry(
        {"key": k.key, "family": k.one_of(*_FAMILIES), "title_fr": k.text, "title_en": k.text},
        {"maker": k.text, "model": k.text, "quantity": k.count, "approximate": k.flag, "where": k.text},
    ),
    "licences": k.entry(
        {"key": k.key, "name": k.text},
        {"available": k.count, "assigned": k.count, "bought": k.count, "account": k.text},
    ),
    "projects": k.entry({"key": k.key, **_TITLE, "aim_fr": k.text, "aim_en": k.text}, {"article": k.clause}),
    "deliverables": k.entry(
        {"key": k.key, **_TITLE, "owner": k.refers("roles"), "approver": k.refers("roles")},
        {
            "phase": k.refer("phases"),
            "due_fr": k.text,
            "due_en": k.text,
            "every": k.one_of(*_EVERY),
            "report": k.flag,
            "committee": k.refer("committees"),
        },
    ),
    "duties": k.entry(
        {"key": k.key, **_TITLE, "every": k.one_of(*_EVERY), "owner": k.refers("roles")},
        {
            "domain": k.one_of(
                "governance", "desk", "supervision", "operation", "security", "tools", "projects"
            )
        },
    ),
    "processes": k.entry({"key": k.key, **_TITLE, "sense_fr": k.text, "sense_en": k.text}),
    "tools": k.entry({"key": k.key, **_TITLE, "access_fr": k.text, "access_en": k.text}),
    "raci": k.entry(
        {"key": k.key, **_TITLE},
        {
            "responsible": k.refers("roles"),
            "accountable": k.refers("roles"),
            "consulted": k.refers("roles"),
            "informed": k.refers("roles"),
            "state": k.one_of("proposed", "agreed"),
        },
    ),
    "price_list": k.entry(
        {
            "key": k.key,
            **_TITLE,
            "part": k.one_of("dpgf", "bpu", "catalogue"),
            "unit_fr": k.text,
            "unit_en": k.text,
        },
        {"price": k.amount, "quantity": k.refer("lists", "quantities")},
    ),
    "left_open": k.entry(
        {"key": k.key, **_TITLE, "owner": k.refers("roles"), "state": k.one_of("open", "agreed")},
        {"due": k.day, "with": k.refers("roles")},
    ),
    "contradictions": k.entry(
        {
            "key": k.key,
            **_TITLE,
            "kind": k.one_of("contradiction", "damage", "precision"),
            "first": k.text,
            "second": k.text,
            "second_clause": k.clause,
            "in_force_fr": k.text,
            "in_force_en": k.text,
        }
    ),
    "glossary": k.entry(
        {"key": k.key, "term": k.text, "definition": k.text}, {"see": k.text, "english": k.text}
    ),
    "infrastructure_matrix": k.entry(
        {
            "article": k.clause,
            "title": k.text,
            "supervision": k.holder,
            "administration": k.holder,
            "securing": k.holder,
        }
    ),
    "assistance_matrix": k.entry(
        {
            "article": k.clause,
            "title": k.text,
            "level1": k.holder,
            "level2": k.holder,
            "level3": k.holder,
            "proximity": k.holder,
        }
    ),
}
LISTS = {name: kind for name, kind in _COLUMNS.items() if not name.endswith("_matrix")}
"""Name of a list → its columns."""
MATRICES = {name.removesuffix("_matrix"): kind for name, kind in _COLUMNS.items() if name.endswith("_matrix")}
"""Name of a matrix → its columns."""
ANNEX = (*KEYS, "lists")


def check(root: Node, source: Source, problems: list[Problem]) -> None:
    """Note all that is wrong outside the arithmetic."""
    for name, kind in KEYS.items():
        if root.has(name):
            kind.check(root.at(name))
    for name, entry in root.mapping("register", required=False).items():
        if name not in READINGS and not name.startswith("hours."):
            entry.wrong("contract_dangling", value=name, what="readings", known=", ".join(READINGS))
    for where, known in (("lists", LISTS), ("matrices", MATRICES)):
        for name, entry in root.mapping(where, required=False).items():
            if name in known:
                _rows(name, str(entry.value), known[name], source, problems)
            else:
                entry.wrong("contract_not_among", value=name, known=", ".join(known))
    _clauses(source, problems)


def check_phase(node: Node) -> None:
    """Note what is wrong with the part of a phase that only people read."""
    for name, kind in PHASE.items():
        if node.has(name):
            kind.check(node.at(name))


def number_of(clause: str) -> str:
    """The number of a clause as it is cited: "7.2.1 l.1609" and "7.4 KPI 8" stand in 7.2.1 and 7.4."""
    found = re.match(r"\s*(\d+(?:\.\d+)*)", clause)
    return found[1] if found else clause.strip()


def _rows(name: str, file: str, kind: k.Kind, source: Source, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for number, row in enumerate(source.lists.get(file, []), start=2):
        path: Path = ("lists", name, str(number))
        source.places.setdefault(path, (file.rpartition("/")[2], number))
        node = Node(source, path, {column: value for column, value in row.items() if value}, problems)
        if number == 2:
            for column in sorted(row.keys() - kind.need.keys() - kind.may.keys()):
                node.wrong("contract_unknown_key", key=column, near=", ".join((*kind.need, *kind.may)))
        kind.check(node)
        key = row.get("key") or row.get("article") or ""
        if key and key in seen:
            node.wrong("contract_repeated_key", key=key)
        seen.add(key)


def _clauses(source: Source, problems: list[Problem]) -> None:
    """Every clause that is cited must stand in the contract's own list of clauses, when it has one."""
    lists = source.tree.get("lists")
    file = lists.get("clauses", "") if isinstance(lists, Mapping) else ""
    known = {row.get("key", "") for row in source.lists.get(str(file), [])}
    if not known:
        return
    for path, clause in cited(source):
        if number_of(clause) not in known:
            Node(source, path, clause, problems).wrong("contract_unknown_clause", value=clause)


def cited(source: Source) -> Iterator[tuple[Path, str]]:
    """(place, clause) of every citation, in the tree and in the lists."""
    yield from _in_tree(source.tree, ())
    named = {
        **{f"lists.{name}": file for name, file in _mapping(source.tree.get("lists")).items()},
        **{f"matrices.{name}": file for name, file in _mapping(source.tree.get("matrices")).items()},
    }
    for name, file in named.items():
        where = tuple(name.split("."))
        for number, row in enumerate(source.lists.get(str(file), []), start=2):
            for column in ("clause", "second_clause", "article"):
                if row.get(column):
                    yield (*where, str(number)), row[column]


def _in_tree(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping):
        if isinstance(value.get("clause"), str):
            yield path, value["clause"]
        for key, one in value.items():
            yield from _in_tree(one, (*path, str(key)))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _in_tree(one, (*path, str(index)))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}

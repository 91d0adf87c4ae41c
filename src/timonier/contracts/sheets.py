"""What the pages of a contract say, put together from its parts: who does what, when, how fast, at what price.

It must not write HTML and must not compute a figure of a month.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from timonier.contracts import words
from timonier.contracts.drawings import Rectangle, minutes_of, week_of
from timonier.contracts.editions import Edition, Row
from timonier.core.contract.annexes import number_of
from timonier.core.contract.model import Kpi
from timonier.core.readings import READINGS

INFRASTRUCTURE = ("supervision", "administration", "securing")
ASSISTANCE = ("level1", "level2", "level3", "proximity")
_FAMILY_OF = {"supervision": "alerts_handled", "administration": "resolution", "securing": "compliance"}
_HOURS_OF = {"securing": "security", "level1": "desk"}
_DESK = ("calls_answered", "tickets_taken", "first_contact", "first_escalation")


@dataclass(frozen=True, slots=True)
class KpiLine:
    """An indicator as a lawyer reads it."""

    kpi: Kpi
    sentence: Any
    price: Decimal | None
    share: Decimal | None
    hours: str
    readings: list[tuple[str, str]]
    unknowns: list[Any]
    is_example: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a matrix: who, in an order when they are several."""

    column: str
    holders: list[str]


@dataclass(frozen=True, slots=True)
class Subject:
    """One row of a matrix."""

    row: Row
    matrix: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do on a subject: who, in which hours, under which indicators."""

    column: str
    holders: list[str]
    hours: str
    week: list[Rectangle]
    minutes: int
    is_unknown: bool
    kpis: list[KpiLine] = field(default_factory=list)


def kpi_lines(edition: Edition) -> list[KpiLine]:
    """All indicators, in the order of the contract."""
    return [_kpi_line(edition, one) for one in edition.version.kpis]


def _kpi_line(edition: Edition, kpi: Kpi) -> KpiLine:
    version = edition.version
    penalties = version.penalties
    readings = [
        (name, version.readings.get(name, allowed[0]))
        for name, allowed in READINGS.items()
        if words.touching(name, kpi.family)
    ]
    if kpi.service and f"hours.{kpi.service}" in version.readings:
        readings.insert(0, (f"hours.{kpi.service}", version.readings[f"hours.{kpi.service}"]))
    return KpiLine(
        kpi,
        edition.part("kpis").get(kpi.key, {}).get("sentence"),
        penalties.prices.get(kpi.level) if kpi.level else None,
        penalties.shares.get(kpi.level) if kpi.level else None,
        kpi.service or "",
        readings,
        [version.unknowns[key] for key in kpi.unknowns if key in version.unknowns],
        any(key in version.unknowns and not version.unknowns[key].decision for key in penalties.unknowns),
    )


def subjects(edition: Edition) -> list[Subject]:
    """The rows of both matrices."""
    found = []
    for matrix, columns in (("infrastructure", INFRASTRUCTURE), ("assistance", ASSISTANCE)):
        for row in edition.rows(matrix):
            cells = [Cell(column, (row.get(column) or "nobody").split(">")) for column in columns]
            found.append(Subject(row, matrix, cells))
    return found


def subjects_once(edition: Edition) -> list[Subject]:
    """The same with one row for each article: a workstation is supervised, and assisted."""
    found: dict[str, Subject] = {}
    for one in subjects(edition):
        article = one.row.get("article", "")
        before = found.get(article)
        cells = [*before.cells, *one.cells] if before else one.cells
        found[article] = Subject(before.row if before else one.row, one.matrix, cells)
    return list(found.values())


def tasks_of(edition: Edition, article: str) -> list[Task]:
    """Who does what on a subject: the cells of its rows with hours and indicators."""
    lines = kpi_lines(edition)
    found = []
    for subject in subjects(edition):
        if subject.row.get("article") != article:
            continue
        for cell in subject.cells:
            kpis = _kpis_of(edition, article, cell, lines) if "provider" in cell.holders else []
            hours = _hours_of(edition, cell.column)
            shown = edition.version.hours.get(hours) if "provider" in cell.holders else None
            found.append(
                Task(
                    cell.column,
                    cell.holders,
                    hours if shown else "",
                    week_of(shown) if shown else [],
                    minutes_of(shown.week) if shown else 0,
                    bool(shown and shown.unknown),
                    kpis,
                )
            )
    return found


def _hours_of(edition: Edition, column: str) -> str:
    """The hours in which a column's work is done: those of its indicators, else the hours that bear its name."""
    family = _FAMILY_OF.get(column, "")
    scope = "infrastructure" if column == "administration" else None
    for kpi in edition.version.kpis:
        if kpi.family == family and kpi.service and (scope is None or kpi.params.get("scope") == scope):
            return kpi.service
    name = _HOURS_OF.get(column, "desk" if column.startswith(("level", "proximity")) else column)
    return name if name in edition.version.hours else ""


def _kpis_of(edition: Edition, article: str, cell: Cell, lines: list[KpiLine]) -> list[KpiLine]:
    here = any(number_of(str(one.get("clause", ""))) == article for one in edition.part("services").values())
    return [line for line in lines if _is_of(cell.column, line.kpi, is_measured=here)]


def _is_of(column: str, kpi: Kpi, *, is_measured: bool) -> bool:
    """Whether an indicator measures the work of a column. Source: articles 3.3 and 4.1.1; annex 7.4."""
    family, scope = kpi.family, kpi.params.get("scope")
    if column == "administration":
        return (family == "resolution" and scope == "infrastructure") or (
            family == "availability" and is_measured
        )
    if column == "level1":
        return family in _DESK or (family == "resolution" and scope != "infrastructure")
    return column in ("supervision", "securing") and family == _FAMILY_OF[column]


def about(edition: Edition, article: str) -> dict[str, Any]:
    """What else the contract says of a subject: quantities, work units, equipment, projects, contradictions."""

    def of(name: str, column: str = "article") -> list[Row]:
        return [row for row in edition.rows(name) if number_of(row.get(column, "")) == article]

    quantities = of("quantities")
    keys = {row["key"] for row in quantities}
    return {
        "quantities": quantities,
        "prices": [row for row in edition.rows("price_list") if row.get("quantity") in keys],
        "equipment": of("equipment", "clause"),
        "licences": of("licences", "clause"),
        "projects": of("projects"),
        "contradictions": [
            row
            for row in edition.rows("contradictions")
            if article in (number_of(row["clause"]), number_of(row["second_clause"]))
        ],
        "categories": {
            key: one
            for key, one in edition.part("categories").items()
            if number_of(str(one.get("clause", ""))) == article
        },
    }


def phases(edition: Edition, today: date) -> list[dict[str, Any]]:
    """The phases with their texts, their deliverables, and where we are in them."""
    deliverables = {row["key"]: row for row in edition.rows("deliverables")}
    found = []
    for one, raw in zip(edition.version.phases, edition.part("phases"), strict=True):
        ends = one.ends - timedelta(days=1) if one.ends else None
        state = "past" if ends and ends < today else "now" if one.starts <= today else "coming"
        found.append(
            {
                "key": one.key,
                "starts": one.starts,
                "ends": ends,
                "charging": one.charging,
                "state": state,
                "text": raw,
                "deliverables": [
                    deliverables[key] for key in raw.get("deliverables", []) if key in deliverables
                ],
            }
        )
    return found


def deadlines(edition: Edition, since: date) -> list[dict[str, Any]]:
    """What falls due from a day on, the nearest first: ends of phases, their deadlines, what was left open."""
    found = []
    for phase in edition.part("phases"):
        for one in phase.get("deadlines", []):
            if one.get("on"):
                found.append(
                    {"on": date.fromisoformat(one["on"]), "title": one["title"], "clause": one["clause"]}
                )
    for row in edition.rows("left_open"):
        if row.get("due") and row.get("state") == "open":
            title = {"fr": row["title_fr"], "en": row["title_en"]}
            found.append({"on": date.fromisoformat(row["due"]), "title": title, "clause": row["clause"]})
    return sorted((one for one in found if one["on"] >= since), key=lambda one: one["on"])


def quantity_history(editions: list[Edition]) -> list[dict[str, Any]]:
    """Each quantity over the versions: what it was in each, and what has changed."""
    if not editions:
        return []
    found = []
    for row in editions[-1].rows("quantities"):
        values = [_quantity(one, row["key"]) for one in editions]
        units = [one for one in editions[-1].rows("price_list") if one.get("quantity") == row["key"]]
        found.append({"row": row, "values": values, "changed": len(set(values)) > 1, "units": units})
    return found


def _quantity(edition: Edition, key: str) -> str:
    return next((row["quantity"] for row in edition.rows("quantities") if row["key"] == key), "–")


def readings(edition: Edition) -> list[dict[str, Any]]:
    """The ambiguity register: each reading with its question, the answer in force and the others."""
    version, register = edition.version, edition.part("register")
    names = [f"hours.{key}" for key, hours in version.hours.items() if hours.alternatives]
    names += [*READINGS]
    found = []
    for name in dict.fromkeys([*register, *names]):
        if name.startswith("hours."):
            hours = version.hours.get(name.partition(".")[2])
            allowed = ("shipped", *(key for key, _ in hours.alternatives)) if hours else ("shipped",)
        else:
            allowed = READINGS.get(name, ())
        in_force = version.readings.get(name, allowed[0] if allowed else "")
        if name == "penalty_basis":
            in_force = version.penalties.basis
        entry: Mapping[str, Any] = register.get(name, {})
        found.append(
            {
                "name": name,
                "entry": entry,
                "in_force": in_force,
                "others": [one for one in allowed if one != in_force],
                "kpis": [one.key for one in version.kpis if _touches(name, one)],
                "priced": [one.key for one in version.kpis if one.level] if words.prices(name) else [],
                "unknown": version.unknowns.get(str(entry.get("unknown", ""))),
            }
        )
    return found


def unknowns(edition: Edition) -> list[dict[str, Any]]:
    """What the text leaves open: the indicators whose figures rest on it, and those whose penalty does.

    Source: `core.penalties.standing`, which forbids charging by the same two lists.
    """
    version = edition.version
    return [
        {
            "key": key,
            "entry": one,
            "kpis": [kpi.key for kpi in version.kpis if key in kpi.unknowns],
            "priced": [kpi.key for kpi in version.kpis if kpi.level]
            if key in version.penalties.unknowns
            else [],
        }
        for key, one in version.unknowns.items()
    ]


def _touches(reading: str, kpi: Kpi) -> bool:
    if reading.startswith("hours."):
        return kpi.service == reading.partition(".")[2]
    return words.touching(reading, kpi.family)

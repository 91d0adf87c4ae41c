"""The frequent changes of a contract as a form: what was typed becomes an amendment laid over the version in force.

What is wrong comes back with the field it belongs to; nothing here stores anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from timonier.contracts import spoken
from timonier.contracts.files import LARGEST
from timonier.contracts.uploads import laid_over, read_upload
from timonier.core.contract.source import Invalid, Problem, Source
from timonier.foundation.tenancy.models import Contract

LONGEST_WORDS = 500
LONGEST_TITLE = 200
AMOUNTS = ("cap_per_kpi", "cap_per_month", "monthly_fee")
NAMES = (
    "title", "effective_from", "kpi", "kpi_target", "kpi_objective", "kpi_level", "hours", "hours_week", "reading",
    "row", "row_quantity", "price_P1", "price_P2", "price_P3", *AMOUNTS, "basis", "unknown", "decision_who",
    "decision_on", "decision_reason", "amendment",
)  # fmt: skip
"""Every field of the form, its check boxes left aside."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What came from the form, and the file beside it. Kept as typed, to be shown again when something is wrong."""

    values: Mapping[str, str]
    file_name: str = ""
    file: bytes = b""

    def get(self, name: str) -> str:
        """A field without the blanks around it."""
        return self.values.get(name, "").strip()


def values_of(given: Mapping[str, str]) -> dict[str, str]:
    """The fields of the form, from a request; bounded, and without what a text cannot hold."""
    found = {name: str(given.get(name, "")).replace("\x00", "")[:LARGEST] for name in NAMES}
    # A browser sends line ends as CRLF: YAML counts its lines by LF.
    found["amendment"] = found["amendment"].replace("\r\n", "\n")
    return found


def source_from(contract: Contract, typed: Typed, base: Source) -> Source:
    """The complete source of what was typed: the file or the text first, then the fields over it. Raises: Invalid."""
    problems = _needed(typed)
    source = base
    try:
        source = _written(contract, typed, base)
    except Invalid as invalid:
        problems += invalid.problems
    part, lists, wrong = part_of(typed, source)
    problems += wrong
    try:
        day = typed.get("effective_from")
        if day:
            part["effective_from"] = day
        made = Source({**source.tree}, {**source.lists, **lists}, dict(source.places))
        made = laid_over(contract, made, part)
    except Invalid as invalid:
        problems += [one for one in invalid.problems if one not in problems]
    if problems:
        raise Invalid(problems)
    return made


def _needed(typed: Typed) -> list[Problem]:
    found = []
    if not typed.get("title"):
        found.append(Problem("title", "draft_field_needed", {}))
    elif len(typed.get("title")) > LONGEST_TITLE:
        found.append(Problem("title", "draft_too_long", {"most": LONGEST_TITLE}))
    has_text = bool(typed.file or typed.get("amendment"))
    if not typed.get("effective_from") and not has_text:
        found.append(Problem("effective_from", "draft_field_needed", {}))
    return found


def _written(contract: Contract, typed: Typed, base: Source) -> Source:
    """What the file or the typed amendment says; the version in force when there is neither."""
    if typed.file:
        return read_upload(contract, typed.file_name[:100] or "upload", typed.file)
    text = typed.get("amendment")
    if not text:
        return base
    if typed.get("effective_from") and "effective_from:" not in text:
        # Last, so that the lines of what was typed keep their numbers.
        text = f"{text}\neffective_from: {typed.get('effective_from')[:10]}\n"
    return read_upload(contract, "amendment.yaml", text.encode())


def part_of(
    typed: Typed, base: Source
) -> tuple[dict[str, Any], dict[str, list[dict[str, str]]], list[Problem]]:
    """The amendment of the fields alone: the tree's part, the lists that change, what is wrong with the fields."""
    part: dict[str, Any] = {}
    problems: list[Problem] = []
    _kpi(typed, part, problems)
    if typed.get("hours_week"):
        key = _chosen(typed, "hours", problems)
        part.setdefault("hours", {})[key] = {"week": spoken.week(typed.get("hours_week"))}
    if typed.get("reading"):
        name, _, value = typed.get("reading").partition("=")
        part.setdefault("readings", {})[name] = value
    penalties: dict[str, Any] = {}
    prices = {level: typed.get(f"price_{level}") for level in ("P1", "P2", "P3")}
    if any(prices.values()):
        penalties["prices"] = {level: _amount(value) for level, value in prices.items() if value}
    penalties |= {name: _amount(typed.get(name)) for name in AMOUNTS if typed.get(name)}
    if typed.get("basis"):
        penalties["basis"] = typed.get("basis")
        part.setdefault("readings", {}).setdefault("penalty_basis", typed.get("basis"))
    if penalties:
        part["penalties"] = penalties
    _decision(typed, part, problems)
    return part, _quantity(typed, base, problems), problems


def _kpi(typed: Typed, part: dict[str, Any], problems: list[Problem]) -> None:
    changes = {
        name: as_written(typed.get(f"kpi_{name}"))
        for name, as_written in (("target", spoken.target), ("objective", spoken.share), ("level", str))
        if typed.get(f"kpi_{name}")
    }
    if changes:
        part.setdefault("kpis", {})[_chosen(typed, "kpi", problems)] = changes


def _decision(typed: Typed, part: dict[str, Any], problems: list[Problem]) -> None:
    names = ("decision_who", "decision_on", "decision_reason")
    if not any(typed.get(name) for name in (*names, "unknown")):
        return
    for name in ("unknown", *names):
        if not typed.get(name):
            problems.append(Problem(name, "draft_field_needed", {}))
        elif len(typed.get(name)) > LONGEST_WORDS:
            problems.append(Problem(name, "draft_too_long", {"most": LONGEST_WORDS}))
    try:
        if typed.get("decision_on"):
            date.fromisoformat(typed.get("decision_on"))
    except ValueError:
        problems.append(
            Problem("decision_on", "contract_not_a_date", {"value": typed.get("decision_on")[:40]})
        )
    who, on, reason = (typed.get(name) for name in names)
    part.setdefault("unknowns", {})[typed.get("unknown")] = {"decision": f"{who}, {on} – {reason}"}


def _quantity(typed: Typed, base: Source, problems: list[Problem]) -> dict[str, list[dict[str, str]]]:
    if not typed.get("row_quantity"):
        return {}
    file, rows = quantities(base)
    wanted, number = typed.get("row"), typed.get("row_quantity")
    if not number.isdecimal() or len(number) > 9:
        problems.append(Problem("row_quantity", "contract_not_a_number", {"value": number[:40]}))
        return {}
    if not any(row.get("key") == wanted for row in rows):
        problems.append(Problem("row", "draft_unknown_row", {"value": wanted[:60]}))
        return {}
    return {file: [row | {"quantity": number} if row.get("key") == wanted else row for row in rows]}


def quantities(base: Source) -> tuple[str, list[dict[str, str]]]:
    """The list of quantities of a source: its file, and its rows."""
    for name, rows in base.lists.items():
        if rows and {"key", "quantity"} <= rows[0].keys():
            return name, rows
    return "", []


def _chosen(typed: Typed, name: str, problems: list[Problem]) -> str:
    if not typed.get(name):
        problems.append(Problem(name, "draft_field_needed", {}))
    return typed.get(name)


def _amount(text: str) -> str:
    """An amount as the contract writes it: "1 234,5" becomes "1234.50"; what is none stays, for the schema to say so."""
    plain = (
        text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace("€", "").replace(",", ".")
    )
    whole, point, cents = plain.partition(".")
    if whole.isdecimal() and (not point or (cents.isdecimal() and len(cents) <= 2)):
        return f"{whole}.{cents.ljust(2, '0')}"
    return text


def field_of(problem: Problem) -> str:
    """The field of the form that a problem belongs to; "" when it is another's."""
    steps = problem.path.split(".")
    if problem.path in NAMES:
        return problem.path
    if steps[0] == "kpis" and len(steps) > 2 and steps[2] in ("target", "objective", "level"):
        return f"kpi_{steps[2]}"
    if steps[0] == "hours":
        return "hours_week"
    if steps[0] == "readings":
        return "reading"
    if steps[0] == "penalties" and len(steps) > 1:
        return f"price_{steps[-1]}" if steps[1] == "prices" else steps[1]
    if steps[0] == "unknowns":
        return "unknown"
    return ""

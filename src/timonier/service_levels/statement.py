"""The statement of penalties of a month: each line from the figure published, its corrections, what the buyer decided.

A decision never changes a figure: it says what remains to be paid. Decimal euros; the total is the sum of its lines.
Source: KPI-31; KPIS.md "Penalties".
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from timonier.contracts.queries import plans_of
from timonier.core.contract.model import Kpi, Unknown
from timonier.core.instants import month_first, parse_instant
from timonier.core.penalties import ZERO
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels.models import Improvement, Justification, PenaltyWord
from timonier.service_levels.services import corrections_of, month_result, published_result

DECIDED = ("applied", "waived", "partly", "disputed")


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One service level. `remains`: what the decision leaves; `chargeable`: what may be charged today."""

    kpi: Kpi
    result: dict[str, Any]
    computed: Decimal
    corrected: Decimal
    due: Decimal
    state: str
    waived: Decimal
    remains: Decimal
    chargeable: Decimal
    forbidden_by: list[str]
    word: PenaltyWord | None
    justification: Justification | None
    improvements: list[Improvement]

    @property
    def is_missed(self) -> bool:
        """Whether the objective is still missed; a line stays for what was said of it when it was."""
        return self.result["achieved"] is False

    @property
    def has_moved(self) -> bool:
        """Whether the amount is another one than when it was decided."""
        return self.word is not None and self.state in DECIDED and self.word.computed != self.due


@dataclass(frozen=True, slots=True)
class Statement:
    """The month. Every total is the sum of its column. `digest`: of the month's figures as of this instant (microseconds)."""

    month: str
    lines: list[StatementLine]
    sealed: dict[str, Any] | None
    digest: str
    as_of: int
    unknowns: dict[str, Unknown]

    @property
    def computed(self) -> Decimal:
        return sum((one.computed for one in self.lines), ZERO)

    @property
    def corrected(self) -> Decimal:
        return sum((one.corrected for one in self.lines), ZERO)

    @property
    def waived(self) -> Decimal:
        return sum((one.waived for one in self.lines), ZERO)

    @property
    def remains(self) -> Decimal:
        return sum((one.remains for one in self.lines), ZERO)

    @property
    def chargeable(self) -> Decimal:
        return sum((one.chargeable for one in self.lines), ZERO)

    @property
    def is_due(self) -> bool:
        """Whether any line leaves an amount to speak of."""
        return any(one.due for one in self.lines)

    @property
    def forbidden(self) -> list[str]:
        """What stands against charging any line."""
        return sorted({code for one in self.lines if one.remains for code in one.forbidden_by})


def result_of(contract: Contract, month: str) -> dict[str, Any]:
    """The month as published, with the corrections of later seals beside; else as it stands now. Raises: Refused."""
    published = published_result(contract, month)
    if published is None:
        return month_result(contract, month)
    return published | {"corrections": corrections_of(contract, month)}


def standing(contract: Contract, month: str) -> dict[str, dict[str, Any]]:
    """KPI → result of the month, as last published. Raises: Refused."""
    return latest(result_of(contract, month))


def latest(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """KPI → its line, corrections laid over what was published."""
    found = {one["kpi"]: dict(one) for one in result["results"]}
    if result["sealed"]:
        for line in result["corrections"]:
            if line["after"] is not None and line["kpi"] in found:
                kept = {name: value for name, value in line["after"].items() if name != "excluded"}
                found[line["kpi"]] |= kept
    return found


def statement(contract: Contract, month: str, result: dict[str, Any] | None = None) -> Statement:
    """The statement of a month. Needs the scope. Raises: Refused before the contract."""
    result = result or result_of(contract, month)
    version = plans_of(contract).on(month_first(month)).version
    kpis = {kpi.key: kpi for kpi in version.kpis}
    words = {row.kpi: row for row in PenaltyWord.objects.filter(contract=contract, month=month)}
    said = {row.kpi: row for row in Justification.objects.filter(contract=contract, month=month)}
    plans: dict[str, list[Improvement]] = {}
    for row in Improvement.objects.filter(contract=contract, month=month).order_by("kpi", "number"):
        plans.setdefault(row.kpi, []).append(row)
    now_known = latest(result)
    lines = [
        _line(kpis[key], one, now_known[key], words.get(key), said.get(key), plans.get(key, []))
        for key, one in ((one["kpi"], one) for one in result["results"])
        if key in kpis and _matters(one, now_known[key], key in words or key in said)
    ]
    return Statement(
        month, lines, result["sealed"], result["digest"], parse_instant(result["as_of"]), version.unknowns
    )


def _matters(before: dict[str, Any], after: dict[str, Any], has_words: bool) -> bool:
    return has_words or after["achieved"] is False or before["achieved"] is False


def _line(
    kpi: Kpi,
    published: dict[str, Any],
    known: dict[str, Any],
    word: PenaltyWord | None,
    justification: Justification | None,
    improvements: list[Improvement],
) -> StatementLine:
    computed, due = Decimal(published["penalty_amount"]), Decimal(known["penalty_amount"])
    state = _state(due, word, justification)
    waived = ZERO
    if word is not None and state == "waived":
        waived = due
    elif word is not None and state == "partly":
        waived = min(word.waived, due)
    remains = due - waived
    forbidden = list(published["forbidden_by"])
    is_due = state in ("applied", "partly") and not forbidden and published["chargeable"]
    return StatementLine(
        kpi, known, computed, due - computed, due, state, waived, remains, remains if is_due else ZERO, forbidden,
        word, justification, improvements,
    )  # fmt: skip


def _state(due: Decimal, word: PenaltyWord | None, justification: Justification | None) -> str:
    if word is not None:
        return str(word.state)
    if not due:
        return "none"
    return "computed" if justification is None else "justified"

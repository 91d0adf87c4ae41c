"""What if: months replayed under a draft version, another reading or other hours, beside the version in force.

The same engine and the same months as everywhere; nothing here is published, and no figure is changed. "Replayed" means:
as if the other plan had been in force from the first day of the span, on the facts known now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from timonier.contracts.queries import definition, sources_of
from timonier.core.canonical import digest
from timonier.core.comparison import compare_month, totals
from timonier.core.contract.model import Contract as Definition
from timonier.core.contract.reading_words import choices
from timonier.core.contract.schema import build, source_digest
from timonier.core.contract.source import Source
from timonier.core.engine import ENGINE
from timonier.core.instants import format_instant, month_bounds, month_first, months_between
from timonier.core.months import check_month
from timonier.core.plan import Plans
from timonier.core.refusal import Refused
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import now
from timonier.service_levels.inputs import journal_position
from timonier.service_levels.replay import Replayed, replay

MOST_MONTHS = 36
Comparison = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Alternative:
    """What is tried: other readings (hours among them), or a whole version, or readings over a version.

    `throughout`: as if in force from the first day of the span; else from its own date, as it will come out.
    """

    readings: Mapping[str, str] = field(default_factory=dict)
    source: Source | None = None
    draft: int | None = None
    throughout: bool = True

    def plans(self, contract: Contract, made: Definition) -> Plans:
        """The plans of this alternative. Raises: Invalid, Refused for a reading that the register does not know."""
        if self.source is None:
            return Plans(made, self.readings)
        tried = build(contract.key, [self.source])
        if not self.throughout:
            tried = build(contract.key, [*sources_of(contract), self.source], is_in_force=True)
        return Plans(tried, self.readings)

    def inputs(self) -> dict[str, Any]:
        """What tells this alternative from every other one."""
        return {
            "readings": dict(sorted(self.readings.items())),
            "version": None if self.source is None else source_digest(self.source),
            "throughout": self.throughout,
        }


def compare(
    contract: Contract,
    months: Sequence[str],
    alternative: Alternative,
    *,
    as_of: int | None = None,
    seconds: float | None = None,
) -> Comparison:
    """The months under the contract in force and under the alternative, side by side. Opens the contract's scope.

    Raises: Refused, also when it takes longer than `seconds`.
    """
    with scope([contract.pk]):
        made = definition(contract)
        instant = now() if as_of is None else as_of
        span = check_span(made, months)
        position = journal_position(contract)
        other = alternative.plans(contract, made)
        replayed = replay(contract, made, span, [other], instant, position, seconds=seconds)
    lines = [_month(replayed, 1, month) for month in span]
    found = {
        "contract": contract.key,
        "months": span,
        "as_of": format_instant(instant),
        "journal_position": position,
        "engine": ENGINE,
        "inputs": inputs_of(made, span, alternative),
        "versions": _versions(made),
        "alternative": {
            **alternative.inputs(),
            "draft": alternative.draft,
            "effective_from": None
            if alternative.source is None
            else str(alternative.source.tree.get("effective_from", "")),
        },
        "totals": totals(lines),
        "by_month": lines,
    }
    return {**found, "digest": digest(found)}


def price(
    contract: Contract, months: Sequence[str], *, as_of: int | None = None, seconds: float | None = None
) -> dict[str, Any]:
    """The ambiguity register priced: each reading, each other answer, and what it would change. Raises: Refused."""
    with scope([contract.pk]):
        made = definition(contract)
        instant = now() if as_of is None else as_of
        span = check_span(made, months)
        position = journal_position(contract)
        asked = [
            (name, value, current)
            for name, current, others in choices(made.versions[-1], dict(Plans(made).all()[-1].readings))
            for value in others
        ]
        plans = [Plans(made, {name: value}) for name, value, _ in asked]
        replayed = replay(contract, made, span, plans, instant, position, seconds=seconds)
    results = [[replayed.result(replayed.sides[0], month) for month in span]]
    answers = []
    for number, (name, value, current) in enumerate(asked, start=1):
        lines = [
            _brief(_compared(replayed, number, month, before))
            for month, before in zip(span, results[0], strict=True)
        ]
        answers.append(
            {
                "reading": name,
                "value": value,
                "in_force": current,
                "totals": totals(lines),
                "changed_items": sum(one["changed_items"] for one in lines),
                "kpis": sorted({line["kpi"] for one in lines for line in one["lines"]}),
                "by_month": [one for one in lines if one["lines"]],
            }
        )
    found = {
        "contract": contract.key,
        "months": span,
        "as_of": format_instant(instant),
        "journal_position": position,
        "engine": ENGINE,
        "inputs": register_inputs(made, span),
        "versions": _versions(made),
        "answers": answers,
    }
    return {**found, "digest": digest(found)}


def check_span(made: Definition, months: Sequence[str]) -> list[str]:
    """The months in their order, from the contract's first one on. Raises: Refused."""
    if not months:
        raise Refused("whatif_no_month")
    if len(months) > MOST_MONTHS:
        raise Refused("whatif_too_many_months", most=MOST_MONTHS)
    span = sorted(set(months))
    whole = months_between(span[0], span[-1])
    version = made.versions[0]
    first = min((phase.starts for phase in version.phases), default=None)
    kept = [month for month in whole if first is None or month >= f"{first:%Y-%m}"]
    if not kept:
        check_month(version, span[-1])
    return kept or span


def last_months(last: str, count: int) -> list[str]:
    """`count` months that end with `last`."""
    first = month_first(last)
    index = first.year * 12 + first.month - 1
    return [
        f"{place // 12:04d}-{place % 12 + 1:02d}"
        for place in range(index - max(1, min(count, MOST_MONTHS)) + 1, index + 1)
    ]


def inputs_of(made: Definition, months: Sequence[str], alternative: Alternative) -> str:
    """Digest of all that a comparison is made from, the journal left aside."""
    return digest(
        {
            "what": "comparison",
            "contract": made.key,
            "months": list(months),
            "versions": _versions(made),
            "alternative": alternative.inputs(),
            "engine": ENGINE,
        }
    )


def register_inputs(made: Definition, months: Sequence[str]) -> str:
    """The same of the priced register."""
    return digest(
        {
            "what": "register",
            "contract": made.key,
            "months": list(months),
            "versions": _versions(made),
            "engine": ENGINE,
        }
    )


def is_over(made: Definition, months: Sequence[str], at: int) -> bool:
    """Whether the last of the months was over at an instant: then time alone changes nothing more in it."""
    return at >= month_bounds(months[-1], made.versions[-1].timezone)[1]


def _versions(made: Definition) -> list[dict[str, Any]]:
    return [
        {"number": one.number, "effective_from": one.effective_from.isoformat(), "digest": one.digest}
        for one in made.versions
    ]


def _month(replayed: Replayed, side: int, month: str) -> dict[str, Any]:
    return _compared(replayed, side, month, replayed.result(replayed.sides[0], month))


def _compared(replayed: Replayed, side: int, month: str, before: Mapping[str, Any]) -> dict[str, Any]:
    first, other = replayed.sides[0], replayed.sides[side]
    after = replayed.result(other, month)
    return compare_month(before, after, first.measures[month], other.measures[month])


def _brief(month: dict[str, Any]) -> dict[str, Any]:
    """A month with the lines that change alone, their items counted and not named."""
    lines = [
        {name: value for name, value in line.items() if name != "items"}
        for line in month["lines"]
        if line["changes"]
    ]
    return {**month, "lines": lines}

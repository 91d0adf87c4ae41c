"""What a later recomputation changes in a published month: lines of correction, never a silent rewrite.

Source: KPIS.md "Versions, phases, seals"; requirement KPI-33.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from timonier.core.messages import say

_FIGURES = ("population", "met", "missed", "value", "achieved", "charged", "penalty_amount")


def correction_lines(
    published: Mapping[str, Any], computed: Mapping[str, Any], items: Mapping[str, tuple[set[str], set[str]]]
) -> list[dict[str, Any]]:
    """Lines for every KPI whose figures differ from what was last published for the month.

    `items`: KPI -> (items that entered or changed, items that left), as far as known. Amounts are texts in euros.
    """
    before = {result["kpi"]: result for result in published["results"]}
    after = {result["kpi"]: result for result in computed["results"]}
    lines = []
    for kpi in sorted(before.keys() | after.keys()):
        old, new = before.get(kpi), after.get(kpi)
        if old is not None and new is not None and not _differs(old, new):
            continue
        entered, left = items.get(kpi, (set(), set()))
        lines.append(
            {
                "month": computed["month"],
                "kpi": kpi,
                "items": sorted(entered | left),
                "before": _figures(old),
                "after": _figures(new),
                "penalty_difference": str(_amount(new) - _amount(old)),
            }
        )
    return lines


def reason_of(
    kpi: str, published: Mapping[str, Any], computed: Mapping[str, Any], by_engine: Collection[str]
) -> dict[str, Any]:
    """Why a figure is no longer what was published: another engine, another version of the contract, or facts learnt since."""
    if kpi in by_engine:
        return say("corrected_by_engine", {"before": published["engine"], "after": computed["engine"]})
    before, after = ([one["digest"] for one in result["versions"]] for result in (published, computed))
    return say("corrected_by_contract" if before != after else "corrected_by_facts", {})


def _differs(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return _figures(old) != _figures(new)


def _figures(result: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What is compared, and what a line shows. A result that a correction gave counts its exclusions already."""
    if result is None:
        return None
    excluded = result.get("excluded") or 0
    return {name: result.get(name) for name in _FIGURES} | {
        "excluded": excluded if isinstance(excluded, int) else len(excluded)
    }


def _amount(result: Mapping[str, Any] | None) -> Decimal:
    return Decimal("0.00") if result is None else Decimal(result["penalty_amount"])

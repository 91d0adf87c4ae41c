"""A month under one plan beside the same month under another: figures, euros, and the items whose fate changes.

It computes no figure: both results come from `months`. Amounts are texts in euros, as there.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from timonier.core.measures import Measure
from timonier.core.months import whole_seconds

FIGURES = ("population", "met", "missed", "value", "objective", "achieved", "penalty_amount", "chargeable")
ITEMS = 500
"""How many changed items of one KPI and month are named; all are counted."""
ZERO = "0.00"
Result = Mapping[str, Any]


def compare_month(
    before: Result, after: Result, measures_before: Sequence[Measure], measures_after: Sequence[Measure]
) -> dict[str, Any]:
    """One month under both plans; `measures_…` are those that belong to the month."""
    month = before["month"]
    fates = [_fates(measures, month) for measures in (measures_before, measures_after)]
    old, new = ({one["kpi"]: one for one in result["results"]} for result in (before, after))
    lines = []
    for kpi in [*old, *(key for key in new if key not in old)]:
        items = changed_items(fates[0].get(kpi, {}), fates[1].get(kpi, {}))
        lines.append(_line(kpi, old.get(kpi), new.get(kpi), items))
    totals = {"before": before["penalty_total"], "after": after["penalty_total"]}
    return {
        "month": month,
        "penalty_before": totals["before"],
        "penalty_after": totals["after"],
        "penalty_difference": str(Decimal(totals["after"]) - Decimal(totals["before"])),
        "digest_before": before["digest"],
        "digest_after": after["digest"],
        "changed": sum(line["changes"] for line in lines),
        "changed_items": sum(line["changed_items"] for line in lines),
        "lines": lines,
    }


def totals(months: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Penalties of all months on both sides, and what lies between them."""
    before = after = Decimal(ZERO)
    for one in months:
        before += Decimal(one["penalty_before"])
        after += Decimal(one["penalty_after"])
    return {"before": str(before), "after": str(after), "difference": str(after - before)}


def _line(kpi: str, old: Result | None, new: Result | None, items: list[dict[str, Any]]) -> dict[str, Any]:
    before, after = _figures(old), _figures(new)
    amounts = [Decimal(one["penalty_amount"]) if one else Decimal(ZERO) for one in (before, after)]
    return {
        "kpi": kpi,
        "before": before,
        "after": after,
        "penalty_difference": str(amounts[1] - amounts[0]),
        "changes": before != after or bool(items),
        "changed_items": len(items),
        "items": items[:ITEMS],
    }


def _figures(result: Result | None) -> dict[str, Any] | None:
    if result is None:
        return None
    return {name: result[name] for name in FIGURES} | {"excluded": len(result["excluded"])}


def _fates(measures: Iterable[Measure], month: str) -> dict[str, dict[str, Measure]]:
    found: dict[str, dict[str, Measure]] = {}
    for one in measures:
        if month in (one.month, one.excluded_month):
            of_kpi, item, again = found.setdefault(one.kpi, {}), one.item, 1
            while item in of_kpi:  # a ticket that came back twice is two items of KPI-16
                again += 1
                item = f"{one.item}#{again}"
            of_kpi[item] = one
    return found


def changed_items(before: Mapping[str, Measure], after: Mapping[str, Measure]) -> list[dict[str, Any]]:
    """Items whose outcome in the month differs, or that belong to it on one side only; by item."""
    found = []
    for item in sorted(before.keys() | after.keys()):
        old, new = before.get(item), after.get(item)
        if old is new or (old is not None and new is not None and _same(old, new)):
            continue
        found.append(
            {
                "item": item,
                "kind": (old or new).kind,  # type: ignore[union-attr]  # one of both is there
                "before": _fate(old),
                "after": _fate(new),
            }
        )
    return found


def _same(old: Measure, new: Measure) -> bool:
    return (old.outcome, old.reason, old.month, old.value) == (new.outcome, new.reason, new.month, new.value)


def _fate(one: Measure | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "outcome": one.outcome,
        "reason": one.reason,
        "counted_seconds": None if one.counted is None else whole_seconds(one.counted),
        "target_seconds": None if one.target is None else whole_seconds(one.target),
    }

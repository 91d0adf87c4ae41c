"""Measures as JSON objects of `explain` and `measures`: seconds, ISO instants, codes. The same for every reader."""

from collections.abc import Sequence
from typing import Any

from timonier.core.instants import format_instant
from timonier.core.measures import Measure
from timonier.core.months import whole_seconds


def item_object(
    item: str, kind: str, measures: Sequence[Measure], *, intervals: bool = True
) -> dict[str, Any]:
    """One item with all its measures, as SURFACE.md writes it."""
    ordered = sorted(measures, key=lambda one: (one.kpi, one.started_at))
    return {
        "item": item,
        "kind": kind,
        "measures": [measure_object(one, intervals=intervals) for one in ordered],
    }


def measure_object(one: Measure, *, intervals: bool = True) -> dict[str, Any]:
    """One measure. Durations in seconds of service; `counted_seconds` is null where the KPI has no clock."""
    found: dict[str, Any] = {
        "kpi": one.kpi,
        "target_seconds": _seconds(one.target),
        "counted_seconds": _seconds(one.counted),
        "gross_seconds": _seconds(one.gross),
        "outcome": one.outcome,
        "month": one.month,
        "reason": one.reason,
        "started_at": format_instant(one.started_at),
        "stopped_at": None if one.stopped_at is None else format_instant(one.stopped_at),
        "exceeds_at": None if one.exceeds_at is None else format_instant(one.exceeds_at),
        "excluded_month": one.excluded_month,
        "version": one.version,
    }
    if one.value is not None:
        found["score"] = one.value
    if one.carried:
        found["carried_seconds"] = _seconds(one.carried)
    if intervals:
        found["intervals"] = [
            {
                "from": format_instant(row["from"]),
                "to": format_instant(row["to"]),
                "holder": row["holder"],
                "open": row["open"],
                "counted": row["counted"],
                "seconds": whole_seconds(row["us"]),
                "why": row["why"],
            }
            for row in one.intervals()
        ]
    return found


def _seconds(us: int | None) -> int | float | None:
    return None if us is None else whole_seconds(us)

"""Ledgers of items for people and programs: one item explained, all items streamed, stored rows compared."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from timonier.contracts.queries import plans_of
from timonier.core.engine import AGGREGATED, Outcome, evaluate_stream
from timonier.core.events import KINDS, read_event
from timonier.core.instants import format_instant
from timonier.core.measures import Measure
from timonier.core.messages import say
from timonier.core.output import item_object
from timonier.core.plan import Plans
from timonier.core.refusal import Refused
from timonier.foundation.journal import read
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.models import MeasureRow
from timonier.measures.services import drain, now
from timonier.service_levels.inputs import Known, may_know, openings_in, streams_of

_FAMILIES = tuple(family for family in KINDS if family not in AGGREGATED)


def explain(
    contract: Contract,
    item: str,
    *,
    as_of: int | None = None,
    known_at: int | None = None,
    readings: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """One item by its key ("4711", or "alert/4711" for what is no ticket). Raises: Refused when nothing is known."""
    plans = plans_of(contract, readings)
    family, slash, key = item.partition("/")
    wanted = [item] if slash and family in KINDS else [f"{one}/{item}" for one in _FAMILIES]
    with scope([contract.pk]):
        instant = now() if as_of is None else as_of
        for stream in wanted:
            outcome = _outcome(contract, plans, stream, instant, Known(known_at=known_at))
            if outcome is not None:
                family, _, key = stream.partition("/")
                return {**item_object(key, family, outcome.measures), "notes": notes_of(outcome)}
    raise Refused("unknown_ticket", item=item[:200])


def _outcome(contract: Contract, plans: Plans, stream: str, as_of: int, known: Known) -> Outcome | None:
    rows = [row for row in read(contract, stream=stream) if may_know(row, known)]
    if not rows:
        return None
    family, _, key = stream.partition("/")
    events = [read_event(stream, row.payload, row.occurred_at, row.known_at) for row in rows]
    return evaluate_stream(plans, family, key, events, as_of, openings_in(contract, plans, as_of, known))


def notes_of(outcome: Outcome) -> list[dict[str, Any]]:
    """What is told about an item, with both languages."""
    return [{"at": format_instant(note["at"]), **say(note["code"], note["params"])} for note in outcome.notes]


def all_items(
    contract: Contract,
    *,
    month: str | None = None,
    as_of: int | None = None,
    known_at: int | None = None,
    readings: Mapping[str, str] | None = None,
    intervals: bool = True,
) -> Iterator[dict[str, Any]]:
    """Every item with a measure (in the month, when given), in the order of streams."""
    plans = plans_of(contract, readings)
    with scope([contract.pk]):
        instant = now() if as_of is None else as_of
        known = Known(known_at=known_at)
        openings = openings_in(contract, plans, instant, known)
        for family, key, events in streams_of(contract, month, known, openings):
            if family in AGGREGATED:
                continue
            outcome = evaluate_stream(plans, family, key, events, instant, openings)
            yield from item_objects(family, outcome.measures, month, intervals=intervals)


def item_objects(
    family: str, measures: Iterable[Measure], month: str | None, *, intervals: bool
) -> list[dict[str, Any]]:
    """The items of one stream (of a month, when given), each with its measures."""
    found: dict[str, list[Measure]] = {}
    for one in measures:
        if month is None or month in (one.month, one.excluded_month):
            found.setdefault(one.item, []).append(one)
    return [item_object(item, family, kept, intervals=intervals) for item, kept in found.items()]


_COMPARED = (
    "outcome",
    "started_at",
    "stopped_at",
    "target",
    "counted",
    "gross",
    "month",
    "excluded_month",
    "reason",
)


def compare_rows(contract: Contract) -> dict[str, Any]:
    """The derived rows against the journal, all marks drained first: what differs, by stream and KPI.

    A row that was running when written may have passed its target since: only what time alone cannot change counts.
    """
    while _drained_some(contract):
        pass
    with scope([contract.pk]):
        instant = now()
        plans = plans_of(contract)
        stored: dict[str, list[MeasureRow]] = {}
        for row in MeasureRow.objects.filter(contract=contract).order_by("stream").iterator():
            stored.setdefault(row.stream, []).append(row)
        openings = openings_in(contract, plans, instant, Known())
        differences: list[dict[str, str]] = []
        count = 0
        for family, key, events in streams_of(contract, None, Known()):
            if family in AGGREGATED:
                continue
            measures = evaluate_stream(plans, family, key, events, instant, openings).measures
            count += len(measures)
            differences += _differences(f"{family}/{key}", stored.pop(f"{family}/{key}", []), measures)
        differences += [
            {"stream": stream, "kpi": row.kpi, "what": "extra"}
            for stream, rows in stored.items()
            for row in rows
        ]
    return {"compared": count, "differences": differences[:1000]}


def _drained_some(contract: Contract) -> bool:
    """One batch in a transaction of its own: the locks of its streams must not pile up over a whole contract."""
    with scope([contract.pk]):
        return bool(drain(contract))


def _differences(stream: str, rows: list[MeasureRow], measures: list[Measure]) -> list[dict[str, str]]:
    key = lambda one: (one.kpi, one.item, one.started_at, one.stopped_at or 0)  # noqa: E731 - used twice below
    left, right = sorted(rows, key=key), sorted(measures, key=key)
    if len(left) != len(right):
        return [{"stream": stream, "kpi": "", "what": "count"}]
    found = []
    for row, one in zip(left, right, strict=True):
        if row.outcome == "running":
            same = row.kpi == one.kpi and (one.outcome == "running" or row.exceeds_at == one.exceeds_at)
        else:
            running_missed = row.outcome == "missed" and row.stopped_at is None
            names = ("outcome", "started_at", "month") if running_missed else _COMPARED
            same = row.kpi == one.kpi and all(getattr(row, name) == getattr(one, name) for name in names)
        if not same:
            found.append({"stream": stream, "kpi": one.kpi, "what": "figures"})
    return found

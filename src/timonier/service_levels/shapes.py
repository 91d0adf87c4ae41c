"""The JSON of service levels, as the commands `explain`, `measures` and `kpi` write it. For the description alone:
what is sent comes from the core as it is, and tests hold it against these shapes."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

Seconds = int | float


class Interval(Schema):
    """A piece of an item's life."""

    since: Annotated[str, Field(alias="from")]
    to: str
    holder: str
    open: bool
    counted: bool
    seconds: Seconds
    why: str


class MeasureShape(Schema):
    """One item under one KPI. Durations in seconds of service."""

    kpi: str
    target_seconds: Seconds | None
    counted_seconds: Seconds | None
    gross_seconds: Seconds | None
    outcome: Literal["met", "missed", "running", "excluded"]
    month: str | None
    reason: str | None
    started_at: str
    stopped_at: str | None
    exceeds_at: str | None
    excluded_month: str | None
    version: int
    score: Any = None
    carried_seconds: Seconds | None = None
    intervals: list[Interval] | None = None


class Item(Schema):
    """One item with its measures."""

    item: str
    kind: str
    measures: list[MeasureShape]
    notes: list[dict[str, Any]] | None = None


class ItemPage(Schema):
    """One page of items; `next` is the cursor of the next one, null on the last."""

    items: list[Item]
    next: str | None
    as_of: str


class KpiShape(Schema):
    """One KPI of a month. `penalty_…` is there for who may read penalties."""

    kpi: str
    population: int
    met: int | None
    missed: int | None
    excluded: list[dict[str, Any]]
    value: str | None
    objective: str
    achieved: bool | None
    incomplete: list[dict[str, Any]]
    charged: dict[str, Any] | None
    chargeable: bool
    forbidden_by: list[str]
    penalty_level: Any = None
    penalty_amount: str | None = None


class Month(Schema):
    """The KPIs and penalties of a month."""

    contract: str
    month: str
    as_of: str
    known_at: str | None
    journal_position: int
    engine: str
    versions: list[dict[str, Any]]
    phases: list[str]
    sealed: dict[str, Any] | None
    readings: dict[str, str]
    results: list[KpiShape]
    corrections: list[dict[str, Any]]
    digest: str
    penalty_total: str | None = None


class ComparedKpi(Schema):
    """One KPI of a month on both sides. `items` names at most 500 of the `changed_items`."""

    kpi: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    penalty_difference: str
    changes: bool
    changed_items: int
    items: list[dict[str, Any]]


class ComparedMonth(Schema):
    """One month on both sides; the digests are those of `kpi`."""

    month: str
    penalty_before: str
    penalty_after: str
    penalty_difference: str
    digest_before: str
    digest_after: str
    changed: int
    changed_items: int
    lines: list[ComparedKpi]


class Comparison(Schema):
    """Months under the contract in force and under what is tried."""

    contract: str
    months: list[str]
    as_of: str
    journal_position: int
    engine: str
    inputs: str
    versions: list[dict[str, Any]]
    alternative: dict[str, Any]
    totals: dict[str, str]
    by_month: list[ComparedMonth]
    digest: str

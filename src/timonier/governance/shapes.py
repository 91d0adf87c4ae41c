"""The JSON of dashboards. For the description alone: tests hold what is sent against these shapes."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field


class ResultShape(Schema):
    """A service level over a period. `state`: met, missed (in one month at least), none. `is_mean`: never; items are counted together."""

    value: str | None
    state: str
    met: int | None
    missed: int | None
    population: int
    excluded: int
    incomplete: int
    months_held: int
    months_judged: int
    is_mean: bool
    penalty_amount: str | None = None


class WindowShape(Schema):
    """One of the thirteen months."""

    month: str
    value: str | None
    achieved: bool | None
    year_before: str | None


class LevelShape(ResultShape):
    """One service level of the contract."""

    kpi: str
    title: dict[str, str]
    clause: str
    objective: str
    at_most: bool
    year_before: ResultShape
    window: list[WindowShape]


class TotalShape(Schema):
    """A number of the period and of the same one a year before; null: no figures."""

    value: int | None
    year_before: int | None


class PenaltyShape(Schema):
    """One penalty of the period, in euros."""

    month: str
    kpi: str
    computed: str
    chargeable: str
    forbidden_by: list[str]
    state: str


class EntryShape(Schema):
    """One line of the tender: the block that shows it, or the room that will bring its facts."""

    title: str
    block: str | None
    room: str | None


class SectionShape(Schema):
    """One heading of the tender."""

    key: str
    title: str
    entries: list[EntryShape]


class Dashboard(Schema):
    """A dashboard of a period."""

    contract: str
    kind: str
    first: Annotated[str, Field(alias="from")]
    to: str
    as_of: str | None
    journal_position: int | None
    digest: str | None
    is_sealed: bool
    is_stale: bool
    missing: list[str]
    levels: list[LevelShape]
    months: list[dict[str, Any]]
    totals: dict[str, TotalShape]
    sections: list[SectionShape]
    penalties: list[PenaltyShape] | None = None

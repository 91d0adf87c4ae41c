"""The JSON of a contract as it is sent by the API."""

from typing import Any

from ninja import Schema


class Titled(Schema):
    """A text in both languages."""

    fr: str
    en: str


class VersionShape(Schema):
    """One version: its number, its first day, the digest of its source."""

    number: int
    effective_from: str
    digest: str


class PhaseShape(Schema):
    """One phase; `ends` is its last day, null when it is open."""

    key: str
    starts: str
    ends: str | None
    charging: bool


class HoursShape(Schema):
    """Opening of a service: seven days from Monday, each a list of [start, end] minutes."""

    week: list[list[list[int]]]
    on_holidays: bool
    service_day_minutes: int
    unknown: bool
    alternatives: list[str]


class KpiShape(Schema):
    """One indicator. `target`: "20 s", "3 h", "1 service day"; `objective`: a share as a decimal text."""

    key: str
    family: str
    title: Titled
    sentence: Titled | str | None
    clause: str
    hours: str | None
    target: str | None
    objective: str
    at_most: bool
    level: str | None
    unknowns: list[str]


class UnknownShape(Schema):
    """What the text does not contain, and what was put in its place."""

    title: Titled
    clause: str
    placeholder: str
    decision: str | None


class ContractText(Schema):
    """A version of a contract. `terms` are its other keys as loaded, `lists` the rows of its lists by name."""

    key: str
    title: Titled
    version: VersionShape
    versions: list[VersionShape]
    timezone: str
    phases: list[PhaseShape]
    hours: dict[str, HoursShape]
    kpis: list[KpiShape]
    readings: dict[str, str]
    unknowns: dict[str, UnknownShape]
    terms: dict[str, Any]
    lists: dict[str, list[dict[str, str]]]

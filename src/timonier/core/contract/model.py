"""The contract in memory, as the arithmetic reads it: frozen, typed, free of files and of the database.

`Contract` is the ordered list of its versions (amendments with effective dates); each `ContractVersion` is
complete in itself. What the arithmetic does not read (committees, sites, applications, price list …) stays in
`ContractVersion.annex` as plain data for the rooms that show it.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

PROVIDER, USER, CLIENT, THIRD_PARTY, NOBODY = "provider", "user", "client", "third_party", "none"


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening of one service. `week`: seven days from Monday, each a tuple of (start, end) minutes of local day.

    Units: minutes of the local day, 0 to 1440; `day_minutes` is the opening length of a standard day.
    """

    key: str
    week: tuple[tuple[tuple[int, int], ...], ...]
    on_holidays: bool
    day_minutes: int
    closures: frozenset[date] = frozenset()
    unknown: bool = False
    alternatives: tuple[tuple[str, "Hours"], ...] = ()  # reading value -> hours


@dataclass(frozen=True, slots=True)
class Target:
    """`unit` is "seconds" (service or wall seconds) or "service_days" (multiples of the service's standard day)."""

    unit: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Kpi:
    """One service level. `family` names the arithmetic; `params` are its typed arguments; the rest judges it.

    Families: calls_answered · tickets_taken · alerts_handled · first_contact · first_escalation · resolution ·
    reopened · ticket_scores · survey_scores · availability · compliance · milestones · quotes.
    For `resolution`, params = {"type": "incident"|"request", "scope": "user"|"infrastructure"|None,
    "priorities": [...]|None, "urgencies": [...]|None, "vip": bool|None, "blocking": bool|None,
    "level": int|None (level at birth)}; the first KPI in file order whose conditions all hold is chosen, and
    "or_vip": true lets a VIP's item in whatever its priority. For `quotes`, params = {"kind": ...}; for `tickets_taken`
    {"channels": [...]}; for `first_contact` {"types": [...], "channels": [...]}; `reopened` {"days": 30}.
    """

    key: str
    family: str
    title_fr: str
    title_en: str
    clause: str
    service: str | None  # key of the hours that the clock uses; None = wall clock or no clock
    target: Target | None
    objective: Decimal  # share, 0.95
    at_most: bool  # KPI-16: achieved when value <= objective
    level: str | None  # "P1".."P3", None = no penalty
    params: dict[str, Any] = field(default_factory=dict)
    unknowns: tuple[str, ...] = ()  # keys of Unknown on which this KPI stands


@dataclass(frozen=True, slots=True)
class Phase:
    """Days of the contract: from `starts` (included) to `ends` (excluded, None = open)."""

    key: str  # "transition", "vsr", "exploitation", "reversibility"
    starts: date
    ends: date | None
    charging: bool


@dataclass(frozen=True, slots=True)
class Penalties:
    """Price of each level and how it is drawn. Units: euros, excluding tax; caps per month."""

    prices: dict[str, Decimal]
    basis: str  # reading "penalty_basis": "once" | "per_missed_item" | "share_of_fee"
    cap_per_kpi: Decimal | None = None
    cap_per_month: Decimal | None = None
    monthly_fee: Decimal | None = None
    shares: dict[str, Decimal] = field(default_factory=dict)  # level -> share of the fee
    unknowns: tuple[str, ...] = ()  # placeholders that forbid charging ("example_prices")


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something the tender does not contain: what was put in its place, and what that forbids."""

    key: str
    clause: str
    title_fr: str
    title_en: str
    placeholder: str
    decision: str | None = None  # named decision that lifts the prohibition


@dataclass(frozen=True, slots=True)
class Category:
    """One line of the catalogue: what a solicitation may be about, and what the matrices say of it."""

    key: str
    title_fr: str
    title_en: str
    scope: str  # user | infrastructure
    level1_eligible: bool
    perimeter: str  # who resolves: provider | client | third_party
    article: str
    offered_to_users: bool = True  # no: how the desk classifies, nothing a user asks for


@dataclass(frozen=True, slots=True)
class Service:
    """A service whose availability is measured (KPI-19). `hours`: key of its opening."""

    key: str
    title_fr: str
    title_en: str
    hours: str
    third_party: bool = False
    administration: bool = True  # in the provider's administration perimeter


@dataclass(frozen=True, slots=True)
class Duties:
    """What is owed while somebody else holds the ball (4.1.4.6)."""

    period: Target  # 1 service day
    service: str  # hours in which the period runs ("desk")
    reminders: int  # 3 reminders, then an escalation
    holders: tuple[str, ...] = ("user", "third_party")  # plus an application referent of the client


@dataclass(frozen=True, slots=True)
class ContractVersion:
    number: int
    effective_from: date
    digest: str  # SHA-256 of the canonical source tree (RFC 8785), hexadecimal
    timezone: str
    holidays: frozenset[date]
    hours: dict[str, Hours]
    kpis: tuple[Kpi, ...]
    penalties: Penalties
    phases: tuple[Phase, ...]
    readings: dict[str, str]
    duties: Duties
    categories: dict[str, Category]
    services: dict[str, Service]
    default_priority: str
    default_urgency: str
    unknowns: dict[str, Unknown]
    reopen_days: int = 30
    annex: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contract:
    key: str
    title_fr: str
    title_en: str
    versions: tuple[ContractVersion, ...]  # by effective_from, ascending

"""A small contract made in code, for tests of the arithmetic alone: the tender's hours and resolution targets."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from timonier.core.contract.model import (
    Contract,
    ContractVersion,
    Duties,
    Hours,
    Kpi,
    Penalties,
    Phase,
    Service,
    Target,
    Unknown,
)
from timonier.core.readings import READINGS

DAY_8_18, DAY_8_1830, CLOSED = ((480, 1080),), ((480, 1110),), ()
WEEKDAYS = (DAY_8_18,) * 5 + (CLOSED,) * 2
HOURS = {
    "desk": Hours(
        "desk",
        (DAY_8_1830,) * 6 + (CLOSED,),
        False,
        630,
        unknown=True,
        alternatives=(("mon_fri_8_18", Hours("desk", WEEKDAYS, False, 600)),),
    ),
    "operation": Hours("operation", WEEKDAYS, False, 600),
    "supervision": Hours("supervision", WEEKDAYS, False, 600),
    "commercial": Hours("commercial", WEEKDAYS, False, 600),
}
HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in [
        "2025-11-01",
        "2025-11-11",
        "2025-12-25",
        "2026-01-01",
        "2026-04-06",
        "2026-05-01",
        "2026-05-08",
        "2026-05-14",
        "2026-05-25",
        "2026-07-14",
        "2026-08-15",
        "2026-11-01",
        "2026-11-11",
        "2026-12-25",
    ]
)


def kpi(
    number: int,
    family: str,
    service: str | None,
    target: str | None,
    objective: str,
    penalty: str | None,
    **params: Any,
) -> Kpi:
    """One service level; `target` as "20 s" or "3 d"."""
    wanted = None
    if target is not None:
        amount, unit = target.split()
        factor = {"s": 1, "min": 60, "h": 3600, "d": 1}[unit]
        wanted = Target("service_days" if unit == "d" else "seconds", Decimal(amount) * factor)
    key = f"KPI-{number:02d}"
    return Kpi(
        key, family, key, key, "7.4", service, wanted, Decimal(objective), number == 16, penalty, params
    )


def _incident(**more: Any) -> dict[str, Any]:
    return {"type": "incident", "scope": "user", **more}


def _request(urgency: str) -> dict[str, Any]:
    return {"type": "request", "urgencies": [urgency]}


INFRASTRUCTURE = {"type": "incident", "scope": "infrastructure"}
KPIS = (
    kpi(1, "calls_answered", "desk", "20 s", "0.95", "P1"),
    kpi(2, "tickets_taken", "desk", "15 min", "0.90", "P1", channels=["portal", "mail"]),
    kpi(3, "alerts_handled", "supervision", "5 min", "0.95", "P2"),
    kpi(4, "first_contact", None, None, "0.60", "P1"),
    kpi(5, "first_escalation", "desk", "30 min", "0.90", "P1"),
    kpi(
        6,
        "resolution",
        "desk",
        "20 min",
        "0.95",
        "P3",
        **_incident(priorities=["major"], level=1, or_vip=True),
    ),
    kpi(7, "resolution", "desk", "3 h", "0.90", "P2", **_incident(priorities=["high"])),
    kpi(8, "resolution", "desk", "1 d", "0.90", "P1", **_incident(priorities=["medium"])),
    kpi(9, "resolution", "desk", "3 d", "0.90", "P1", **_incident(priorities=["low"])),
    kpi(10, "resolution", "operation", "24 h", "0.90", "P2", **INFRASTRUCTURE, blocking=False),
    kpi(11, "resolution", "operation", "4 h", "0.95", "P3", **INFRASTRUCTURE, blocking=True),
    kpi(12, "resolution", "desk", "3 d", "0.90", "P1", **_request("low")),
    kpi(13, "resolution", "desk", "1 d", "0.90", "P1", **_request("medium")),
    kpi(14, "resolution", "desk", "0.5 d", "0.90", "P2", **_request("high")),
    kpi(15, "resolution", "desk", "1 h", "0.95", "P3", **_request("immediate")),
    kpi(16, "reopened", None, None, "0.15", None, days=30),
    kpi(17, "ticket_scores", None, None, "0.70", None),
    kpi(18, "survey_scores", None, None, "0.70", None),
    kpi(19, "availability", None, None, "0.99", "P3"),
    kpi(20, "compliance", None, None, "0.97", "P3"),
    kpi(21, "milestones", None, None, "0.80", "P2"),
    kpi(22, "quotes", "commercial", "7 d", "0.90", "P1", kind="complex"),
    kpi(23, "quotes", "commercial", "3 d", "0.90", "P1", kind="simple"),
    kpi(24, "quotes", "commercial", "1 d", "0.90", "P2", kind="urgent"),
)
VERSION = ContractVersion(
    number=1,
    effective_from=date(2025, 7, 1),
    digest="0" * 64,
    timezone="Europe/Paris",
    holidays=HOLIDAYS,
    hours=HOURS,
    kpis=KPIS,
    penalties=Penalties(
        {"P1": Decimal(150), "P2": Decimal(300), "P3": Decimal(600)}, "once", unknowns=("example_prices",)
    ),
    phases=(
        Phase("transition", date(2025, 7, 10), date(2025, 8, 5), False),
        Phase("vsr", date(2025, 8, 5), date(2025, 10, 6), False),
        Phase("exploitation", date(2025, 10, 6), date(2027, 7, 2), True),
    ),
    readings={name: values[0] for name, values in READINGS.items()},
    duties=Duties(Target("service_days", Decimal(1)), "desk", 3),
    categories={},
    services={"internet": Service("internet", "Internet", "Internet", "operation")},
    default_priority="medium",
    default_urgency="medium",
    unknowns={"example_prices": Unknown("example_prices", "7.4", "Montants", "Amounts", "150/300/600")},
)
CONTRACT = Contract("sample", "Exemple", "Example", (VERSION,))


def contract(**changes: Any) -> Contract:
    """The sample with parts of its version replaced."""
    return replace(CONTRACT, versions=(replace(VERSION, **changes),))

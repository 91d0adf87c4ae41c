"""What a contract says about disputes and justifications: how many working days, in which hours, what silence means.

Source: the contract's own `disputes` (see docs/contract-format.md); what it does not say is None, and shown as such.
"""

from dataclasses import dataclass
from typing import Any

from timonier.core.plan import Plan

SILENCE = ("shown", "granted", "refused")
COMMITTEE_DAYS = 10


@dataclass(frozen=True, slots=True)
class Rules:
    """Units: working days in the named hours."""

    answer_days: int | None = None
    raise_days: int | None = None
    justify_days: int = COMMITTEE_DAYS
    hours: str = ""
    silence: str = "shown"
    clause: str = ""


def rules_of(plan: Plan) -> Rules:
    """The rules of a version; what is no number or no known word counts as not said."""
    said: dict[str, Any] = plan.version.annex.get("disputes") or {}
    hours = str(said.get("hours") or plan.version.duties.service)
    if hours not in plan.version.hours:
        hours = plan.version.duties.service
    silence = str(said.get("silence") or "shown")
    return Rules(
        _days(said.get("answer_days")),
        _days(said.get("raise_days")),
        _days(said.get("justify_days")) or COMMITTEE_DAYS,
        hours,
        silence if silence in SILENCE else "shown",
        str(said.get("clause") or ""),
    )


def _days(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() and 0 < int(text) <= 365 else None


def answer_due(plan: Plan, at: int) -> int | None:
    """Until when the other party answers a dispute of this instant; None when the contract sets no delay."""
    rules = rules_of(plan)
    if rules.answer_days is None:
        return None
    return plan.opening(rules.hours).end_of_working_day(at, rules.answer_days)


def raise_until(plan: Plan, end: int) -> int | None:
    """Until when a stretch that ended at `end` may be disputed."""
    rules = rules_of(plan)
    if rules.raise_days is None:
        return None
    return plan.opening(rules.hours).end_of_working_day(end, rules.raise_days)


def justify_until(plan: Plan, month_end: int) -> int:
    """Until when a missed service level is justified: before the committee that looks at the month."""
    rules = rules_of(plan)
    return plan.opening(rules.hours).end_of_working_day(month_end - 1, rules.justify_days)

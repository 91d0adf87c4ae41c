"""The provider's word about a missed service level: cause, items, plan with one owner and one date each; gaps of sources.

Never does it change a figure. Source: KPI-32, KPI-37; articles 4.1.4.6 and 4.1.5.8 of the tender.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from timonier.core.instants import parse_instant
from timonier.core.refusal import Refused
from timonier.directory.callers import Caller
from timonier.directory.models import Membership
from timonier.directory.people import able, account_of
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels import telling
from timonier.service_levels.disputes import LONGEST
from timonier.service_levels.models import Improvement, Justification
from timonier.service_levels.month_words import begin, write
from timonier.service_levels.statement import standing

MOVES = {"open": ("done", "dropped"), "done": ("open",), "dropped": ("open",)}
"""State of an action → the states that it may go to."""
MOST_ACTIONS = 20


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a plan: what, who alone answers for it, until when."""

    text: str
    owner: str
    due: date


@transaction.atomic
def justify(
    who: Caller,
    contract: Contract,
    month: str,
    kpi: str,
    *,
    cause: str,
    items: Sequence[str],
    actions: Sequence[Action],
) -> Justification:
    """Justify a service level that was missed; a second time replaces the cause and adds actions. Raises: Refused."""
    at = begin(who, contract, month, "kpi.justify")
    result = standing(contract, month).get(kpi)
    if result is None:
        raise Refused("kpi_unknown", kpi=kpi[:40])
    if result["achieved"] is not False:
        raise Refused("nothing_missed", kpi=kpi, month=month)
    cause = text_of(cause)
    for one in actions:
        _check(contract, one)
    if len(actions) > MOST_ACTIONS:
        raise Refused("action_incomplete")
    plan = [
        {"text": one.text.strip(), "owner": one.owner.strip(), "due": one.due.isoformat()} for one in actions
    ]
    said = {"kpi": kpi, "cause": cause, "items": [str(one)[:200] for one in items][:500], "actions": plan}
    folded = write(who, contract, month, "justified", at, said)
    telling.of_month(
        contract,
        able(contract, "penalty.decide", "month.seal"),
        "kpi_justified",
        who,
        {"kpi": kpi, "month": month},
    )
    for one in actions:
        owner = account_of(one.owner)
        if owner is not None:
            params = {"kpi": kpi, "month": month, "due": one.due.isoformat()}
            telling.of_month(contract, [owner], "action_assigned", who, params)
    return folded.justifications[kpi]


@transaction.atomic
def move_action(
    who: Caller, contract: Contract, month: str, kpi: str, number: int, *, state: str, note: str
) -> Improvement:
    """Say what became of an action. Raises: Refused."""
    at = begin(who, contract, month, "kpi.justify")
    row = Improvement.objects.filter(contract=contract, month=month, kpi=kpi, number=number).first()
    if row is None:
        raise Refused("not_found")
    if state not in MOVES[row.state]:
        raise Refused("action_is_over")
    said = {"kpi": kpi, "number": number, "state": state, "note": text_of(note)}
    return write(who, contract, month, "action_moved", at, said).improvements[kpi, number]


@transaction.atomic
def justify_gap(who: Caller, contract: Contract, month: str, source: str, since: str, *, cause: str) -> None:
    """Say why a source was silent: the interval stays incomplete, and says why. Raises: Refused."""
    at = begin(who, contract, month, "kpi.justify")
    gap = next(
        (one for one in gaps_of(contract, month) if (one["source"], one["from"]) == (source, since)), None
    )
    if gap is None:
        raise Refused("gap_unknown", month=month)
    said = {"source": source, "from": gap["from"], "to": gap["to"], "cause": text_of(cause)}
    write(who, contract, month, "gap_justified", at, said)


def gaps_of(contract: Contract, month: str) -> list[dict[str, Any]]:
    """The incomplete intervals of a month, each once, with the service levels that they touch."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for result in standing(contract, month).values():
        for one in result["incomplete"]:
            gap = found.setdefault((one["source"], one["from"]), {**one, "kpis": []})
            gap["kpis"].append(result["kpi"])
            gap["since"] = parse_instant(one["from"])
            gap["until"] = parse_instant(one["to"])
    return [found[key] for key in sorted(found)]


def text_of(text: str) -> str:
    """A text that says something, bounded. Raises: Refused."""
    text = text.strip()
    if not text:
        raise Refused("reason_needed")
    if len(text) > LONGEST:
        raise Refused("reason_too_long", most=LONGEST)
    return text


def _check(contract: Contract, one: Action) -> None:
    if not one.text.strip() or not one.owner.strip() or len(one.text) > LONGEST:
        raise Refused("action_incomplete")
    owner = account_of(one.owner.strip())
    if owner is None or not Membership.objects.filter(contract=contract, account=owner).exists():
        raise Refused("action_owner_unknown", owner=one.owner.strip()[:80])

"""The provider's word about a missed service level: cause, items, plan with one owner and one date each; gaps of sources.

Never does it change a figure. Source: KPI-32, KPI-37; articles 4.1.4.6 and 4.1.5.8 of the tender.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from timonier.contracts.queries import plans_of
from timonier.core.instants import local, parse_instant
from timonier.core.refusal import Refused
from timonier.directory.callers import Caller
from timonier.directory.choices import Role
from timonier.directory.models import Account, Membership
from timonier.directory.people import PROVIDER, able, account_of
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import now
from timonier.service_levels import telling
from timonier.service_levels.disputes import LONGEST
from timonier.service_levels.models import Improvement, Justification
from timonier.service_levels.month_words import begin, write
from timonier.service_levels.statement import standing

MOVES = {"open": ("done", "dropped"), "done": ("open",), "dropped": ("open",)}
"""State of an action → the states that it may go to."""
MOST_ACTIONS = 20


OWNERS = PROVIDER | {Role.SECURITY_OFFICER, Role.CLIENT_AGENT}
"""Who may answer for an action: people of the two parties who act. No end user, reader, auditor or third party."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a plan: what, who alone answers for it, until when. `due` is None where none was given."""

    text: str
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who may answer for an action: the address that the journal keeps, the name that people read."""

    email: str
    name: str
    party: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a justification, and where: "cause", or "text", "owner", "due" of the action of this row."""

    field: str
    refusal: Refused
    row: int = 0


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
    for fault in faults_of(contract, cause, dict(enumerate(actions))):
        raise fault.refusal
    if len(actions) > MOST_ACTIONS:
        raise Refused("action_incomplete")
    plan = [
        {"text": one.text.strip(), "owner": one.owner.strip(), "due": one.due.isoformat()}
        for one in actions
        if one.due is not None
    ]
    said = {
        "kpi": kpi,
        "cause": cause.strip(),
        "items": [str(one)[:200] for one in items][:500],
        "actions": plan,
    }
    folded = write(who, contract, month, "justified", at, said)
    telling.of_month(
        contract,
        able(contract, "penalty.decide", "month.seal"),
        "kpi_justified",
        who,
        {"kpi": kpi, "month": month},
    )
    for one in plan:
        owner = account_of(one["owner"])
        if owner is not None:
            params = {"kpi": kpi, "month": month, "due": one["due"]}
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


def owners_of(contract: Contract) -> list[Owner]:
    """The people of the two parties who may answer for an action, by name. Needs the scope."""
    roles: dict[int, set[str]] = {}
    rows = Membership.objects.filter(contract=contract, role__in=sorted(OWNERS)).filter(
        Q(valid_until=None) | Q(valid_until__gt=timezone.now())
    )
    for account, role in rows.values_list("account_id", "role"):
        roles.setdefault(account, set()).add(role)
    people = Account.objects.filter(pk__in=list(roles), is_active=True).order_by("name", "email")
    return [
        Owner(
            one.email,
            one.name or one.email,
            "client" if Role.CLIENT_AGENT in roles[one.pk] else "provider",
        )
        for one in people
    ]


def faults_of(contract: Contract, cause: str, actions: Mapping[int, Action]) -> list[Fault]:
    """Everything that is wrong with a cause and a plan (row → action), in the order of the form. Needs the scope."""
    faults = []
    try:
        text_of(cause)
    except Refused as refused:
        faults.append(Fault("cause", refused))
    known = {one.email.lower() for one in owners_of(contract)} if actions else set()
    today = local(now(), plans_of(contract).tz).date()
    for row, one in actions.items():
        owner = one.owner.strip()
        if not one.text.strip():
            faults.append(Fault("text", Refused("action_incomplete"), row))
        elif len(one.text) > LONGEST:
            faults.append(Fault("text", Refused("reason_too_long", most=LONGEST), row))
        if not owner:
            faults.append(Fault("owner", Refused("action_incomplete"), row))
        elif owner.lower() not in known:
            faults.append(Fault("owner", Refused("action_owner_unknown", owner=owner[:80]), row))
        if one.due is None:
            faults.append(Fault("due", Refused("action_incomplete"), row))
        elif one.due < today:
            faults.append(Fault("due", Refused("action_due_past", day=f"{one.due:%d/%m/%Y}"), row))
    return faults


def text_of(text: str) -> str:
    """A text that says something, bounded. Raises: Refused."""
    text = text.strip()
    if not text:
        raise Refused("reason_needed")
    if len(text) > LONGEST:
        raise Refused("reason_too_long", most=LONGEST)
    return text

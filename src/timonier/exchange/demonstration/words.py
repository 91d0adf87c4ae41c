"""What the demonstration's parties said about its last months: justifications, plans, decisions, one open dispute.

Drawn from the figures of the months themselves, so it needs the facts to be loaded and measured; the same for the same
facts. Every fact is marked: `via` demonstration, and known when it happened.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from timonier.contracts.queries import plans_of
from timonier.core.events import parse_event
from timonier.core.instants import format_instant, month_bounds
from timonier.core.plan import Plans
from timonier.foundation.journal import append
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.models import MeasureRow
from timonier.measures.services import now, refresh
from timonier.service_levels.facts import MonthFact
from timonier.service_levels.month_words import redraw
from timonier.service_levels.rules import rules_of
from timonier.service_levels.statement import standing

MONTHS = 4
VIA = "demonstration"
PROVIDER, CLIENT = "alice@demo.invalid", "bob@demo.invalid"
_CAUSES = (
    "Deux techniciens absents la même semaine ; le renfort est arrivé le troisième jour.",
    "L’opérateur a rétabli le lien avec deux jours de retard ; ses relances sont jointes aux tickets.",
    "Montée de version de l’application métier : afflux de sollicitations non prévu au planning.",
)
_ACTIONS = (
    "Former un troisième technicien au périmètre",
    "Convenir d’un délai de rétablissement avec l’opérateur",
    "Annoncer les montées de version dix jours avant au centre de services",
)
_DECISIONS = (
    ("applied", "0.00", "La cause relève du titulaire."),
    ("partly", "50.00", "Le retard de l’opérateur explique une partie du dépassement."),
    ("waived", "", "Cause extérieure établie, première occurrence."),
    ("disputed", "0.00", "Le titulaire apporte de nouveaux éléments ; à revoir au prochain comité."),
)


def speak(contract: Contract, months: list[str]) -> int:
    """Add the words to the last months of the demonstration; how many facts there are of it."""
    plans, count = plans_of(contract), 0
    for place, month in enumerate(months[-MONTHS:]):
        is_last = month == months[-1]
        with scope([contract.pk]):
            facts = _facts(contract, plans, month, place, is_last=is_last)
            append(contract, facts, actor=VIA, via=VIA, marks=False)
            redraw(contract, month)
            count += len(facts)
            if is_last:
                count += _dispute(contract, plans, month)
    return count


def _facts(contract: Contract, plans: Plans, month: str, place: int, *, is_last: bool) -> list[MonthFact]:
    end = month_bounds(month, plans.tz)[1]
    plan = plans.at(end)
    opening = plan.opening(rules_of(plan).hours)

    def day(days: int) -> int:
        return opening.end_of_working_day(end, days) - 3 * 3_600_000_000

    found: list[MonthFact] = []
    missed = [one for one in standing(contract, month).values() if one["achieved"] is False]
    for number, result in enumerate(missed):
        if is_last and number:
            break  # the rest of the last month still waits
        turn = place + number
        cause = _CAUSES[turn % len(_CAUSES)]
        # One in three comes after its day, and shows it.
        said_at = day(14 if turn % 3 == 2 else 5)
        due = date.fromisoformat(format_instant(end)[:10]) + timedelta(days=40 + turn)
        actions = [{"text": _ACTIONS[turn % len(_ACTIONS)], "owner": PROVIDER, "due": due.isoformat()}]
        kpi = result["kpi"]
        found.append(
            _fact(month, "justified", said_at, PROVIDER, kpi=kpi, cause=cause, items=[], actions=actions)
        )
        if is_last:
            continue
        if turn % 2 == 0:
            found.append(
                _fact(
                    month,
                    "action_moved",
                    day(18),
                    PROVIDER,
                    kpi=kpi,
                    number=1,
                    state="done",
                    note="Fait, constaté en comité.",
                )
            )
        amount = result["penalty_amount"]
        if amount == "0.00":
            continue
        found.append(
            _fact(month, "penalty_argued", day(15), PROVIDER, kpi=kpi, computed=amount, argument=cause)
        )
        decision, waived, reason = _DECISIONS[turn % len(_DECISIONS)]
        found.append(
            _fact(
                month, "penalty_decided", day(16), CLIENT, kpi=kpi, computed=amount, decision=decision,
                waived=waived or amount, reason=reason,
            )
        )  # fmt: skip
    return [one for one in found if one.at <= now()]


def _fact(month: str, kind: str, at: int, by: str, **said: Any) -> MonthFact:
    return MonthFact.of(month, kind, at, by, said, known_at=at)


def _dispute(contract: Contract, plans: Plans, month: str) -> int:
    """The provider disputes half of a late resolution, where it costs something; nobody has decided yet."""
    lost = [key for key, one in standing(contract, month).items() if one["achieved"] is False]
    rows = (
        MeasureRow.objects.filter(contract=contract, month=month, outcome="missed", kind="ticket")
        .exclude(kpi__in=[kpi.key for kpi in plans.at(0).of_tickets])
        .exclude(stopped_at=None)
        .order_by("kpi", "stream")
    )
    row = rows.filter(kpi__in=lost).last() or rows.last()
    told_at = month_bounds(month, plans.tz)[1] + 36 * 3_600_000_000
    if row is None or told_at > now():
        return 0
    line = {
        "ticket": row.item,
        "event": "disputed",
        "at": format_instant(told_at),
        "known_at": format_instant(told_at),
        "by": PROVIDER,
        "from": format_instant(row.started_at),
        "to": format_instant((row.started_at + row.stopped_at) // 2),
        "counted": False,
        "party": "provider",
        "reason": "Accès au site refusé jusqu’à la mi-journée : le gardien l’a confirmé par courriel.",
    }
    append(contract, [parse_event(line)], actor=VIA, via=VIA, marks=False)
    refresh(contract, [row.stream])
    return 1

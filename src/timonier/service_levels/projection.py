"""Draw the rows of disputes and acceptances from the events of tickets. Rebuilt whole for a ticket at each of its facts."""

from collections.abc import Mapping

from timonier.contracts.queries import plans_of
from timonier.core.disputes import Dispute as Asked
from timonier.core.disputes import acceptances_of, disputes_of, if_granted
from timonier.core.engine import evaluate_stream
from timonier.core.evidence import EXCLUSIONS
from timonier.core.plan import Plans
from timonier.foundation.tenancy.models import Contract
from timonier.measures.projectors import Projected
from timonier.service_levels.models import Acceptance, Dispute
from timonier.service_levels.rules import answer_due

_MATTERS = EXCLUSIONS | {"disputed", "changed", "evidence_added", "accepted", "acceptance_refused"}


def project(contract: Contract, found: list[Projected]) -> None:
    """Replace the rows of these tickets, in the caller's transaction; most tickets have none and cost nothing."""
    touched = [one for one in found if not _MATTERS.isdisjoint(event.kind for event in one.events)]
    if not touched:
        return
    plans = plans_of(contract)
    numbers = [one.key for one in touched]
    disputes = [row for one in touched for row in _disputes(contract, plans, one)]
    acceptances = [row for one in touched for row in _acceptances(contract, one)]
    for model, rows in ((Dispute, disputes), (Acceptance, acceptances)):
        model.objects.filter(contract=contract, number__in=numbers).delete()
        model.objects.bulk_create(rows, batch_size=500)


def _disputes(contract: Contract, plans: Plans, one: Projected) -> list[Dispute]:
    pieces = one.outcome.life.pieces if one.outcome.life else ()
    asked = disputes_of(one.events, pieces)
    months = months_of(plans, one, asked) if asked else []
    return [
        Dispute(
            contract=contract, number=one.key, of=it.of, since=it.since, until=it.until, asks=it.asks, exclusion=it.exclusion,
            party=it.party, raised_by=it.by, reason=it.reason, state=it.state,
            due_at=answer_due(plans.at(it.of), it.of), agrees=it.agrees, answered_at=it.answered_at,
            answered_by=it.answered_by, answer=it.answer, ended_at=it.ended_at, ended_by=it.ended_by,
            decision=it.decision, months=months,
        )
        for it in asked
    ]  # fmt: skip


def months_of(
    plans: Plans, one: Projected, asked: list[Asked], openings: Mapping[str, int] | None = None
) -> list[str]:
    """The months in which a ticket's figures stand, as they are and as they would be."""
    as_of = max(event.at for event in one.events)
    other = evaluate_stream(
        plans, "ticket", one.key, if_granted(one.events, one.key, asked, as_of), as_of, openings
    )
    return sorted(
        {
            month
            for measure in (*one.outcome.measures, *other.measures)
            for month in (measure.month, measure.excluded_month)
            if month
        }
    )


def _acceptances(contract: Contract, one: Projected) -> list[Acceptance]:
    return [
        Acceptance(
            contract=contract, number=one.key, of=it.of, what=it.what, done_by=it.by, reason=it.reason,
            state=it.state, ended_at=it.ended_at, ended_by=it.ended_by, decision=it.decision,
        )
        for it in acceptances_of(one.events, one.outcome.life, one.outcome.measures)
    ]  # fmt: skip

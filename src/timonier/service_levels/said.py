"""What people said about the figures of months, for those who show figures: the last word on each penalty, and open disputes."""

from collections.abc import Sequence

from django.db.models import Q

from timonier.foundation.datasets import Span
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels.models import Dispute, Improvement, Justification, PenaltyWord
from timonier.service_levels.standing import Word

PENDING = ("open", "answered")


def words_of(contract: Contract, months: Sequence[str]) -> dict[tuple[str, str], Word]:
    """The last word on each penalty of these months: the reader of `standing`."""
    found = {
        (row.month, row.kpi): Word("justified")
        for row in Justification.objects.filter(contract=contract, month__in=months)
    }
    for row in PenaltyWord.objects.filter(contract=contract, month__in=months):
        found[row.month, row.kpi] = Word(row.state, row.waived)
    return found


def justifications_of(contract: Contract, months: Sequence[str]) -> dict[tuple[str, str], Justification]:
    """(month, KPI) → what the provider says."""
    rows = Justification.objects.filter(contract=contract, month__in=months)
    return {(row.month, row.kpi): row for row in rows}


def improvements_of(contract: Contract, months: Sequence[str]) -> list[Improvement]:
    """The actions that these months asked for, and those of earlier months that are still to be done; the oldest first."""
    rows = Improvement.objects.filter(contract=contract).filter(
        Q(month__in=months) | Q(state="open", month__lt=min(months, default=""))
    )
    return list(rows.order_by("month", "kpi", "number"))


def penalty_words_of(contract: Contract, months: Sequence[str]) -> dict[tuple[str, str], PenaltyWord]:
    """(month, KPI) → where the penalty stands, with its argument and its reason."""
    rows = PenaltyWord.objects.filter(contract=contract, month__in=months)
    return {(row.month, row.kpi): row for row in rows}


def disputes_of(contract: Contract, span: Span) -> list[Dispute]:
    """Raised in the span, or about a month of it; the oldest first."""
    touched = Q(of__gte=span.start, of__lt=span.end)
    for month in span.months:
        touched |= Q(months__contains=[month])
    return list(Dispute.objects.filter(touched, contract=contract).order_by("of", "number"))

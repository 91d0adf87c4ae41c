"""What a month's page shows beside its figures: what is disputed, what is justified, what is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from timonier.contracts.queries import plans_of
from timonier.core.disputes import PENDING
from timonier.core.instants import month_bounds
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import now
from timonier.service_levels.comparison import month_pair
from timonier.service_levels.models import Acceptance, Dispute
from timonier.service_levels.month_words import due_of
from timonier.service_levels.statement import DECIDED, StatementLine, statement


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What is still open about a month that somebody is about to seal: it can be sealed all the same."""

    to_justify: int
    to_decide: int
    disputes: int
    acceptances: int

    @property
    def is_clear(self) -> bool:
        """Whether nothing is."""
        return not (self.to_justify or self.to_decide or self.disputes or self.acceptances)


def left_open(contract: Contract, month: str, lines: Sequence[StatementLine]) -> LeftOpen:
    """Counted from the month's statement, its disputes, and late acts that fell into it. Needs the scope."""
    start, end = month_bounds(month, plans_of(contract).tz)
    acts = Acceptance.objects.filter(contract=contract, state="waiting", of__gte=start, of__lt=end)
    disputes = Dispute.objects.filter(contract=contract, state__in=PENDING, months__contains=[month])
    return LeftOpen(
        sum(one.justification is None for one in lines),
        sum(bool(one.due) and one.state not in DECIDED for one in lines),
        disputes.count(),
        acts.count(),
    )


def words_of(
    contract: Contract, month: str, result: dict[str, Any], *, may_see_money: bool
) -> dict[str, Any]:
    """The words about a month. Needs the scope."""
    due = due_of(contract, month)
    lines = statement(contract, month, result).lines
    return {
        "contract": contract,
        "month": month,
        "pair": month_pair(contract, month),
        "lines": lines,
        "missed": sum(one.is_missed for one in lines),
        "has_gaps": any(one["incomplete"] for one in result["results"]),
        "due_at": due,
        "is_past_due": now() > due,
        "may_see_money": may_see_money,
    }

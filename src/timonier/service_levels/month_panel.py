"""What a month's page shows beside its figures: what is disputed, what is justified, what is decided."""

from typing import Any

from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import now
from timonier.service_levels.comparison import month_pair
from timonier.service_levels.month_words import due_of
from timonier.service_levels.statement import statement


def words_of(
    contract: Contract, month: str, result: dict[str, Any], *, may_see_money: bool
) -> dict[str, Any]:
    """The words about a month. Needs the scope."""
    due = due_of(contract, month)
    return {
        "contract": contract,
        "month": month,
        "pair": month_pair(contract, month),
        "lines": statement(contract, month, result).lines,
        "has_gaps": any(one["incomplete"] for one in result["results"]),
        "due_at": due,
        "is_past_due": now() > due,
        "may_see_money": may_see_money,
    }

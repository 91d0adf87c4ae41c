"""A period in one sentence: how many objectives were missed, what that costs, and why it is not due. For people."""

from decimal import Decimal
from typing import Any

from timonier.governance.boards import Board


def summary_of(board: Board) -> dict[str, Any]:
    """Numbers of the sentence, of the period and of the same one a year before."""
    results = [(kpi, board.result(kpi, board.period.months)) for kpi in board.kpis]
    before = [(kpi, board.result(kpi, board.before)) for kpi in board.kpis]
    judged = [(kpi, one) for kpi, one in results if one.state != "none"]
    penalties = board.penalties(board.period.months)
    codes = sorted({code for one in penalties if not one.is_chargeable for code in one.forbidden_by})
    unknowns = board.plan.version.unknowns
    return {
        "judged": len(judged),
        "months_judged": sum(one.months_judged for _, one in judged),
        "months_missed": sum(one.months_judged - one.months_held for _, one in judged),
        "missed": [{"kpi": kpi, "result": one} for kpi, one in judged if one.state == "missed"],
        "unmeasured": len(results) - len(judged),
        "incomplete": sum(one.incomplete > 0 for _, one in results),
        "before_judged": sum(one.months_judged for _, one in before),
        "before_missed": sum(one.months_judged - one.months_held for _, one in before),
        "computed": sum((one.computed for one in penalties), Decimal(0)),
        "chargeable": sum((one.chargeable for one in penalties), Decimal(0)),
        "why": [{"unknown": unknowns.get(code), "code": code} for code in codes],
        "opened": board.total(board.period.months, "volumes", "opened"),
        "before_opened": board.total(board.before, "volumes", "opened"),
        "backlog": board.last.extras["volumes"]["backlog"] if board.last else None,
    }

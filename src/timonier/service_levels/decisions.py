"""A penalty on its way: argued in the steering committee, then decided by the buyer. Published figures stay.

Source: KPI-31; articles 4.1.3 and 4.1.4.3 of the tender.
"""

from decimal import Decimal, InvalidOperation

from django.db import transaction

from timonier.core.penalties import CENT, ZERO
from timonier.core.refusal import Refused
from timonier.directory.callers import Caller
from timonier.directory.people import able
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels import telling
from timonier.service_levels.justifications import text_of
from timonier.service_levels.models import PenaltyWord
from timonier.service_levels.month_words import begin, write
from timonier.service_levels.statement import StatementLine, statement

MOVES = {
    "argue": frozenset({"computed", "justified", "argued", "disputed"}),
    "decide": frozenset({"argued", "disputed"}),
}
"""What can be done to a penalty in which states."""
DECISIONS = ("applied", "waived", "partly", "disputed")


@transaction.atomic
def argue(who: Caller, contract: Contract, month: str, kpi: str, *, argument: str) -> PenaltyWord:
    """Note what the steering committee said about a penalty. Raises: Refused."""
    at = begin(who, contract, month, "penalty.argue")
    line = _line(contract, month, kpi, "argue")
    said = {"kpi": kpi, "computed": str(line.due), "argument": text_of(argument)}
    word = write(who, contract, month, "penalty_argued", at, said).penalties[kpi]
    people = able(contract, "penalty.decide", "kpi.justify")
    telling.of_month(contract, people, "penalty_told_argued", who, {"kpi": kpi, "month": month})
    return word


@transaction.atomic
def decide_penalty(
    who: Caller,
    contract: Contract,
    month: str,
    kpi: str,
    *,
    decision: str,
    reason: str,
    waived: Decimal | None = None,
) -> PenaltyWord:
    """The buyer's decision: applied, waived, partly (then `waived` euros), disputed. Raises: Refused."""
    at = begin(who, contract, month, "penalty.decide")
    if decision not in DECISIONS:
        raise Refused("penalty_bad_state", value=decision[:40], known=", ".join(DECISIONS))
    line = _line(contract, month, kpi, "decide")
    off = ZERO
    if decision == "waived":
        off = line.due
    elif decision == "partly":
        if waived is None or waived != waived.quantize(CENT) or not ZERO < waived < line.due:
            raise Refused("waiver_out_of_bounds", most=str(line.due - CENT))
        off = waived.quantize(CENT)
    said = {
        "kpi": kpi,
        "computed": str(line.due),
        "decision": decision,
        "waived": str(off),
        "reason": text_of(reason),
    }
    word = write(who, contract, month, "penalty_decided", at, said).penalties[kpi]
    people = able(contract, "penalty.decide", "kpi.justify")
    telling.of_month(contract, people, "penalty_told_decided", who, {"kpi": kpi, "month": month})
    return word


def amount_of(text: str) -> Decimal | None:
    """An amount as people type it, "120,50"; None for nothing. Raises: Refused."""
    plain = (
        text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace("€", "").replace(",", ".")
    )
    if not plain:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise Refused("bad_amount", value=text[:40]) from error
    if not value.is_finite() or abs(value) > Decimal(10) ** 10:
        raise Refused("bad_amount", value=text[:40])
    return value


def _line(contract: Contract, month: str, kpi: str, move: str) -> StatementLine:
    line = next((one for one in statement(contract, month).lines if one.kpi.key == kpi), None)
    if line is None or (not line.due and line.word is None):
        raise Refused("no_penalty", kpi=kpi[:40], month=month)
    if line.state not in MOVES[move]:
        raise Refused("penalty_is_decided" if line.state in DECISIONS else "penalty_argue_first")
    return line

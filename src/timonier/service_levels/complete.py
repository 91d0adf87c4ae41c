"""The months as documents want them: every one, exact, none left out because the worker has not drawn it yet.

Stored figures where they are fresh; computed from the journal, with the same functions, where they are missing or old.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from timonier.contracts.queries import plans_of
from timonier.core.instants import month_bounds
from timonier.core.months import Request, check_month
from timonier.core.plan import Plans
from timonier.core.refusal import Refused
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import now
from timonier.service_levels import figures
from timonier.service_levels.figures import MonthFigure
from timonier.service_levels.inputs import Known, journal_position
from timonier.service_levels.keeping import drawn
from timonier.service_levels.models import PublishedMonth
from timonier.service_levels.services import corrections_of, published_result

_seen: ContextVar[dict[tuple[int, str], MonthFigure] | None] = ContextVar("timonier_months", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Within the block a month is looked at once: a document says one thing, whatever is learnt meanwhile."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def months(contract: Contract, wanted: Sequence[str], *, loose: Sequence[str] = ()) -> list[MonthFigure]:
    """The months that the contract has known, oldest first; those in `loose` may be older than their facts.

    Needs the scope.
    """
    seen = _seen.get()
    known = {} if seen is None else {month: one for (pk, month), one in seen.items() if pk == contract.pk}
    asked = sorted({*wanted, *loose} - known.keys())
    stored = {one.month: one for one in figures.of(contract, asked)}
    seals = set(
        PublishedMonth.objects.filter(contract=contract, month__in=asked).values_list("month", flat=True)
    )
    plans, instant = plans_of(contract), now()
    for month in asked:
        one = stored.get(month)
        if one is None or one.is_sealed != (month in seals) or (one.is_stale and month not in loose):
            one = _computed(contract, month, instant) if _may_be(plans, month, instant) else None
        if one is not None:
            known[month] = one
            if seen is not None:
                seen[contract.pk, month] = one
    return [known[month] for month in sorted({*wanted, *loose}) if month in known]


def _may_be(plans: Plans, month: str, instant: int) -> bool:
    """Whether the month has begun, under the contract."""
    try:
        check_month(plans.at(0).version, month)
    except Refused:
        return False
    return month_bounds(month, plans.tz)[0] <= instant


def _computed(contract: Contract, month: str, instant: int) -> MonthFigure:
    published = PublishedMonth.objects.filter(contract=contract, month=month).first()
    if published is None:
        position = journal_position(contract)
        result, extras, _ = drawn(contract, Request(month, instant, None, position), Known())
        return MonthFigure(month, figures.slim(result), extras, instant, position, False, False)
    request = Request(month, published.cutoff, None, published.position)
    _, extras, _ = drawn(contract, request, Known(until=published.position))
    result = published_result(contract, month) or {}
    result["corrections"] = corrections_of(contract, month)
    return MonthFigure(month, figures.slim(result), extras, published.cutoff, published.position, True, False)

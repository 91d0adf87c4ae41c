"""Which months the news of a stream can touch: beside the months that its rows were in and are in now.

A fact acts from its instant on, so the months before the earliest new fact stay as they are. What acts by reference on
an earlier time (late evidence, decided disputes) moves the rows of its item, and these say their months.
"""

from collections.abc import Iterable, Mapping, Sequence

from timonier.core.engine import AGGREGATED
from timonier.core.events import Event, read_event
from timonier.core.instants import month_of, months_between, parse_instant
from timonier.core.plan import Plans
from timonier.foundation.cursors import bound
from timonier.foundation.journal import read
from timonier.foundation.tenancy.models import Contract

_MARK = """
INSERT INTO figure_stale (contract_id, month, is_asked) SELECT %s::smallint, g, %s::bool FROM unnest(%s::text[]) AS g
"""
MOST = 60
"""Months that one change marks at most: no figure is kept for longer."""


def months_since(plans: Plans, since: int | None, instant: int) -> list[str]:
    """Months from an instant to another, the last ones; from the beginning when it is None."""
    last = month_of(instant, plans.tz)
    first = _first_month(plans) if since is None else max(month_of(since, plans.tz), _first_month(plans))
    return months_between(first, last)[-MOST:]


def months_of_news(
    contract: Contract,
    plans: Plans,
    streams: Sequence[str],
    news: Mapping[str, int | None],
    instant: int,
) -> set[str]:
    """Months from the earliest of the new facts of these streams to now; of a stream not in `news`, all facts are new."""
    if not streams:
        return set()
    known = [news.get(stream) for stream in streams]
    earliest = None if any(one is None for one in known) else min(one for one in known if one is not None)
    whole = [stream for stream in streams if stream.partition("/")[0] in AGGREGATED]
    if earliest is not None and whole:
        earliest = min(earliest, *_agreed_again(contract, whole, earliest))
    return set(months_since(plans, earliest, instant))


def mark_months(contract: Contract, months: Iterable[str], *, is_asked: bool = False) -> None:
    """Mark months as older than their facts, or as looked at, in the caller's transaction."""
    with bound() as cursor:
        cursor.execute(_MARK, [contract.pk, is_asked, sorted(set(months))])


def _agreed_again(contract: Contract, streams: Sequence[str], since: int) -> Iterable[int]:
    """Where maintenance begins that a new fact names: agreed anew, it is taken from its former month."""
    events = [
        read_event(row.stream, row.payload, row.occurred_at, row.known_at)
        for row in list(read(contract, streams=streams))
        if row.kind in ("service.maintenance_agreed", "service.announced")
    ]
    named = {_named(event) for event in events if event.at >= since}
    begins = [since]
    for event in events:
        if event.kind == "maintenance_agreed" and _named(event) in named:
            begins.append(parse_instant(event.data["from"]))
    return begins


def _named(event: Event) -> tuple[str, str]:
    return event.key, str(event.data.get("id") or event.data.get("of"))


def _first_month(plans: Plans) -> str:
    version = plans.all()[0].version
    first = min((phase.starts for phase in version.phases), default=version.effective_from)
    return f"{first:%Y-%m}"

"""Keep the derived rows in step with the journal: after each event, whoever wrote it, in any order of commits."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from django.db import DatabaseError, connection, transaction

from timonier.contracts.queries import plans_of
from timonier.core.engine import AGGREGATED, evaluate_stream
from timonier.core.events import KINDS, order_key, read_event
from timonier.core.measures import Measure
from timonier.core.refusal import Refused
from timonier.foundation.cursors import bound
from timonier.foundation.journal import read, take_news
from timonier.foundation.live import announce_on_commit
from timonier.foundation.tenancy.models import Contract
from timonier.measures.marks import months_of_news
from timonier.measures.mergers import openings_of, with_survivors
from timonier.measures.models import Setback
from timonier.measures.projectors import Projected, projectors

BATCH = 400
FAMILIES = frozenset(KINDS) - AGGREGATED
log = logging.getLogger(__name__)
_REPLACE = """
WITH gone AS (
    DELETE FROM measure_row WHERE contract_id = %s::smallint AND stream = ANY (%s::text[])
    RETURNING month, excluded_month
), marked AS (
    INSERT INTO figure_stale (contract_id, month, is_asked)
    SELECT %s::smallint, month, false FROM (
        SELECT month FROM gone UNION SELECT excluded_month FROM gone UNION SELECT unnest(%s::text[])
    ) AS touched WHERE month IS NOT NULL
)
INSERT INTO measure_row (contract_id, stream, item, kind, kpi, outcome, started_at, stopped_at, target, counted,
    gross, exceeds_at, month, excluded_month, reason, version, provisional, value)
SELECT %s::smallint, g.* FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[],
    %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[],
    %s::int[], %s::bool[], %s::numeric[]) AS g
"""
_COLUMNS = _REPLACE.count("[]") - 2  # without the streams and the months
SET_BACK = 30_000_000
"""A clock that is behind by more than this does not date facts any more. Units: microseconds."""
_INSTANT = """
SELECT (extract(epoch FROM journal_clock()) * 1000000)::bigint,
    coalesce((SELECT sealed_at FROM journal_head WHERE contract_id = %s), 0)
"""
_LOCK = """
SELECT pg_advisory_xact_lock(%s::int, key) FROM (SELECT DISTINCT hashtext(s) AS key FROM unnest(%s::text[]) AS s
    ORDER BY 1) AS keys
"""


def now() -> int:
    """The database's clock, the only one that dates facts. Units: microseconds since 1970 UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM journal_clock()) * 1000000)::bigint")
        return int(cursor.fetchone()[0])


def instant_of(contract: Contract, last: int = 0) -> int:
    """When a live fact of the contract happens: now, and not before the stream's `last` fact. Units: microseconds.

    Raises: Refused when the clock stands far behind the last seal: somebody has set it back, and facts would lie.
    """
    with bound() as cursor:
        cursor.execute(_INSTANT, [contract.pk])
        row = cursor.fetchone()
    assert row is not None
    return dated(int(row[0]), int(row[1]), last)


def dated(instant: int, sealed: int, last: int = 0) -> int:
    """The same from an instant that was asked for already, with that of the contract's last seal. Raises: Refused."""
    if instant < sealed - SET_BACK:
        raise Refused("clock_set_back", seconds=(sealed - instant) // 1_000_000)
    return max(instant, last + 1) if last - instant < SET_BACK else instant


def lock(contract: Contract, streams: Sequence[str]) -> None:
    """Let no other transaction write or refresh these streams until this one ends. Take it before any row lock."""
    with bound() as cursor:
        cursor.execute(_LOCK, [contract.pk, list(streams)])


def refresh(
    contract: Contract,
    streams: Sequence[str],
    *,
    as_of: int | None = None,
    news: Mapping[str, int | None] | None = None,
    is_locked: bool = False,
) -> None:
    """Compute the measures of these streams as of now, and replace their rows, in the caller's transaction.

    The months that this can change are marked. `news`: stream → instant of its earliest new fact, where it is known.
    `is_locked`: the caller holds the locks of these streams already.
    """
    known_streams = [stream for stream in streams if stream.partition("/")[0] in KINDS]
    if not known_streams:
        return
    plans = plans_of(contract)
    wanted = [stream for stream in known_streams if stream.partition("/")[0] in FAMILIES]
    wanted = with_survivors(contract, plans, wanted) if wanted else []
    if not is_locked or set(wanted) != set(known_streams):
        lock(contract, wanted)
    instant = now() if as_of is None else as_of
    months = months_of_news(contract, plans, known_streams, news or {}, instant)
    openings = openings_of(contract, plans, instant)
    found: dict[str, list[Projected]] = defaultdict(list)
    measures: list[tuple[str, Measure]] = []
    known = list(read(contract, streams=wanted))  # all taken at once: an error must not leave a cursor open
    for stream, rows in groupby(known, key=lambda row: row.stream):
        events = sorted(
            (read_event(stream, row.payload, row.occurred_at, row.known_at) for row in rows), key=order_key
        )
        family, _, key = stream.partition("/")
        outcome = evaluate_stream(plans, family, key, events, instant, openings)
        found[family].append(Projected(stream, key, events, outcome))
        measures.extend((stream, one) for one in outcome.measures)
    _replace(contract, wanted, measures, months)
    for family, projected in found.items():
        projectors.run(contract, family, projected)
    announce_on_commit(contract.pk, wanted)


def _replace(
    contract: Contract,
    streams: Sequence[str],
    measures: Sequence[tuple[str, Measure]],
    months: Iterable[str],
) -> None:
    rows = [
        (
            stream, one.item, one.kind, one.kpi, one.outcome, one.started_at, one.stopped_at, one.target, one.counted,
            one.gross, one.exceeds_at, one.month, one.excluded_month, one.reason, one.version, one.provisional,
            None if one.value is None else Decimal(str(one.value)),
        )
        for stream, one in measures
    ]  # fmt: skip
    touched = {month for _, one in measures for month in (one.month, one.excluded_month) if month}
    marks = sorted(touched.union(months))
    columns = list(map(list, zip(*rows, strict=True))) if rows else [[] for _ in range(_COLUMNS)]
    with bound() as cursor:
        cursor.execute(_REPLACE, [contract.pk, list(streams), contract.pk, marks, contract.pk, *columns])


def drain(contract: Contract, limit: int = BATCH) -> int:
    """Refresh up to `limit` marked streams; how many were. The scope of the contract must be open.

    A stream that fails is set aside with its reason, and the others go on.
    """
    news = take_news(contract, limit)
    streams = sorted(news)
    if not streams:
        return 0
    try:
        with transaction.atomic():
            refresh(contract, streams, news=news)
    except (ArithmeticError, LookupError, TypeError, ValueError, AssertionError, DatabaseError):
        log.exception("a batch of measures failed; its streams go one by one")
        for stream in streams:
            refresh_alone(contract, stream)
    return len(streams)


def refresh_alone(contract: Contract, stream: str) -> bool:
    """Refresh one stream; on failure set it aside. True when it went well."""
    try:
        with transaction.atomic():
            refresh(contract, [stream])
            Setback.objects.filter(contract=contract, stream=stream).delete()
    except (ArithmeticError, LookupError, TypeError, ValueError, AssertionError) as error:
        log.exception("measures of a stream set aside")
        row, is_new = Setback.objects.get_or_create(
            contract=contract, stream=stream, defaults={"reason": f"{type(error).__name__}: {error}"[:500]}
        )
        if not is_new:
            row.reason, row.attempts = f"{type(error).__name__}: {error}"[:500], row.attempts + 1
            row.save()
        return False
    return True


def lag(contract: Contract) -> int:
    """How many streams wait for their measures."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM journal_dirty WHERE contract_id = %s LIMIT 100000) AS waiting",
            [contract.pk],
        )
        return int(cursor.fetchone()[0])

"""Keep the stored figures of months in step with the journal: one month at a time, each in one transaction.

A month's marks are taken, it is computed from what that same snapshot of the database shows, and written; a fact that the
snapshot does not show leaves its own mark. So a kill leaves the mark, and never a wrong figure.
"""

import logging
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from django.db import connection, transaction

from timonier.contracts.queries import plans_of, stamp
from timonier.core.engine import ENGINE
from timonier.core.extras import FORM, Extras
from timonier.core.instants import MINUTE, month_bounds, month_of
from timonier.core.months import Request
from timonier.core.refusal import Refused
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.marks import months_since
from timonier.measures.models import FigureStale
from timonier.measures.services import drain, now
from timonier.service_levels.figures import FRESH, slim
from timonier.service_levels.inputs import Known, journal_position, late_facts
from timonier.service_levels.models import FigureRow, PublishedMonth
from timonier.service_levels.services import compute, corrections_of, published_result

log = logging.getLogger(__name__)
MADE_BY = f"{ENGINE}/{FORM}"
UNASKED = 15 * MINUTE
"""How old the running month may grow while facts come in and nobody looks."""
SHARE, SHARE_UNASKED = 10, 50
"""The running month is drawn again after so many times what it cost: figures never eat the machine."""
MANY_MARKS = 200
_TAKE = """
DELETE FROM figure_stale WHERE contract_id = %s AND month = %s
"""
_MARKS = """
SELECT month, count(*) FILTER (WHERE NOT is_asked), count(*) FILTER (WHERE is_asked) FROM figure_stale
WHERE contract_id = %s GROUP BY month
"""
_KEEP = """
INSERT INTO month_figure (contract_id, month, as_of, position, engine, versions, sealed, cost, brief, extras, result, lists)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (contract_id, month) DO UPDATE SET as_of = excluded.as_of, position = excluded.position,
    engine = excluded.engine, versions = excluded.versions, sealed = excluded.sealed, cost = excluded.cost,
    brief = excluded.brief, extras = excluded.extras, result = excluded.result, lists = excluded.lists
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A month to compute: asked for by a reader first, then the newest."""

    month: str
    is_asked: bool


def due(contract: Contract) -> list[Due]:
    """The months whose figures are to be drawn again, the most urgent first. Opens the contract's scope."""
    with scope([contract.pk]):
        try:
            plans = plans_of(contract)
        except Refused:
            return []
        instant = now()
        versions = versions_digest(contract)
        with connection.cursor() as cursor:
            cursor.execute(_MARKS, [contract.pk])
            marks = {month: (stale, asked) for month, stale, asked in cursor.fetchall()}
        rows = {row["month"]: row for row in _known_rows(contract)}
        seals = dict(PublishedMonth.objects.filter(contract=contract).values_list("month", "digest"))
        months = months_since(plans, None, instant)
        running = month_of(instant, plans.tz)
        FigureStale.objects.filter(contract=contract).exclude(month__in=months).delete()
    found = []
    for month in months:
        stale, asked = marks.get(month, (0, 0))
        row = rows.get(month)
        made = (row["engine"], row["versions"], row["sealed"]) if row else None
        if row is None or made != (MADE_BY, versions, seals.get(month, "")):
            is_due = True
        elif month == running:
            is_due = _is_running_due(row, instant, bool(stale), bool(asked))
        else:
            is_final = bool(row["sealed"]) or row["as_of"] >= month_bounds(month, plans.tz)[1]
            is_due = bool(stale or asked) or not is_final
        if is_due:
            found.append(Due(month, bool(asked)))
    return sorted(found, key=lambda one: (one.is_asked, one.month), reverse=True)


def _known_rows(contract: Contract) -> list[dict[str, Any]]:
    return list(
        FigureRow.objects.filter(contract=contract).values(
            "month", "as_of", "engine", "versions", "sealed", "cost"
        )
    )


def _is_running_due(row: dict[str, Any], instant: int, is_stale: bool, is_asked: bool) -> bool:
    age = instant - int(row["as_of"])
    if is_asked:
        return (is_stale or age >= FRESH) and age >= SHARE * int(row["cost"])
    return is_stale and age >= max(UNASKED, SHARE_UNASKED * int(row["cost"]))


def versions_digest(contract: Contract) -> str:
    """What tells one state of the contract's versions from another."""
    return sha256(orjson.dumps(stamp(contract))).hexdigest()


def keep_month(contract: Contract, month: str) -> bool:
    """Draw one month's figures again; False when somebody else is drawing this contract's. No transaction may be open."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            # Marks and facts of one snapshot: what it does not show has left a mark that it does not show either.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with scope([contract.pk]):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_try_advisory_xact_lock(hashtext('timonier.figures'), %s)", [contract.pk]
                )
                if not cursor.fetchone()[0]:
                    return False
                cursor.execute(_TAKE, [contract.pk, month])
            _write(contract, month, now())
    return True


def _write(contract: Contract, month: str, instant: int) -> None:
    began = time.monotonic()
    published = PublishedMonth.objects.filter(contract=contract, month=month).first()
    if published is None:
        position = journal_position(contract)
        request = Request(month, instant, None, position)
        result, extras, lists = drawn(contract, request, Known())
    else:
        position, instant = published.position, published.cutoff
        result = published_result(contract, month) or {}
        result["corrections"] = corrections_of(contract, month)
        extras, lists = _of_seal(contract, published)
    cost = int((time.monotonic() - began) * 1_000_000)
    values = [orjson.dumps(one, option=orjson.OPT_SORT_KEYS) for one in (slim(result), extras, result, lists)]
    about = [MADE_BY, versions_digest(contract), published.digest if published else "", cost]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [contract.pk, month, instant, position, *about, *values])


def _of_seal(contract: Contract, published: PublishedMonth) -> tuple[dict[str, Any], dict[str, Any]]:
    """Extras of a sealed month: drawn once, as the seal knew the journal."""
    row = FigureRow.objects.filter(
        contract=contract, month=published.month, sealed=published.digest, engine=MADE_BY
    ).first()
    if row is not None:
        return orjson.loads(bytes(row.extras)), orjson.loads(bytes(row.lists))
    request = Request(published.month, published.cutoff, None, published.position)
    _, extras, lists = drawn(contract, request, Known(until=published.position))
    return extras, lists


def drawn(
    contract: Contract, request: Request, known: Known
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Result, extras and lists of a month, from the journal. Needs the contract's scope."""
    extras = Extras(plans_of(contract), request.month, request.as_of)
    result, _ = compute(contract, request, known, watch=extras.see)
    extras.see_late(late_facts(contract, request.month, known))
    return result, extras.result(), extras.lists()


def keep(contract: Contract) -> bool:
    """Draw the most urgent month of a contract; whether there was one."""
    months = due(contract)
    if not months:
        _gather_marks(contract)
        return False
    return keep_month(contract, months[0].month)


def bring_up_to_date(contract: Contract) -> None:
    """Measure all news, then draw every month that is not exact, the running one included."""
    while True:
        with scope([contract.pk]):
            if not drain(contract):
                break
    while months := due(contract):
        if not keep_month(contract, months[0].month):
            return
    with scope([contract.pk]):
        waiting = FigureStale.objects.filter(contract=contract).values_list("month", flat=True).distinct()
        left = sorted(waiting)
    for month in left:
        keep_month(contract, month)


def _gather_marks(contract: Contract) -> None:
    """One mark says as much as many: of the running month, while nobody looks."""
    with scope([contract.pk]), connection.cursor() as cursor:
        cursor.execute(_MARKS, [contract.pk])
        for month, stale, _ in cursor.fetchall():
            if stale > MANY_MARKS:
                cursor.execute(
                    "DELETE FROM figure_stale WHERE contract_id = %s AND month = %s AND NOT is_asked AND id NOT IN"
                    " (SELECT max(id) FROM figure_stale WHERE contract_id = %s AND month = %s AND NOT is_asked)",
                    [contract.pk, month, contract.pk, month],
                )


def compare_figures(contract: Contract) -> dict[str, Any]:
    """The stored figures against the journal, all brought up to date first: which months differ, and in what.

    Each month is computed again as of the instant of its figure: facts counted since have left no mark.
    """
    bring_up_to_date(contract)
    differences: list[dict[str, str]] = []
    with scope([contract.pk]):
        rows = list(FigureRow.objects.filter(contract=contract).order_by("month"))
        marked = set(FigureStale.objects.filter(contract=contract).values_list("month", flat=True))
        for row in rows:
            if row.month not in marked:
                differences += _differences(contract, row)
    return {"compared": len(rows), "differences": differences}


def _differences(contract: Contract, row: FigureRow) -> list[dict[str, str]]:
    stored = orjson.loads(bytes(row.result))
    known = Known(until=row.position) if row.sealed else Known()
    result, extras, _ = drawn(contract, Request(row.month, row.as_of, None, row.position), known)
    found = []
    if row.sealed:
        if stored["digest"] != row.sealed:
            found.append("digest")
    else:
        found += [name for name in ("results", "penalty_total", "versions") if stored[name] != result[name]]
    if orjson.loads(bytes(row.extras)) != orjson.loads(orjson.dumps(extras)):
        found.append("extras")
    return [{"month": row.month, "what": what} for what in found]

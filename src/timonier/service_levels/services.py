"""Compute, seal and recompute months. A sealed month stays as published; later evidence becomes corrections."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from timonier.contracts.queries import plans_of
from timonier.core.canonical import canonical_bytes
from timonier.core.corrections import correction_lines, reason_of
from timonier.core.engine import ENGINE
from timonier.core.instants import format_instant, month_bounds
from timonier.core.measures import Measure
from timonier.core.months import Request, check_month, month_results
from timonier.core.refusal import Refused
from timonier.foundation.journal import append
from timonier.foundation.journal.seals import close_blocks, head_of
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.marks import mark_months
from timonier.measures.services import now
from timonier.service_levels.facts import MonthSealed
from timonier.service_levels.inputs import Inputs, Known, Watch, gather, journal_position
from timonier.service_levels.models import PublishedMonth

Result = dict[str, Any]


def month_result(
    contract: Contract,
    month: str,
    *,
    as_of: int | None = None,
    known_at: int | None = None,
    readings: Mapping[str, str] | None = None,
) -> Result:
    """The month as it stands: computed from the journal, never from stored figures. Raises: Refused."""
    check_month(plans_of(contract).at(0).version, month)
    with scope([contract.pk]):
        instant = now() if as_of is None else as_of
        known = Known(known_at=known_at)
        published = PublishedMonth.objects.filter(contract=contract, month=month).first()
        result, _ = compute(
            contract,
            Request(month, instant, known_at, journal_position(contract), seal_of(published)),
            known,
            readings,
        )
        if published is not None:
            result["corrections"] = corrections_of(contract, month)
        return result


def compute(
    contract: Contract,
    request: Request,
    known: Known,
    readings: Mapping[str, str] | None = None,
    *,
    watch: Watch | None = None,
) -> tuple[Result, Inputs]:
    """The month of a request, and what it was computed from. Needs the contract's scope."""
    plans = plans_of(contract, readings)
    inputs = gather(contract, request.month, request.as_of, known, readings, plans=plans, watch=watch)
    return month_results(plans, request, inputs.measures, inputs.facts), inputs


def seal_of(published: PublishedMonth | None) -> dict[str, Any] | None:
    """What a result says about its seal."""
    if published is None:
        return None
    return {
        "at": format_instant(published.cutoff),
        "digest": published.digest,
        "journal_position": published.position,
        "engine": published.engine,
    }


def corrections_of(contract: Contract, month: str) -> list[dict[str, Any]]:
    """Correction lines that later seals carry about a month."""
    found = []
    for published in PublishedMonth.objects.filter(contract=contract).order_by("month"):
        for line in json.loads(bytes(published.result))["corrections"]:
            if line["month"] == month:
                found.append({**line, "seal": published.month})
    return found


def published_result(contract: Contract, month: str) -> Result | None:
    """A sealed month as it was published, to the byte."""
    row = PublishedMonth.objects.filter(contract=contract, month=month).first()
    return None if row is None else dict(json.loads(bytes(row.result)))


# -- sealing ------------------------------------------------------------------------------------------------------


def seal_month(contract: Contract, month: str, *, by: str, via: str) -> Result:
    """Close a month for ever: result, corrections of earlier months, event, digest. Raises: Refused."""
    plans = plans_of(contract)
    check_month(plans.at(0).version, month)
    end = month_bounds(month, plans.tz)[1]
    if close_blocks(contract):
        raise Refused("facts_on_their_way", contract=contract.key)
    with scope([contract.pk]):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('timonier.seal_month'), %s)", [contract.pk])
        cutoff = now()
        if cutoff < end:
            raise Refused("month_not_over", month=month, ends=format_instant(end))
        before = PublishedMonth.objects.filter(contract=contract, month=month).first()
        if before is not None:
            raise Refused("already_sealed", month=month, at=format_instant(before.cutoff))
        head = head_of(contract)
        position = head.position if head else 0
        known = Known(until=position)
        request = Request(month, cutoff, None, position, None)
        result, inputs = compute(contract, request, known, None)
        result["sealed"] = {
            "at": format_instant(cutoff),
            "digest": result["digest"],
            "journal_position": position,
        }
        result["corrections"] = _corrections(contract, cutoff, position)
        published = PublishedMonth(
            contract=contract,
            month=month,
            cutoff=cutoff,
            position=position,
            engine=ENGINE,
            digest=result["digest"],
            result=canonical_bytes(result),
            items=canonical_bytes(_items(inputs.measures, month)),
            sealed_by=by,
        )
        published.save()
        mark_months(contract, [month, *(line["month"] for line in result["corrections"])])
        append(contract, [MonthSealed.of(result, cutoff, by)], actor=by, via=via)
    return result


def _items(measures: list[Measure], month: str) -> dict[str, dict[str, str]]:
    """KPI -> item -> outcome, of the items of a month: what later corrections are compared with."""
    found: dict[str, dict[str, str]] = {}
    for one in measures:
        if month in (one.month, one.excluded_month):
            found.setdefault(one.kpi, {})[one.item] = one.outcome
    return found


def _corrections(contract: Contract, cutoff: int, position: int) -> list[dict[str, Any]]:
    """What is known now and changes months sealed before, against what was last published about them."""
    lines: list[dict[str, Any]] = []
    for published in PublishedMonth.objects.filter(contract=contract).order_by("month"):
        request = Request(published.month, cutoff, None, position, None)
        computed, inputs = compute(contract, request, Known(until=position), None)
        last = _with_corrections(contract, published)
        items = _moved(json.loads(bytes(published.items)), _items(inputs.measures, published.month))
        found = correction_lines(last, computed, items)
        by_engine = _changed_by_the_engine(contract, published) if found else set()
        lines.extend(line | {"reason": reason_of(line["kpi"], last, computed, by_engine)} for line in found)
    return lines


def _changed_by_the_engine(contract: Contract, published: PublishedMonth) -> set[str]:
    """KPIs that this engine computes otherwise than the one that published the month, from the very same facts."""
    if published.engine == ENGINE:
        return set()
    return {line["kpi"] for line in _again(contract, published)["differences"]}


def _with_corrections(contract: Contract, published: PublishedMonth) -> Result:
    """What was last published about a month: its seal, then the corrections of later seals, in their order."""
    result: Result = json.loads(bytes(published.result))
    by_kpi = {one["kpi"]: one for one in result["results"]}
    for later in PublishedMonth.objects.filter(contract=contract).order_by("cutoff"):
        for line in json.loads(bytes(later.result))["corrections"]:
            if line["month"] == published.month and line["after"] is not None:
                by_kpi[line["kpi"]] = {"kpi": line["kpi"], **line["after"]}
    result["results"] = list(by_kpi.values())
    return result


def _moved(
    before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]
) -> dict[str, tuple[set[str], set[str]]]:
    moved = {}
    for kpi in before.keys() | after.keys():
        old, new = before.get(kpi, {}), after.get(kpi, {})
        entered = {item for item, outcome in new.items() if old.get(item) != outcome}
        moved[kpi] = (entered, old.keys() - new.keys())
    return moved


# -- recomputing --------------------------------------------------------------------------------------------------


def recompute(contract: Contract, month: str | None = None) -> dict[str, Any]:
    """Recompute sealed months from the journal as it was, and compare them to the last digit. Raises: Refused."""
    with scope([contract.pk]):
        rows = PublishedMonth.objects.filter(contract=contract).order_by("month")
        if month is not None:
            rows = rows.filter(month=month)
        months = [_again(contract, row) for row in rows]
        if month is not None and not months:
            raise Refused("not_sealed", month=month)
    return {
        "contract": contract.key,
        "engine": ENGINE,
        "identical": all(one["identical"] for one in months),
        "months": months,
    }


def _again(contract: Contract, published: PublishedMonth) -> dict[str, Any]:
    request = Request(published.month, published.cutoff, None, published.position, None)
    computed, _ = compute(contract, request, Known(until=published.position), None)
    stored = json.loads(bytes(published.result))
    lines = correction_lines(stored, computed, {})
    return {
        "month": published.month,
        "published_digest": published.digest,
        "digest": computed["digest"],
        "identical": computed["digest"] == published.digest,
        "published_engine": published.engine,
        "differences": lines,
    }

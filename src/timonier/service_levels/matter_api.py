"""Disputes, the client's late word, justifications and decisions over the API: the same acts as on the pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from timonier.core.instants import format_instant
from timonier.core.refusal import Refused
from timonier.directory.gate import Gate, asked, entry_of, key_of
from timonier.foundation.wire import answer, reply
from timonier.service_levels import disputes
from timonier.service_levels.api import month_of_path, to_instant
from timonier.service_levels.decisions import amount_of, argue, decide_penalty
from timonier.service_levels.justifications import Action, justify
from timonier.service_levels.matter_shapes import (
    AcceptancePage,
    AcceptanceShape,
    AcceptAsked,
    DisputePage,
    DisputesAsked,
    DisputeShape,
    JustificationShape,
    JustifyAsked,
    MoveAsked,
    PenaltyAsked,
    PenaltyShape,
    RaiseAsked,
    StatementShape,
)
from timonier.service_levels.models import Acceptance, Dispute, Justification, PenaltyWord
from timonier.service_levels.once import once
from timonier.service_levels.statement import Statement, statement
from timonier.service_levels.typed import day_of

router = Router(tags=["disputes and decisions"])


@router.get(
    "/contracts/{contract}/disputes",
    auth=Gate("kpi.read"),
    response=DisputePage,
    url_name="disputes",
    summary="Disputes",
)
def list_disputes(request: HttpRequest, contract: str, wanted: Query[DisputesAsked]) -> HttpResponse:
    """Open disputes; `state=all` gives those that are over too. At most 500."""
    rows = Dispute.objects.filter(contract=entry_of(request).place)
    if wanted.state != "all":
        rows = rows.filter(state__in=("open", "answered"))
    return reply({"disputes": [_dispute(row) for row in rows.order_by("-of")[:500]]})


@router.post(
    "/contracts/{contract}/disputes",
    auth=Gate("kpi.contest"),
    response={201: DisputeShape},
    url_name="disputes",
    summary="Dispute an interval",
)
def raise_dispute(request: HttpRequest, contract: str, given: RaiseAsked) -> HttpResponse:
    """Dispute an interval of a ticket; both figures stand until it is decided."""

    def make() -> dict[str, Any]:
        row = disputes.raise_dispute(
            who, place, given.number,
            since=to_instant(given.since), until=to_instant(given.to), reason=given.reason, counts=given.counts,
            exclusion=None if given.exclusion is None else to_instant(given.exclusion),
        )  # fmt: skip
        return _dispute(row)

    entry = entry_of(request)
    who, place = entry.who, entry.place
    made, is_new = once(place, who.source, key_of(request), asked(request), make)
    return answer(made, is_new=is_new, status=201)


@router.post(
    "/contracts/{contract}/disputes/move",
    auth=Gate("kpi.contest"),
    response={200: DisputeShape},
    url_name="dispute_move",
    summary="Answer, decide or withdraw a dispute",
)
def move_dispute(request: HttpRequest, contract: str, given: MoveAsked) -> HttpResponse:
    """The other party answers, the client decides, who disputed withdraws."""

    def make() -> dict[str, Any]:
        of, number, reason = to_instant(given.of), given.number, given.reason
        if given.move == "answer":
            row = disputes.answer(who, place, number, of, agrees=given.yes, reason=reason)
        elif given.move == "decide":
            row = disputes.decide(who, place, number, of, granted=given.yes, reason=reason)
        else:
            row = disputes.withdraw(who, place, number, of, reason=reason)
        return _dispute(row)

    entry = entry_of(request)
    who, place = entry.who, entry.place
    made, is_new = once(place, who.source, key_of(request), asked(request), make)
    return answer(made, is_new=is_new, status=200)


@router.get(
    "/contracts/{contract}/acceptances",
    auth=Gate("kpi.read"),
    response=AcceptancePage,
    url_name="acceptances",
    summary="Late acts that need the client's word",
)
def list_acceptances(request: HttpRequest, contract: str, wanted: Query[DisputesAsked]) -> HttpResponse:
    """What waits; `state=all` gives what had the client's word too. At most 500."""
    rows = Acceptance.objects.filter(contract=entry_of(request).place)
    if wanted.state != "all":
        rows = rows.filter(state="waiting")
    return reply({"acceptances": [_acceptance(row) for row in rows.order_by("-of")[:500]]})


@router.post(
    "/contracts/{contract}/acceptances",
    auth=Gate("ticket.accept_exclusion"),
    response={200: AcceptanceShape},
    url_name="acceptances",
    summary="Accept or refuse a late act",
)
def accept(request: HttpRequest, contract: str, given: AcceptAsked) -> HttpResponse:
    """The client's word about a late proof, exclusion or re-classification."""

    def make() -> dict[str, Any]:
        row = disputes.accept(
            who, place, given.number, to_instant(given.of), given.what,
            accepted=given.accepted, reason=given.reason,
        )  # fmt: skip
        return _acceptance(row)

    entry = entry_of(request)
    who, place = entry.who, entry.place
    made, is_new = once(place, who.source, key_of(request), asked(request), make)
    return answer(made, is_new=is_new, status=200)


@router.post(
    "/contracts/{contract}/justifications/{month}",
    auth=Gate("kpi.justify"),
    response={200: JustificationShape},
    url_name="justifications",
    summary="Justify a missed service level",
)
def justify_kpi(request: HttpRequest, contract: str, month: str, given: JustifyAsked) -> HttpResponse:
    """Cause, items, and a plan of actions with one owner and one date each."""

    def make() -> dict[str, Any]:
        actions = [Action(one.text, one.owner, day_of(one.due)) for one in given.actions]
        return _justification(
            justify(who, place, wanted, given.kpi, cause=given.cause, items=given.items, actions=actions)
        )

    entry, wanted = entry_of(request), month_of_path(month)
    who, place = entry.who, entry.place
    made, is_new = once(place, who.source, key_of(request), asked(request), make)
    return answer(made, is_new=is_new, status=200)


@router.get(
    "/contracts/{contract}/penalties/{month}",
    auth=Gate("penalty.read"),
    response=StatementShape,
    url_name="penalties",
    summary="The statement of penalties of a month",
)
def read_statement(request: HttpRequest, contract: str, month: str) -> HttpResponse:
    """Every missed service level with its amount, its corrections and what the buyer decided."""
    return reply(_statement(statement(entry_of(request).place, month_of_path(month))))


@router.post(
    "/contracts/{contract}/penalties/{month}",
    auth=Gate("penalty.argue"),
    response={200: PenaltyShape},
    url_name="penalties",
    summary="Argue or decide a penalty",
)
def move_penalty(request: HttpRequest, contract: str, month: str, given: PenaltyAsked) -> HttpResponse:
    """Note the committee's arguments; with the grant to decide, decide."""

    def make() -> dict[str, Any]:
        if given.move == "argue":
            return _penalty(argue(who, place, wanted, given.kpi, argument=given.reason))
        if not given.decision:
            raise Refused("field_needed", field="decision")
        waived = amount_of(given.waived)
        return _penalty(
            decide_penalty(
                who, place, wanted, given.kpi, decision=given.decision, reason=given.reason, waived=waived
            )
        )

    entry, wanted = entry_of(request), month_of_path(month)
    who, place = entry.who, entry.place
    made, is_new = once(place, who.source, key_of(request), asked(request), make)
    return answer(made, is_new=is_new, status=200)


def _dispute(row: Dispute) -> dict[str, Any]:
    return {
        "number": row.number,
        "of": format_instant(row.of),
        "from": format_instant(row.since),
        "to": format_instant(row.until),
        "counts": row.asks,
        "exclusion": None if row.exclusion is None else format_instant(row.exclusion),
        "party": row.party,
        "by": row.raised_by,
        "reason": row.reason,
        "state": row.state,
        "answer_due": None if row.due_at is None else format_instant(row.due_at),
        "agrees": row.agrees,
        "answer": row.answer,
        "decision": row.decision,
        "months": row.months,
    }


def _acceptance(row: Acceptance) -> dict[str, Any]:
    return {
        "number": row.number,
        "of": format_instant(row.of),
        "what": row.what,
        "by": row.done_by,
        "reason": row.reason,
        "state": row.state,
        "decision": row.decision,
    }


def _justification(row: Justification) -> dict[str, Any]:
    return {
        "month": row.month,
        "kpi": row.kpi,
        "cause": row.cause,
        "items": row.items,
        "by": row.by,
        "at": format_instant(row.at),
        "late": row.is_late,
    }


def _penalty(row: PenaltyWord) -> dict[str, Any]:
    return {
        "month": row.month,
        "kpi": row.kpi,
        "state": row.state,
        "computed": f"{row.computed:.2f}",
        "waived": f"{row.waived:.2f}",
        "reason": row.reason or row.argument,
        "by": row.by,
    }


def _statement(found: Statement) -> dict[str, Any]:
    names = ("computed", "corrected", "waived", "remains", "chargeable")
    return {
        "month": found.month,
        "sealed": bool(found.sealed),
        "digest": found.digest,
        "lines": [
            {"kpi": one.kpi.key, "level": one.kpi.level, "state": one.state, "forbidden_by": one.forbidden_by}
            | {name: f"{getattr(one, name):.2f}" for name in names}
            for one in found.lines
        ],
        "forbidden_by": found.forbidden,
    } | {name: f"{getattr(found, name):.2f}" for name in names}

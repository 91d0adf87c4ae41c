"""Dispute a stretch of a ticket's time, answer, decide, withdraw; accept or refuse what needs the client's word.

One act, one event on the ticket's own stream, its measures after it, in one transaction. Nothing here changes a figure
by itself: the arithmetic reads the events. Source: TIM-07, TIM-09; decision 0040.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from timonier.contracts.queries import plans_of
from timonier.core.disputes import MOVES, PENDING, disputes_of, leans, verdict
from timonier.core.disputes import Dispute as Asked
from timonier.core.engine import evaluate_stream
from timonier.core.events import BadEvent, parse_event
from timonier.core.evidence import EXCLUSIONS
from timonier.core.instants import format_instant
from timonier.core.measures import Measure
from timonier.core.refusal import Refused
from timonier.directory.callers import Caller
from timonier.directory.choices import Role
from timonier.foundation.journal import append
from timonier.foundation.tenancy.models import Contract
from timonier.measures.mergers import openings_of
from timonier.measures.queries import Told, told_of
from timonier.measures.services import lock, now, refresh
from timonier.service_levels import telling
from timonier.service_levels.models import Acceptance, Dispute
from timonier.service_levels.rules import raise_until

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Act:
    """What is about to be done: by whom, to which ticket, when."""

    who: Caller
    contract: Contract
    number: str
    told: Told
    at: int


def party_of(who: Caller, contract: Contract) -> str:
    """On which side the caller speaks. Raises: Refused for a program that stands for nobody."""
    roles = who.roles(contract)
    if not roles:
        raise Refused("a_person_decides")
    return "client" if roles & {Role.CLIENT_AGENT, Role.CLIENT_READER} else "provider"


@transaction.atomic
def raise_dispute(
    who: Caller,
    contract: Contract,
    number: str,
    *,
    since: int,
    until: int,
    reason: str,
    counts: bool | None = None,
    exclusion: int | None = None,
) -> Dispute:
    """Dispute a stretch of time; `counts`: what is asked, by default the contrary of what stands. Raises: Refused.

    `exclusion`: the instant of an exclusion that is disputed, whole, instead; the stretch then runs from it until now.
    """
    act = _begin(who, contract, number, "kpi.contest")
    if exclusion is not None:
        since, until, counts = exclusion, act.at, True
        if not any(event.at == exclusion and event.kind in EXCLUSIONS for event in act.told.events):
            raise Refused("not_found")
    if not since < until <= act.at:
        raise Refused("dispute_bad_span")
    life = act.told.outcome.life
    pieces = life.judged_pieces() if life else []
    asks = not leans(pieces, since, until) if counts is None else counts
    if any(
        one.is_pending
        and one.since < until
        and since < one.until
        and (one.exclusion is None) is (exclusion is None)
        for one in asked_of(act.told)
    ):
        raise Refused("dispute_already_open")
    limit = raise_until(plans_of(contract).at(until), until)
    if limit is not None and act.at > limit:
        raise Refused("dispute_too_late")
    party = party_of(who, contract)
    wanted = Asked(act.at, since, until, asks, party, who.name, reason, exclusion=exclusion)
    if not moves(contract, act.told, [wanted]):
        raise Refused("dispute_changes_nothing")
    span = {"from": format_instant(since), "to": format_instant(until)}
    if exclusion is not None:
        span["exclusion"] = format_instant(exclusion)
    _write(act, "disputed", {**span, "counted": asks, "party": party, "reason": _text(reason)})
    row = _dispute(contract, number, act.at)
    telling.raised(contract, row, who)
    return row


@transaction.atomic
def answer(who: Caller, contract: Contract, number: str, of: int, *, agrees: bool, reason: str) -> Dispute:
    """The other party's answer. Raises: Refused."""
    act = _begin(who, contract, number, "kpi.contest")
    one = _pending(act, of, "answer")
    party = party_of(who, contract)
    if party == one.party:
        raise Refused("dispute_other_party_answers")
    said = {"of": format_instant(of), "agrees": agrees, "party": party, "reason": _text(reason)}
    _write(act, "dispute_answered", said)
    row = _dispute(contract, number, of)
    telling.answered(contract, row, who)
    return row


@transaction.atomic
def decide(who: Caller, contract: Contract, number: str, of: int, *, granted: bool, reason: str) -> Dispute:
    """The client's decision: granted, the figure changes; refused, it stays. Raises: Refused.

    A dispute of the client's own is decided only once the provider has answered, or let its delay pass.
    """
    act = _begin(who, contract, number, "dispute.decide")
    one = _pending(act, of, "grant" if granted else "refuse")
    row = _dispute(contract, number, of)
    is_heard = one.party != "client" or one.state == "answered" or (row.due_at or 0) < act.at
    if not is_heard:
        raise Refused("dispute_wait_for_answer")
    if granted:
        fact = verdict(one, number, act.at).data
        names = ("from", "to", "counted", "exclusion")
        said = {name: fact[name] for name in names if name in fact} | {"reason": _text(reason)}
        _write(act, "dispute_decided", said | {"of": format_instant(of)})
    else:
        _write(act, "dispute_refused", {"of": format_instant(of), "reason": _text(reason)})
    row = _dispute(contract, number, of)
    telling.decided(contract, row, who)
    return row


@transaction.atomic
def withdraw(who: Caller, contract: Contract, number: str, of: int, *, reason: str) -> Dispute:
    """Whoever disputed withdraws, before the decision. Raises: Refused."""
    act = _begin(who, contract, number, "kpi.contest")
    one = _pending(act, of, "withdraw")
    if party_of(who, contract) != one.party:
        raise Refused("dispute_own_party_withdraws")
    _write(act, "dispute_withdrawn", {"of": format_instant(of), "reason": _text(reason)})
    row = _dispute(contract, number, of)
    telling.withdrawn(contract, row, who)
    return row


@transaction.atomic
def accept(
    who: Caller,
    contract: Contract,
    number: str,
    of: int,
    what: str,
    *,
    accepted: bool,
    reason: str = "",
    seen: str = "",
) -> Acceptance:
    """The client's word about a late proof, exclusion or change. `seen`: the state that the decision was made on.

    A refusal changes nothing and can be followed by an acceptance; an acceptance is final. Raises: Refused.
    """
    act = _begin(who, contract, number, "ticket.accept_exclusion")
    row = Acceptance.objects.filter(contract=contract, number=number, of=of, what=what).first()
    if row is None:
        raise Refused("not_found")
    if row.state == "accepted":
        raise Refused("accepted_already")
    if seen and row.state != seen:
        raise Refused("acceptance_moved")
    if not accepted:
        reason = _text(reason)
    is_proof = what == "evidence_added"
    yes, no = ("evidence_accepted", "evidence_refused") if is_proof else ("accepted", "acceptance_refused")
    said: dict[str, Any] = {"of": format_instant(of)}
    if reason.strip():
        said["reason"] = _text(reason)
    _write(act, yes if accepted else no, said)
    after: Acceptance = Acceptance.objects.get(contract=contract, number=number, of=of, what=what)
    telling.accepted(contract, after, who)
    return after


# -- parts --------------------------------------------------------------------------------------------------------


def asked_of(told: Told) -> list[Asked]:
    """The disputes in a ticket's events."""
    return disputes_of(told.events, told.outcome.life.pieces if told.outcome.life else ())


def would_be(contract: Contract, told: Told, asked: list[Asked]) -> list[Measure]:
    """The measures of a ticket if these disputes were granted."""
    key, plans = told.events[0].key, plans_of(contract)
    verdicts = [verdict(one, key, told.as_of) for one in asked if one.is_pending]
    openings = openings_of(contract, plans, told.as_of)
    return evaluate_stream(plans, "ticket", key, [*told.events, *verdicts], told.as_of, openings).measures


def moves(contract: Contract, told: Told, asked: list[Asked]) -> bool:
    """Whether granting these disputes would change any figure of the ticket."""

    def figures(measures: list[Measure]) -> list[tuple[Any, ...]]:
        return [(one.kpi, one.outcome, one.counted, one.month) for one in measures]

    return figures(would_be(contract, told, asked)) != figures(told.outcome.measures)


def _begin(who: Caller, contract: Contract, number: str, action: str) -> Act:
    """Lock the ticket, then look. Raises: Refused."""
    stream = f"ticket/{number}"
    lock(contract, [stream])
    told = told_of(contract, stream)
    if told is None:
        raise Refused("not_found")
    if not who.may(action, contract):
        raise Refused("not_permitted")
    return Act(who, contract, number, told, max(now(), told.as_of))


def _pending(act: Act, of: int, move: str) -> Asked:
    one = next((one for one in asked_of(act.told) if one.of == of), None)
    if one is None:
        raise Refused("not_found")
    states, _ = MOVES[move]
    if one.state not in states:
        raise Refused("dispute_not_open" if one.state not in PENDING else "dispute_answered_already")
    return one


def _dispute(contract: Contract, number: str, of: int) -> Dispute:
    found: Dispute = Dispute.objects.get(contract=contract, number=number, of=of)
    return found


def _write(act: Act, kind: str, said: dict[str, Any]) -> None:
    who, at = act.who, act.at
    value = {"by": who.name, **said, "ticket": act.number, "event": kind, "at": format_instant(at)}
    try:
        event = parse_event(value)
    except BadEvent as error:
        raise Refused(error.code, **error.params) from error
    if not append(act.contract, [event], actor=who.name, via=who.via, marks=False).accepted:
        raise Refused("conflict")
    refresh(act.contract, [event.stream], as_of=at)


def _text(reason: str) -> str:
    text = reason.strip()
    if not text:
        raise Refused("reason_needed")
    if len(text) > LONGEST:
        raise Refused("reason_too_long", most=LONGEST)
    return text

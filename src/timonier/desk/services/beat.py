"""How every verb beats: lock → permission → rule on the state → version → event → measures, in one transaction.

The instant of the fact is the database's clock: nobody backdates, and nothing happens before what was there. What a verb may say is data (`Verb`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from timonier.core.events import BadEvent, parse_event
from timonier.core.instants import format_instant
from timonier.core.refusal import Refused
from timonier.desk.models import Ticket
from timonier.desk.perms import visible
from timonier.directory.callers import Caller
from timonier.foundation.journal import append
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import instant_of, lock, refresh


@dataclass(frozen=True, slots=True)
class Done:
    """What a verb did: the ticket's number, and its version afterwards."""

    number: str
    version: int
    event: str
    at: int


@dataclass(frozen=True, slots=True)
class Step:
    """What the rule of a verb looks at."""

    who: Caller
    contract: Contract
    ticket: Ticket
    data: dict[str, Any]
    at: int


Rule = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done to a ticket. Called like a function it does it.

    `states` are those in which it is possible; `needed` and `optional` name what is said with it.
    """

    name: str
    event: str
    action: str
    states: frozenset[Any]
    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    rule: Rule | None = None
    other: str | None = None  # the field that names a second ticket

    def __call__(
        self,
        who: Caller,
        contract: Contract,
        number: str,
        *,
        expected_version: int | None = None,
        **data: Any,
    ) -> Done:
        return _beat(self, who, contract, number, expected_version, data)

    def is_possible(self, status: str) -> bool:
        """Whether the state admits it; the right is another question."""
        return status in self.states


VERBS: dict[str, Verb] = {}


def register(verb: Verb) -> Verb:
    """Add a verb to the register."""
    VERBS[verb.name] = verb
    return verb


def act(
    name: str,
    who: Caller,
    contract: Contract,
    number: str,
    data: Mapping[str, Any],
    *,
    expected_version: int | None = None,
) -> Done:
    """Do the verb of this name. Raises: Refused."""
    verb = VERBS.get(name)
    if verb is None:
        raise Refused("unknown_verb", verb=name[:60], known=", ".join(VERBS))
    return _beat(verb, who, contract, number, expected_version, dict(data))


def _beat(
    verb: Verb, who: Caller, contract: Contract, number: str, expected: int | None, data: dict[str, Any]
) -> Done:
    said = check_fields(data, verb.needed, verb.optional)
    with transaction.atomic():
        streams = [f"ticket/{number}"]
        if verb.other and isinstance(said.get(verb.other), str):
            streams.append(f"ticket/{said[verb.other]}")
        # Before any row: whoever refreshes measures takes this lock first, then writes the rows.
        lock(contract, streams)
        ticket = visible(
            who, Ticket.objects.select_for_update().filter(contract=contract, number=number)
        ).first()
        if ticket is None:
            raise Refused("unknown_ticket", item=number[:200])
        if not who.may(verb.action, contract):
            raise Refused("not_permitted")
        if ticket.status not in verb.states:
            raise Refused("not_allowed_now", verb=verb.name, state=ticket.status)
        if expected is not None and expected != ticket.version:
            raise Refused("conflict")
        at = instant_of(contract, ticket.updated_at)
        if verb.rule is not None:
            verb.rule(Step(who, contract, ticket, said, at))
        return write(who, contract, number, verb.event, said, at)


def write(
    who: Caller,
    contract: Contract,
    number: str,
    kind: str,
    said: Mapping[str, Any],
    at: int,
    *,
    is_first: bool = False,
) -> Done:
    """The event into the journal, the measures and rows after it. The caller holds the transaction and the lock."""
    value = {"by": who.name, **said, "ticket": number, "event": kind, "at": format_instant(at)}
    try:
        event = parse_event(value)
    except BadEvent as error:
        raise Refused(error.code, **error.params) from error
    if not append(contract, [event], actor=who.name, via=who.via, marks=False).accepted:
        raise Refused("conflict")
    refresh(contract, [event.stream], as_of=at, news={event.stream: at}, is_locked=True)
    version = (
        1
        if is_first
        else Ticket.objects.values_list("version", flat=True).get(contract=contract, number=number)
    )
    return Done(number, version, kind, at)


def check_fields(
    data: Mapping[str, Any], needed: tuple[str, ...], optional: tuple[str, ...]
) -> dict[str, Any]:
    """What was said, empty values left out. Raises: Refused for what is missing or not expected."""
    said = {name: value for name, value in data.items() if value is not None and value != ""}
    known = (*needed, *optional)
    for name in said:
        if name not in known:
            raise Refused("unknown_field", field=name[:60], known=", ".join(known) or "–")
    for name in needed:
        value = said.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            raise Refused("field_needed", field=name)
    return said


def accepted_by_client(step: Step) -> None:
    """`accepted_by` is the client's own word: only one who decides for the client may say it."""
    accepted = step.data.get("accepted_by")
    if accepted == "client" and not step.who.may("ticket.accept_exclusion", step.contract):
        raise Refused("only_the_client_accepts")

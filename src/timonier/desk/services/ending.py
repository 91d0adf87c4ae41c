"""Resolve, validate, reopen, close; take out of the count: cancel, merge, link to a mass incident, unlink."""

from timonier.contracts.queries import plans_of
from timonier.core.instants import DAY
from timonier.core.refusal import Refused
from timonier.desk.choices import OPEN, STOPPED, Status
from timonier.desk.models import Ticket
from timonier.desk.services.beat import Rule, Step, Verb, accepted_by_client, register


def _in_time(step: Step) -> None:
    stop = step.ticket.resolved_at
    if stop is None:
        return
    days = plans_of(step.contract).at(stop).version.reopen_days
    if step.at - stop > days * DAY:
        raise Refused("reopen_too_late", days=days)


def _out_of_the_count(verb: str) -> Rule:
    def rule(step: Step) -> None:
        accepted_by_client(step)
        if step.ticket.status in STOPPED and step.data.get("accepted_by") != "client":
            raise Refused("not_allowed_now", verb=verb, state=step.ticket.status)

    return rule


def _tied(verb: str, field: str) -> Rule:
    common = _out_of_the_count(verb)

    def rule(step: Step) -> None:
        common(step)
        target = step.data[field]
        if target == step.ticket.number:
            raise Refused("not_itself")
        if not Ticket.objects.filter(contract=step.contract, number=target, is_open=True).exists():
            raise Refused("unknown_target", item=str(target)[:200])

    return rule


resolve = register(Verb("resolve", "resolved", "ticket.resolve", OPEN))
validate = register(Verb("validate", "validated", "ticket.validate", frozenset({Status.RESOLVED})))
reopen = register(Verb("reopen", "reopened", "ticket.validate", STOPPED, rule=_in_time))
close = register(Verb("close", "closed", "ticket.resolve", frozenset({Status.RESOLVED})))
cancel = register(
    Verb(
        "cancel",
        "cancelled",
        "ticket.qualify",
        OPEN | STOPPED,
        needed=("reason",),
        optional=("accepted_by",),
        rule=_out_of_the_count("cancel"),
    )
)
merge = register(
    Verb(
        "merge",
        "merged",
        "ticket.qualify",
        OPEN | STOPPED,
        needed=("into",),
        optional=("accepted_by", "reason"),
        rule=_tied("merge", "into"),
        other="into",
    )
)
link_child = register(
    Verb(
        "link_child",
        "linked_child",
        "ticket.qualify",
        OPEN | STOPPED,
        needed=("parent",),
        optional=("accepted_by", "reason"),
        rule=_tied("link_child", "parent"),
        other="parent",
    )
)
unlink = register(Verb("unlink", "unlinked", "ticket.qualify", frozenset({Status.CHILD})))

"""Take, assign, escalate, change, note a contact."""

from timonier.core.events import ATTRIBUTES
from timonier.core.refusal import Refused
from timonier.desk.choices import OPEN, STOPPED
from timonier.desk.services.beat import Step, Verb, accepted_by_client, register
from timonier.desk.services.catalogue import by_the_catalogue


def _changes_something(step: Step) -> None:
    accepted_by_client(step)
    said = {name: value for name, value in step.data.items() if name in ATTRIBUTES}
    if not said or all(getattr(step.ticket, name, None) == value for name, value in said.items()):
        raise Refused("nothing_changed")
    if step.ticket.status in STOPPED and step.data.get("accepted_by") != "client":
        raise Refused("not_allowed_now", verb="change", state=step.ticket.status)
    if step.data.get("category") != step.ticket.category:
        step.data.update(by_the_catalogue(step.contract, step.data, step.at))


take = register(Verb("take", "taken", "ticket.qualify", OPEN))
assign = register(Verb("assign", "assigned", "ticket.qualify", OPEN, needed=("team",), optional=("level",)))
escalate = register(
    Verb(
        "escalate",
        "escalated",
        "ticket.qualify",
        OPEN,
        needed=("to",),
        optional=("level", "duty", "means", "reference"),
    )
)
change = register(
    Verb(
        "change",
        "changed",
        "ticket.qualify",
        OPEN | STOPPED,
        optional=(*sorted(ATTRIBUTES), "accepted_by", "reason"),
        rule=_changes_something,
    )
)


def _one_of_both(step: Step) -> None:
    if step.data["by"] not in ("technician", "user"):
        raise Refused("bad_value", field="by", value=str(step.data["by"])[:60], expected="technician, user")


contact = register(Verb("contact", "contact", "ticket.qualify", OPEN, needed=("by",), rule=_one_of_both))
"""Here `by` says who called whom; the journal's actor stays the person who notes it."""

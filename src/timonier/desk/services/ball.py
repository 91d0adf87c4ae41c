"""Pass the ball with its proof, remind who holds it, take it back."""

from timonier.core.refusal import Refused
from timonier.desk.choices import OPEN, WAITING
from timonier.desk.services.beat import Step, Verb, register


def _goes_elsewhere(step: Step) -> None:
    ticket, said = step.ticket, step.data
    if ticket.holder == said["holder"] and ticket.party == said["to"]:
        raise Refused("holder_already", party=str(said["to"])[:60])


hand_over = register(
    Verb(
        "hand_over",
        "handed_over",
        "ticket.hand_over",
        OPEN,
        # Without the whole proof the provider would go on holding: the desk asks for it at once.
        needed=("holder", "to", "means", "reference"),
        optional=("referent",),
        rule=_goes_elsewhere,
    )
)
return_ball = register(Verb("return_ball", "returned", "ticket.prove", WAITING))
remind = register(
    Verb("remind", "reminded", "ticket.prove", WAITING, needed=("means", "reference"), optional=("to",))
)

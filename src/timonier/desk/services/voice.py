"""What the client says about the work: a score, a dispute."""

from timonier.desk.choices import STOPPED, Status
from timonier.desk.services.beat import Verb, register

rate = register(Verb("rate", "rated", "ticket.validate", STOPPED, needed=("score",)))
dispute = register(
    Verb("dispute", "disputed", "kpi.contest", frozenset(Status), needed=("from", "to", "reason"))
)

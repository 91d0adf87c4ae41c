"""What the client says about the work: a score. Disputes are about figures: the room of service levels has them."""

from timonier.desk.choices import STOPPED
from timonier.desk.services.beat import Verb, register

rate = register(Verb("rate", "rated", "ticket.validate", STOPPED, needed=("score",)))

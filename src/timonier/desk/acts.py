"""What may be done to a ticket now, by whom, in which order: the same for its page and the palette."""

from timonier.desk.choices import Status
from timonier.desk.models import Ticket
from timonier.desk.services import VERBS, Verb
from timonier.directory.callers import Caller
from timonier.foundation.tenancy.models import Contract

_LIKELY = {
    Status.NEW: ("take",),
    Status.TAKEN: ("resolve",),
    Status.WAITING_USER: ("return_ball",),
    Status.WAITING_CLIENT: ("return_ball",),
    Status.WAITING_THIRD_PARTY: ("return_ball", "remind"),
    Status.RESOLVED: ("validate", "close"),
    Status.CHILD: ("unlink",),
}
"""State → the verbs that come next most often, the likeliest first."""
RARE = frozenset({"cancel", "merge", "link_child", "unlink", "reopen"})
KNOWN_AS = {
    "take": "prendre en charge ticket take pick",
    "assign": "affecter confier attribuer équipe technicien assign give team",
    "hand_over": "passer confier transmettre main balle tiers client utilisateur attente hand over third party",
    "return_ball": "reprendre main balle retour take back return",
    "remind": "relancer relance rappel rappeler remind reminder",
    "escalate": "escalader escalade niveau transmettre escalate level",
    "change": "requalifier changer modifier priorité catégorie urgence type change priority category",
    "contact": "contact contacter appel appeler téléphone joindre contact call phone",
    "resolve": "résoudre résolu résolution réparer resolve fix",
    "validate": "valider validation marche confirmer validate confirm works",
    "reopen": "rouvrir réouverture reopen",
    "close": "clore clôturer fermer terminer close",
    "cancel": "annuler annulation cancel",
    "merge": "fusionner doublon fusion merge duplicate",
    "link_child": "rattacher lier parent masse link child mass",
    "unlink": "détacher délier unlink",
    "rate": "noter note satisfaction avis rate score",
}
"""Verb → other words that somebody types to find it, in both languages: what one types is what one is used to say."""


def possible(who: Caller, contract: Contract, ticket: Ticket) -> list[Verb]:
    """What the state and the rights admit, the likeliest first, the rare last. Whether the caller sees the ticket is asked before."""
    found = [
        one for one in VERBS.values() if one.is_possible(ticket.status) and who.may(one.action, contract)
    ]
    first = likely(ticket, found)
    return sorted(found, key=lambda one: (one.name != first, one.name in RARE))


def likely(ticket: Ticket, verbs: list[Verb]) -> str:
    """The name of the verb that comes next most often; "" when none does."""
    names = {one.name for one in verbs}
    return next((name for name in _LIKELY.get(Status(ticket.status), ()) if name in names), "")

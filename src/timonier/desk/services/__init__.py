"""What people and programs do to tickets: one verb, one event, one transaction.

Every verb beats the same way (`beat`): lock, permission, rule on the state, version, event, measures.
`VERBS` is the register that forms, pages and the API read.
"""

from timonier.desk.services.ball import hand_over, remind, return_ball
from timonier.desk.services.beat import VERBS, Done, Verb, act
from timonier.desk.services.ending import cancel, close, link_child, merge, reopen, resolve, unlink, validate
from timonier.desk.services.handling import assign, change, contact, escalate, take
from timonier.desk.services.opening import is_user, open_ticket
from timonier.desk.services.voice import rate

__all__ = [
    "VERBS",
    "Done",
    "Verb",
    "act",
    "assign",
    "cancel",
    "change",
    "close",
    "contact",
    "escalate",
    "hand_over",
    "is_user",
    "link_child",
    "merge",
    "open_ticket",
    "rate",
    "remind",
    "reopen",
    "resolve",
    "return_ball",
    "take",
    "unlink",
    "validate",
]

"""How two parties agree on a version: who may take which step, and where the dialogue stands after it.

Pure: the steps taken so far decide what may come next. Who may speak for a side at all is the directory's matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from timonier.core.refusal import Refused

DRAFT, PROPOSED, IN_FORCE, REFUSED, WITHDRAWN = "draft", "proposed", "in_force", "refused", "withdrawn"
DRAFTED, PROPOSE, ACCEPT, REFUSE, WITHDRAW = "drafted", "proposed", "accepted", "refused", "withdrawn"
OPEN = frozenset({DRAFT, PROPOSED})
SIDES = ("provider", "client")
_NEXT = {
    (DRAFT, PROPOSE): PROPOSED,
    (DRAFT, WITHDRAW): WITHDRAWN,
    (PROPOSED, ACCEPT): IN_FORCE,
    (PROPOSED, REFUSE): REFUSED,
    (PROPOSED, WITHDRAW): WITHDRAWN,
}
_OWN = frozenset({PROPOSE, WITHDRAW})
_EXPLAINED = frozenset({PROPOSE, REFUSE, WITHDRAW})


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a side: `words` are its message or its reason."""

    kind: str
    side: str
    by: str
    words: str = ""


def state_of(steps: Sequence[Step]) -> str:
    """Where the dialogue stands. To propose is to agree for one's own side: the other one's word puts it in force."""
    state = DRAFT
    for step in steps[1:]:
        state = _NEXT[state, step.kind]
    return state


def check(steps: Sequence[Step], step: Step) -> str:
    """The state after one more step. Raises: Refused for every step that is not this side's to take now."""
    state = state_of(steps)
    after = _NEXT.get((state, step.kind))
    if after is None:
        raise Refused("draft_not_now", step=step.kind, state=state)
    own = steps[0].side
    if step.kind in _OWN and step.side != own:
        raise Refused("draft_of_the_other_side", step=step.kind)
    if step.kind not in _OWN and step.side == own:
        raise Refused("draft_own_side_has_agreed", step=step.kind)
    if step.kind not in _OWN and any(one.by == step.by for one in steps):
        raise Refused("draft_same_person", step=step.kind)
    if step.kind in _EXPLAINED and not step.words.strip():
        raise Refused("draft_words_needed", step=step.kind)
    return after


def possible(steps: Sequence[Step], side: str, by: str) -> list[str]:
    """The steps that this person may take now, for this side."""
    found = []
    for kind in (PROPOSE, ACCEPT, REFUSE, WITHDRAW):
        try:
            check(steps, Step(kind, side, by, "…"))
        except Refused:
            continue
        found.append(kind)
    return found

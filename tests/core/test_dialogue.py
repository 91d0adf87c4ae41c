"""The dialogue of the two parties as a table: every step from every state, by each side."""

import pytest

from timonier.core.contract.dialogue import (
    ACCEPT,
    DRAFT,
    DRAFTED,
    IN_FORCE,
    PROPOSE,
    PROPOSED,
    REFUSE,
    REFUSED,
    WITHDRAW,
    WITHDRAWN,
    Step,
    check,
    possible,
    state_of,
)
from timonier.core.refusal import Refused

WRITTEN = Step(DRAFTED, "provider", "alice")
ASKED = Step(PROPOSE, "provider", "alice", "Comme convenu")
STATES = {
    DRAFT: [WRITTEN],
    PROPOSED: [WRITTEN, ASKED],
    IN_FORCE: [WRITTEN, ASKED, Step(ACCEPT, "client", "bob")],
    REFUSED: [WRITTEN, ASKED, Step(REFUSE, "client", "bob", "Non")],
    WITHDRAWN: [WRITTEN, Step(WITHDRAW, "provider", "alice", "Erreur")],
}
LEGAL = {
    (DRAFT, PROPOSE, "provider"): PROPOSED,
    (DRAFT, WITHDRAW, "provider"): WITHDRAWN,
    (PROPOSED, WITHDRAW, "provider"): WITHDRAWN,
    (PROPOSED, ACCEPT, "client"): IN_FORCE,
    (PROPOSED, REFUSE, "client"): REFUSED,
}


@pytest.mark.req("KPI-38")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", [PROPOSE, ACCEPT, REFUSE, WITHDRAW])
@pytest.mark.parametrize("side", ["provider", "client"])
def test_every_step_is_either_legal_or_refused(state: str, kind: str, side: str) -> None:
    steps = STATES[state]
    assert state_of(steps) == state
    step = Step(kind, side, "somebody", "parce que")
    if (state, kind, side) in LEGAL:
        assert check(steps, step) == LEGAL[state, kind, side]
        assert kind in possible(steps, side, "somebody")
    else:
        with pytest.raises(Refused):
            check(steps, step)
        assert kind not in possible(steps, side, "somebody")


def test_the_same_person_never_answers_for_the_other_side() -> None:
    with pytest.raises(Refused) as refused:
        check(STATES[PROPOSED], Step(ACCEPT, "client", "alice"))
    assert refused.value.code == "draft_same_person"


@pytest.mark.parametrize(("state", "kind", "side"), [(DRAFT, PROPOSE, "provider"), (PROPOSED, REFUSE, "client"), (DRAFT, WITHDRAW, "provider")])  # fmt: skip
def test_what_is_proposed_refused_or_withdrawn_is_explained(state: str, kind: str, side: str) -> None:
    with pytest.raises(Refused) as refused:
        check(STATES[state], Step(kind, side, "somebody", "  "))
    assert refused.value.code == "draft_words_needed"

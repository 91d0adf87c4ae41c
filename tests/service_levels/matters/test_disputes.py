"""A dispute from its reason to the figure: both figures while it is open, the one that was announced afterwards."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.service_levels.matters.ground import MONTH, Ground, at
from timonier.core.refusal import Refused
from timonier.foundation.journal import read
from timonier.foundation.notify.models import Notice
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.queries import told_of
from timonier.service_levels import disputes
from timonier.service_levels.comparison import month_pair, pairs_if_accepted, pairs_of
from timonier.service_levels.ledgers import compare_rows
from timonier.service_levels.models import Dispute
from timonier.service_levels.services import corrections_of, month_result, published_result, seal_month

WHY = "l’accès au site n’a été rendu qu’à 14 h"

LATE_PROOF = [
    {"ticket": "H-0", "at": "2026-03-02T10:00:00+01:00", "event": "handed_over", "holder": "third_party"},
    {"ticket": "H-0", "at": "2026-03-02T14:00:00+01:00", "event": "returned"},
    {"ticket": "H-0", "at": "2026-03-05T09:00:00+01:00", "event": "evidence_added",
     "of": "2026-03-02T10:00:00+01:00", "to": "Opérateur", "means": "ticket", "reference": "OP-1"},
]  # fmt: skip
"""A hand-over without a proof, which comes three days later."""


def contest(ground: Ground, by: str = "alice", number: str = "H-0", counts: bool | None = None) -> int:
    with scope([ground.contract.pk]):
        day = 2 + int(number.partition("-")[2])
        row = disputes.raise_dispute(
            ground.who(by), ground.contract, number, since=at(day, "11:00"), until=at(day, "14:00"), reason=WHY,
            counts=counts,
        )  # fmt: skip
        return int(row.of)


def facts(ground: Ground) -> int:
    with scope([ground.contract.pk]):
        return sum(1 for _ in read(ground.contract))


def refused(ground: Ground, act: Callable[[], object]) -> str:
    """The code of a refusal that left nothing behind: no fact, no notice."""
    before = facts(ground), [len(ground.notices(name)) for name in ground.people]
    with scope([ground.contract.pk]), pytest.raises(Refused) as caught:
        act()
    assert (facts(ground), [len(ground.notices(name)) for name in ground.people]) == before
    return str(caught.value.code)


def kpi(ground: Ground, month: str = MONTH) -> dict:
    with scope([ground.contract.pk]):
        return next(one for one in month_result(ground.contract, month)["results"] if one["kpi"] == "KPI-07")


@pytest.mark.req("TIM-07")
def test_both_figures_stand_side_by_side_and_the_announced_one_comes_true(ground: Ground) -> None:
    ground.history()
    assert (kpi(ground)["value"], kpi(ground)["penalty_amount"]) == ("70.00", "150.00")
    of = contest(ground)
    assert kpi(ground)["value"] == "70.00", "nothing moves before the decision"
    with scope([ground.contract.pk]):
        told = disputes.told_of(ground.contract, "ticket/H-0")
        (pair,) = [one for one in pairs_of(ground.contract, told) if one.kpi == "KPI-07"]
        announced = month_pair(ground.contract, MONTH)
    assert (pair.stands.outcome, pair.would_be.outcome) == ("missed", "met")
    assert (pair.stands.counted - pair.would_be.counted) == 3 * 3_600_000_000
    (line,) = announced.lines
    assert (line.stands["value"], line.would_be["value"]) == ("70.00", "80.00")
    assert (announced.stands_total, announced.would_be_total) == (Decimal("150.00"), Decimal("100.00"))
    with scope([ground.contract.pk]):
        disputes.decide(
            ground.who("bob"), ground.contract, "H-0", of, granted=True, reason="courriel produit"
        )
        assert month_pair(ground.contract, MONTH) is None
    assert kpi(ground) == line.would_be, "to the last field"
    assert compare_rows(ground.contract)["differences"] == []


@pytest.mark.req("TIM-07")
def test_a_refusal_leaves_the_figure(ground: Ground) -> None:
    ground.history()
    before = kpi(ground)
    of = contest(ground)
    with scope([ground.contract.pk]):
        row = disputes.decide(
            ground.who("bob"), ground.contract, "H-0", of, granted=False, reason="aucune preuve"
        )
    assert (row.state, row.ended_by, row.decision) == ("refused", ground.people["bob"].email, "aucune preuve")
    assert kpi(ground) == before


@pytest.mark.req("TIM-07")
def test_a_sealed_month_stays_and_the_next_seal_carries_the_correction(ground: Ground) -> None:
    ground.history()
    seal_month(ground.contract, MONTH, by="bob", via="test")
    with scope([ground.contract.pk]):
        published = published_result(ground.contract, MONTH)
    of = contest(ground)
    with scope([ground.contract.pk]):
        disputes.decide(
            ground.who("bob"), ground.contract, "H-0", of, granted=True, reason="courriel produit"
        )
        assert published_result(ground.contract, MONTH) == published
        assert corrections_of(ground.contract, MONTH) == []
    seal_month(ground.contract, "2026-04", by="bob", via="test")
    with scope([ground.contract.pk]):
        assert published_result(ground.contract, MONTH) == published
        (line,) = corrections_of(ground.contract, MONTH)
    assert (line["kpi"], line["items"], line["penalty_difference"]) == ("KPI-07", ["H-0"], "-50.00")
    assert (line["before"]["value"], line["after"]["value"]) == ("70.00", "80.00")


@pytest.mark.req("TIM-07", "ACC-01")
def test_only_the_right_person_moves_a_dispute_and_only_in_its_state(ground: Ground) -> None:
    ground.history()
    contract, who = ground.contract, ground.who
    assert refused(ground, lambda: contest(ground, "tom")) == "not_permitted"
    assert refused(ground, lambda: contest(ground, "charlie")) == "not_permitted"
    of = contest(ground)
    assert refused(ground, lambda: contest(ground)) == "dispute_already_open"
    answer = lambda name: disputes.answer(who(name), contract, "H-0", of, agrees=True, reason="oui")  # noqa: E731
    decide = lambda name, reason="oui": disputes.decide(  # noqa: E731
        who(name), contract, "H-0", of, granted=True, reason=reason
    )
    assert refused(ground, lambda: answer("alice")) == "dispute_other_party_answers"
    assert refused(ground, lambda: decide("alice")) == "not_permitted"
    assert refused(ground, lambda: decide("dora")) == "not_permitted", "an agent without the grant to decide"
    assert refused(ground, lambda: decide("bob", "  ")) == "reason_needed"
    assert (
        refused(ground, lambda: disputes.withdraw(who("bob"), contract, "H-0", of, reason="non"))
        == "dispute_own_party_withdraws"
    )
    with scope([contract.pk]):
        assert answer("dora").state == "answered"
    assert refused(ground, lambda: answer("bob")) == "dispute_answered_already"
    with scope([contract.pk]):
        assert decide("bob").state == "granted"
    assert refused(ground, lambda: decide("bob")) == "dispute_not_open"
    assert refused(ground, lambda: answer("bob")) == "dispute_not_open"


@pytest.mark.req("TIM-07")
def test_a_dispute_of_the_client_waits_for_the_provider_s_answer(ground: Ground) -> None:
    ground.history()
    of = contest(ground, "bob", "H-1")
    act = lambda: disputes.decide(  # noqa: E731
        ground.who("bob"), ground.contract, "H-1", of, granted=True, reason="oui"
    )
    with scope([ground.contract.pk]):
        Dispute.objects.filter(of=of).update(due_at=2**60)
    assert refused(ground, act) == "dispute_wait_for_answer"
    with scope([ground.contract.pk]):
        disputes.answer(ground.who("alice"), ground.contract, "H-1", of, agrees=False, reason="non")
        assert act().state == "granted"


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (at(2, "14:00"), at(2, "11:00"), "dispute_bad_span"),
        (at(2, "11:00"), 2**62, "dispute_bad_span"),
        (at(2, "18:00"), at(2, "19:00"), "dispute_changes_nothing"),
    ],
)
def test_what_cannot_be_disputed_is_refused(ground: Ground, since: int, until: int, code: str) -> None:
    ground.history()
    act = lambda: disputes.raise_dispute(  # noqa: E731
        ground.who("bob"), ground.contract, "H-0", since=since, until=until, reason=WHY
    )
    assert refused(ground, act) == code


@pytest.mark.req("TIM-07")
def test_both_parties_are_told_and_nobody_of_his_own_act(ground: Ground) -> None:
    ground.history()
    of = contest(ground)
    assert (ground.notices("bob"), ground.notices("dora")) == (["dispute_raised"], ["dispute_raised"])
    assert ground.notices("alice") == ground.notices("tom") == []
    with scope([ground.contract.pk]):
        disputes.decide(ground.who("bob"), ground.contract, "H-0", of, granted=True, reason="oui")
    assert ground.notices("alice") == ["dispute_told_granted"]
    assert ground.notices("bob") == ["dispute_raised"]
    assert ground.notices("dora")[-1] == "dispute_told_granted"


@pytest.mark.req("TIM-09")
def test_what_was_done_too_late_waits_for_the_client_s_word(ground: Ground) -> None:
    late = {"ticket": "H-1", "at": "2026-03-03T18:00:00+01:00", "event": "cancelled", "reason": "doublon"}
    ground.history()
    ground.tell([late])
    before = kpi(ground)
    with scope([ground.contract.pk]):
        (row,) = disputes.Acceptance.objects.filter(contract=ground.contract)
    assert (row.number, row.what, row.state) == ("H-1", "cancelled", "waiting")
    accept = lambda name, yes: disputes.accept(  # noqa: E731
        ground.who(name), ground.contract, "H-1", row.of, "cancelled", accepted=yes, reason="vu ensemble"
    )
    assert refused(ground, lambda: accept("alice", True)) == "not_permitted"
    assert refused(ground, lambda: accept("dora", True)) == "not_permitted"
    with scope([ground.contract.pk]):
        assert accept("bob", False).state == "refused"
    assert kpi(ground) == before
    with scope([ground.contract.pk]):
        assert accept("bob", True).state == "accepted"
    after = kpi(ground)
    assert (after["missed"], after["excluded"]) == (
        2,
        [{"item": "H-1", "kind": "ticket", "reason": "cancelled"}],
    )
    assert refused(ground, lambda: accept("bob", True)) == "accepted_already"
    assert ground.notices("alice") == ["acceptance_told_refused", "acceptance_told_accepted"]
    with scope([ground.contract.pk]):
        told = Notice.objects.filter(account=ground.people["alice"].pk)
        assert {row.params["by"] for row in told} == {"Bob"}, "people are called by their names, in mails too"


@pytest.mark.req("TIM-09")
def test_a_late_proof_counts_once_the_client_accepts_it(ground: Ground) -> None:
    ground.history()
    ground.tell(LATE_PROOF)
    assert kpi(ground)["missed"] == 3
    with scope([ground.contract.pk]):
        (row,) = disputes.Acceptance.objects.filter(contract=ground.contract)
        assert (row.what, row.reason) == ("evidence_added", "Opérateur · ticket · OP-1")
        disputes.accept(ground.who("bob"), ground.contract, "H-0", row.of, row.what, accepted=True)
    assert kpi(ground)["missed"] == 2


@pytest.mark.req("TIM-07")
def test_an_exclusion_is_disputed_and_set_aside(ground: Ground) -> None:
    ground.history()
    ground.tell(
        [
            {"ticket": "X-1", "at": "2026-03-20T09:00:00+01:00", "event": "created", "type": "incident",
             "channel": "phone", "scope": "user", "priority": "high"},
            {"ticket": "X-1", "at": "2026-03-20T10:00:00+01:00", "event": "cancelled", "reason": "sans objet"},
        ]
    )  # fmt: skip
    assert [one["item"] for one in kpi(ground)["excluded"]] == ["X-1"]
    contract, cancelled = ground.contract, at(20, "10:00")
    with scope([contract.pk]):
        row = disputes.raise_dispute(
            ground.who("bob"), contract, "X-1", since=0, until=0, reason="jamais réglé", exclusion=cancelled
        )
        told = disputes.told_of(contract, "ticket/X-1")
        (pair,) = [one for one in pairs_of(contract, told) if one.kpi == "KPI-07"]
        assert (pair.stands.outcome, pair.would_be.outcome) == ("excluded", "missed")
        disputes.answer(ground.who("alice"), contract, "X-1", row.of, agrees=False, reason="doublon")
        done = disputes.decide(ground.who("bob"), contract, "X-1", row.of, granted=True, reason="confirmé")
        assert (done.state, done.exclusion) == ("granted", cancelled)
        told = disputes.told_of(contract, "ticket/X-1")
    assert {one.kpi: one.outcome for one in told.outcome.measures}["KPI-07"] == "missed"
    assert kpi(ground)["excluded"] == []
    page = ground.browser("bob").get(f"/c/{contract.key}/disputes/new/X-1?exclusion={cancelled}")
    assert page.status_code == 200
    assert ground.browser("bob").get(f"/c/{contract.key}/disputes/new/X-1?exclusion=5").status_code == 404


@pytest.mark.req("TIM-09")
def test_the_list_of_acts_says_what_an_acceptance_would_change(ground: Ground) -> None:
    ground.history()
    ground.tell(LATE_PROOF)
    with scope([ground.contract.pk]):
        (row,) = disputes.Acceptance.objects.filter(contract=ground.contract)
        announced = {one.kpi: one.would_be for one in pairs_if_accepted(ground.contract, row)}
    assert announced["KPI-07"] and announced["KPI-07"].outcome == "met"
    page = ground.browser("bob").get(f"/c/{ground.contract.key}/acceptances/").content.decode()
    assert "Si accepté" in page and "KPI-07" in page
    with scope([ground.contract.pk]):
        disputes.accept(ground.who("bob"), ground.contract, "H-0", row.of, row.what, accepted=True)
        told = told_of(ground.contract, "ticket/H-0")
        assert told is not None
        stands = {one.kpi: one for one in told.outcome.measures}
    for key, one in announced.items():
        assert one is not None and (stands[key].outcome, stands[key].counted) == (one.outcome, one.counted), (
            key
        )

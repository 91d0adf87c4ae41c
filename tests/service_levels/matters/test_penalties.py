"""A missed service level on its way: justified, argued, decided, stated; published figures stay."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.service_levels.matters.ground import MONTH, Ground
from timonier.core.refusal import Refused
from timonier.foundation.journal import read
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.decisions import amount_of, argue, decide_penalty
from timonier.service_levels.justifications import Action, justify, justify_gap, move_action
from timonier.service_levels.models import GapWord, Improvement, Justification, PenaltyWord
from timonier.service_levels.month_words import redraw
from timonier.service_levels.services import month_result, published_result, seal_month
from timonier.service_levels.statement import Statement, statement


def explain(
    ground: Ground, by: str = "alice", kpi: str = "KPI-07", actions: list[Action] | None = None
) -> None:
    plan = [Action("Doubler l’équipe du lundi", ground.people["tom"].email, date(2099, 5, 4))]
    with scope([ground.contract.pk]):
        justify(
            ground.who(by), ground.contract, MONTH, kpi, cause="panne de l’opérateur", items=["H-0", "H-1"],
            actions=plan if actions is None else actions,
        )  # fmt: skip


def heard(ground: Ground, by: str = "alice") -> None:
    with scope([ground.contract.pk]):
        argue(ground.who(by), ground.contract, MONTH, "KPI-07", argument="le tiers a tardé")


def rule(ground: Ground, decision: str, waived: str = "", by: str = "bob") -> None:
    with scope([ground.contract.pk]):
        decide_penalty(
            ground.who(by), ground.contract, MONTH, "KPI-07", decision=decision, reason="vu en comité",
            waived=amount_of(waived),
        )  # fmt: skip


def stated(ground: Ground) -> Statement:
    with scope([ground.contract.pk]):
        return statement(ground.contract, MONTH)


def refused(ground: Ground, act: Callable[[], object]) -> str:
    """The code of a refusal after which the journal is what it was."""
    count = lambda: sum(1 for _ in read(ground.contract))  # noqa: E731
    with scope([ground.contract.pk]):
        before = count()
    with pytest.raises(Refused) as caught:
        act()
    with scope([ground.contract.pk]):
        assert count() == before
    return str(caught.value.code)


@pytest.mark.req("KPI-31")
@pytest.mark.parametrize(
    ("decision", "waived", "remains", "chargeable"),
    [
        ("applied", "", "150.00", "150.00"),
        ("waived", "", "0.00", "0.00"),
        ("partly", "50,50", "99.50", "99.50"),
        ("disputed", "", "150.00", "0.00"),
    ],
)
def test_the_buyer_s_decision_says_what_remains(
    ground: Ground, decision: str, waived: str, remains: str, chargeable: str
) -> None:
    ground.history()
    with scope([ground.contract.pk]):
        before = month_result(ground.contract, MONTH)["results"]
    heard(ground)
    rule(ground, decision, waived)
    found = stated(ground)
    (line,) = found.lines
    assert (line.state, line.computed, line.remains) == (decision, Decimal("150.00"), Decimal(remains))
    assert (found.remains, found.chargeable) == (Decimal(remains), Decimal(chargeable))
    with scope([ground.contract.pk]):
        assert month_result(ground.contract, MONTH)["results"] == before, "a decision moves no figure"


@pytest.mark.req("KPI-31")
def test_a_penalty_goes_its_way_and_no_other(ground: Ground) -> None:
    ground.history()
    assert stated(ground).lines[0].state == "computed"
    assert refused(ground, lambda: rule(ground, "applied")) == "penalty_argue_first"
    explain(ground)
    assert stated(ground).lines[0].state == "justified"
    assert refused(ground, lambda: rule(ground, "applied")) == "penalty_argue_first"
    heard(ground)
    for by in ("alice", "dora", "tom", "charlie"):
        assert refused(ground, lambda by=by: rule(ground, "applied", by=by)) == "not_permitted"
    for wrong in ("0", "150,00", "151", "-1", "0,001", ""):
        assert refused(ground, lambda wrong=wrong: rule(ground, "partly", wrong)) == "waiver_out_of_bounds"
    assert refused(ground, lambda: rule(ground, "forgotten")) == "penalty_bad_state"
    rule(ground, "disputed")
    rule(ground, "partly", "20")
    assert refused(ground, lambda: rule(ground, "applied")) == "penalty_is_decided"
    assert refused(ground, lambda: heard(ground)) == "penalty_is_decided"
    assert stated(ground).remains == Decimal("130.00")


@pytest.mark.req("KPI-31", "KPI-33")
def test_a_decision_on_a_sealed_month_rewrites_nothing_and_rows_can_be_drawn_again(ground: Ground) -> None:
    ground.history()
    seal_month(ground.contract, MONTH, by="bob", via="test")
    with scope([ground.contract.pk]):
        published = published_result(ground.contract, MONTH)
    explain(ground)
    heard(ground)
    rule(ground, "partly", "10")
    with scope([ground.contract.pk]):
        assert published_result(ground.contract, MONTH) == published
        models = (Justification, Improvement, PenaltyWord)
        before = [list(model.objects.order_by("kpi").values()) for model in models]
        redraw(ground.contract, MONTH)
        after = [list(model.objects.order_by("kpi").values()) for model in models]
    for rows in (before, after):
        for row in (one for table in rows for one in table):
            del row["id"]
    assert before == after


@pytest.mark.req("KPI-31")
def test_placeholders_forbid_charging_and_are_named(ground: Ground) -> None:
    ground.history()
    heard(ground)
    rule(ground, "applied")
    found = stated(ground)
    (line,) = found.lines
    assert found.chargeable == Decimal("150.00")
    assert replace(found, lines=[replace(line, forbidden_by=["example_prices"])]).forbidden == [
        "example_prices"
    ]


@pytest.mark.req("KPI-32")
def test_a_justification_has_its_plan_and_says_when_it_is_late(ground: Ground) -> None:
    ground.history()
    owner = ground.people["tom"].email
    assert refused(ground, lambda: explain(ground, "bob")) == "not_permitted"
    assert refused(ground, lambda: explain(ground, kpi="KPI-08")) == "nothing_missed"
    assert refused(ground, lambda: explain(ground, kpi="KPI-99")) == "kpi_unknown"
    nobody = [Action("Agir", "personne@example.org", date(2099, 5, 4))]
    assert refused(ground, lambda: explain(ground, actions=nobody)) == "action_owner_unknown"
    stranger = [Action("Agir", ground.people["charlie"].email, date(2099, 5, 4))]
    assert refused(ground, lambda: explain(ground, actions=stranger)) == "action_owner_unknown"
    assert (
        refused(ground, lambda: explain(ground, actions=[Action(" ", owner, date(2099, 5, 4))]))
        == "action_incomplete"
    )
    past = [Action("Agir", owner, date(2026, 1, 15))]
    assert refused(ground, lambda: explain(ground, actions=past)) == "action_due_past"
    explain(ground)
    explain(ground, actions=[])
    (line,) = stated(ground).lines
    assert line.justification is not None
    assert (line.justification.revision, line.justification.is_late) == (2, True)
    (action,) = line.improvements
    assert (action.owner, action.due, action.state) == (owner, date(2099, 5, 4), "open")
    assert ground.notices("tom") == ["action_assigned"]
    assert "kpi_justified" in ground.notices("bob")


@pytest.mark.req("KPI-32")
def test_an_action_is_followed_to_its_end_and_opened_again(ground: Ground) -> None:
    ground.history()
    explain(ground)

    def move(state: str, by: str = "alice") -> Improvement:
        with scope([ground.contract.pk]):
            return move_action(ground.who(by), ground.contract, MONTH, "KPI-07", 1, state=state, note="fait")

    assert refused(ground, lambda: move("open")) == "action_is_over"
    assert refused(ground, lambda: move("done", "bob")) == "not_permitted"
    assert move("done").state == "done"
    assert refused(ground, lambda: move("dropped")) == "action_is_over"
    assert move("open").state == "open"


def test_a_month_that_runs_is_not_justified(ground: Ground) -> None:
    def act() -> None:
        with scope([ground.contract.pk]):
            justify(
                ground.who("alice"), ground.contract, "2035-01", "KPI-07", cause="x", items=[], actions=[]
            )

    assert refused(ground, act) == "month_still_runs"


@pytest.mark.req("KPI-37")
def test_a_gap_is_justified_and_stays_a_gap(ground: Ground) -> None:
    ground.history()
    ground.tell(
        [
            {"source": "phone", "at": "2026-03-10T08:00:00+01:00", "event": "silent"},
            {"source": "phone", "at": "2026-03-10T12:00:00+01:00", "event": "back"},
        ]
    )
    since = "2026-03-10T07:00:00.000000Z"
    with scope([ground.contract.pk]):
        justify_gap(
            ground.who("alice"), ground.contract, MONTH, "phone", since, cause="coupure de l’opérateur"
        )
        (word,) = GapWord.objects.filter(contract=ground.contract)
        assert word.cause == "coupure de l’opérateur"
        first = month_result(ground.contract, MONTH)["results"][0]
        assert first["kpi"] == "KPI-01"
        assert first["incomplete"], "justified is not measured"
        with pytest.raises(Refused, match="gap_unknown"):
            justify_gap(ground.who("alice"), ground.contract, MONTH, "mail", since, cause="x")
    page = ground.browser("bob").get(f"/c/{ground.contract.key}/months/{MONTH}/gaps/").content.decode()
    assert "· Alice</p>" in page
    assert ground.people["alice"].email not in page

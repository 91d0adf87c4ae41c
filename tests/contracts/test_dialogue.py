"""The dialogue on real rows: what leaves a trace, what leaves none, what both parties have read, and what comes of it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.contracts.ground import MONTHS, Parties, some_activity
from timonier.contracts.drafts import all_drafts, any_draft, draft_of
from timonier.contracts.models import ContractVersionRow, DraftStepRow
from timonier.contracts.queries import definition
from timonier.contracts.versions import Read, take_step
from timonier.core.contract.source import Invalid
from timonier.core.refusal import Refused
from timonier.foundation.journal import read
from timonier.foundation.notify.models import Notice
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.services import month_result, recompute, seal_month

TARGET = {"effective_from": "2026-09-01", "kpis": {"KPI-07": {"target": "2 h"}}}


def trace(both: Parties) -> tuple[int, int, int]:
    """How much is stored: facts, steps, versions."""
    with scope([both.contract.pk]):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM journal_event WHERE contract_id = %s", [both.contract.pk])
            facts = cursor.fetchone()[0]
        return (
            facts,
            DraftStepRow.objects.filter(contract=both.contract).count(),
            ContractVersionRow.objects.filter(contract=both.contract).count(),
        )


def refused(both: Parties, who: Any, number: int, kind: str, **more: Any) -> str:
    """The code of a refusal, after which nothing more is stored."""
    before = trace(both)
    with pytest.raises(Refused) as found:
        both.step(who, number, kind, **more)
    assert trace(both) == before
    return found.value.code


@pytest.mark.req("CON-01", "KPI-38")
def test_what_one_proposes_and_the_other_accepts_is_in_force_and_in_the_journal(both: Parties) -> None:
    number = both.draft(both.alice, TARGET, title="KPI-07 à 2 h")
    both.effect(number)
    both.step(both.alice, number, "proposed", "Comme convenu au comité du 3 septembre")
    after = both.step(both.bob, number, "accepted", "")
    assert (after.state, after.version) == ("in_force", 2)
    with scope([both.contract.pk]):
        made = definition(both.contract)
        rows = [
            row
            for row in read(both.contract, family="contract")
            if row.stream in (f"contract/draft-{number}", "contract/2")
        ]
    kpi = next(one for one in made.versions[1].kpis if one.key == "KPI-07")
    assert (str(made.versions[1].effective_from), kpi.target.value) == ("2026-09-01", 7200)
    assert sorted(row.kind for row in rows) == [
        "contract.accepted",
        "contract.drafted",
        "contract.loaded",
        "contract.proposed",
    ]
    accepted = next(row for row in rows if row.kind == "contract.accepted")
    assert accepted.actor == both.bob.email
    effect = both.read(both.bob, number)
    assert effect.difference.encode() in accepted.payload and effect.effect.encode() in accepted.payload


@pytest.mark.req("CON-01", "KPI-38")
def test_a_proposed_version_is_announced_to_the_other_party_alone(both: Parties) -> None:
    def told(who: Any) -> list[tuple[str, str, str]]:
        with scope([both.contract.pk]):
            rows = Notice.objects.filter(contract=both.contract, account=who.pk, kind="drafts").order_by("pk")
            return list(rows.values_list("code", "url", "kind"))

    def morning(who: Any) -> str:
        client = Client(headers={"Accept-Language": "fr"})
        client.force_login(who, backend="timonier.directory.backends.EmailBackend")
        return client.get(f"/c/{both.contract.key}/today/").content.decode()

    number = both.draft(both.alice, TARGET, title="KPI-07 à 2 h")
    both.effect(number)
    assert told(both.bob) == []
    assert "Accepter ou refuser" not in morning(both.bob)
    both.step(both.alice, number, "proposed", "Comme convenu")
    there = f"/c/{both.contract.key}/versions/drafts/{number}/"
    assert told(both.bob) == [("draft_told_proposed", there, "drafts")]
    assert told(both.alice) == []
    page = morning(both.bob)
    assert f"Accepter ou refuser le projet {number} du contrat : KPI-07 à 2 h" in page
    assert f'href="{there}"' in page
    assert "Accepter ou refuser" not in morning(both.alice)
    both.step(both.bob, number, "accepted")
    assert told(both.alice) == [("draft_told_accepted", there, "drafts")]
    assert "Accepter ou refuser" not in morning(both.bob)


@pytest.mark.req("KPI-38")
def test_a_refusal_has_its_reason_and_a_new_proposal_may_follow(both: Parties) -> None:
    number = both.draft(both.alice, TARGET)
    both.effect(number)
    both.step(both.alice, number, "proposed")
    assert refused(both, both.bob, number, "refused", words="  ") == "draft_words_needed"
    assert both.step(both.bob, number, "refused", "Trop court").state == "refused"
    again = both.draft(both.alice, TARGET | {"kpis": {"KPI-07": {"target": "150 min"}}})
    both.effect(again)
    both.step(both.alice, again, "proposed")
    assert both.step(both.bob, again, "accepted").version == 2
    with scope([both.contract.pk]):
        kept = any_draft(both.contract, number)
    assert [step.words for step in kept.steps] == ["", "parce que", "Trop court"]


def test_every_step_out_of_turn_leaves_no_trace(both: Parties) -> None:
    number = both.draft(both.alice, TARGET)
    both.effect(number)
    assert refused(both, both.alice, number, "accepted") == "draft_not_now"
    assert refused(both, both.alice, number, "refused") == "draft_not_now"
    with pytest.raises(Refused):
        both.step(both.bob, number, "accepted")  # it is not there for him yet
    both.step(both.alice, number, "proposed")
    assert refused(both, both.alice, number, "proposed") == "draft_not_now"
    assert refused(both, both.alice, number, "accepted") == "draft_own_side_has_agreed"
    assert refused(both, both.alice, number, "refused") == "draft_own_side_has_agreed"
    assert refused(both, both.bob, number, "withdrawn") == "draft_of_the_other_side"
    assert refused(both, both.ben, number, "accepted") == "not_permitted"
    assert refused(both, both.tom, number, "accepted") == "not_permitted"
    both.step(both.bob, number, "accepted")
    for who in (both.alice, both.bob):
        for kind in ("proposed", "accepted", "refused", "withdrawn"):
            assert refused(both, who, number, kind) == "draft_not_now"


def test_nobody_accepts_what_he_has_not_read(both: Parties) -> None:
    number = both.draft(both.alice, TARGET)
    assert refused(both, both.alice, number, "proposed") == "draft_effect_needed"
    both.effect(number)
    both.step(both.alice, number, "proposed")
    right = both.read(both.bob, number)
    assert (
        refused(both, both.bob, number, "accepted", read=Read(right.difference, "")) == "draft_effect_needed"
    )
    assert (
        refused(both, both.bob, number, "accepted", read=Read("0" * 64, right.effect)) == "draft_read_again"
    )
    assert (
        refused(both, both.bob, number, "accepted", read=Read(right.difference, "0" * 64))
        == "draft_read_again"
    )


def test_a_proposal_over_a_version_that_has_passed_is_not_accepted(both: Parties) -> None:
    first = both.draft(both.alice, TARGET)
    second = both.draft(both.bob, {"effective_from": "2026-10-01", "kpis": {"KPI-08": {"objective": "92 %"}}})
    for who, number in ((both.alice, first), (both.bob, second)):
        both.effect(number)
        both.step(who, number, "proposed")
    both.step(both.bob, first, "accepted")
    assert refused(both, both.alice, second, "accepted") == "draft_base_moved"
    assert both.step(both.alice, second, "refused").state == "refused"


@pytest.mark.req("ACC-01")
def test_a_draft_is_its_own_side_s_until_it_is_proposed(both: Parties) -> None:
    number = both.draft(both.alice, TARGET)

    def seen(who: Any) -> list[int]:
        with scope([both.contract.pk]):
            return [one.row.number for one in all_drafts(both.caller(who), both.contract)]

    assert seen(both.alice) == [number]
    assert seen(both.bob) == [] and seen(both.ben) == [] and seen(both.tom) == []
    both.effect(number)
    both.step(both.alice, number, "proposed")
    assert seen(both.bob) == seen(both.ben) == seen(both.tom) == [number]
    with scope([both.other.pk]), pytest.raises(Refused):
        draft_of(both.caller(both.charlie), both.other, number)


def test_who_may_not_negotiate_writes_no_draft(both: Parties) -> None:
    before = trace(both)
    for who in (both.ben, both.tom):
        with pytest.raises(Refused) as found:
            both.draft(who, TARGET)
        assert found.value.code == "not_permitted"
    assert trace(both) == before


def test_a_draft_that_changes_nothing_or_comes_too_early_is_refused_with_all_reasons(both: Parties) -> None:
    before = trace(both)
    with pytest.raises(Invalid) as found:
        both.draft(both.alice, {"effective_from": "2025-07-01"})
    assert [one.code for one in found.value.problems] == ["draft_not_later", "draft_changes_nothing"]
    assert trace(both) == before


@pytest.mark.req("KPI-33", "CON-01")
def test_a_sealed_month_is_touched_only_when_both_say_so_and_then_by_corrections(both: Parties) -> None:
    some_activity(both.contract)
    seal_month(both.contract, "2026-08", by="bob", via="test")
    part = {"effective_from": "2026-08-01", "kpis": {"KPI-08": {"target": "1 min"}}}
    with pytest.raises(Invalid) as found:
        both.draft(both.alice, part)
    assert [one.code for one in found.value.problems] == ["draft_reaches_sealed"]
    number = both.draft(both.alice, part, is_retroactive=True)
    both.effect(number)
    both.step(both.alice, number, "proposed")
    assert refused(both, both.bob, number, "accepted") == "draft_retroactive_needed"
    both.step(both.bob, number, "accepted", is_retroactive=True)
    assert not recompute(both.contract, "2026-08")["identical"], "the amendment says otherwise now"
    lines = seal_month(both.contract, "2026-09", by="bob", via="test")["corrections"]
    assert [(line["month"], line["kpi"]) for line in lines] == [("2026-08", "KPI-08")]
    assert lines[0]["before"]["missed"] < lines[0]["after"]["missed"]


@pytest.mark.req("CON-01")
def test_a_month_sealed_meanwhile_stops_a_proposal_that_would_touch_it(both: Parties) -> None:
    some_activity(both.contract, MONTHS[:1])
    number = both.draft(both.alice, {"effective_from": "2026-08-15", "kpis": {"KPI-07": {"target": "2 h"}}})
    both.effect(number)
    both.step(both.alice, number, "proposed")
    seal_month(both.contract, "2026-08", by="bob", via="test")
    assert refused(both, both.bob, number, "accepted") == "draft_became_retroactive"


@pytest.mark.req("CON-11", "KPI-31")
def test_a_named_decision_makes_what_rested_on_it_chargeable(both: Parties) -> None:
    some_activity(both.contract, MONTHS[1:])

    def line(kpi: str) -> dict[str, Any]:
        result = month_result(both.contract, "2026-09")
        return next(one for one in result["results"] if one["kpi"] == kpi)

    assert line("KPI-21")["forbidden_by"] == ["example_prices"] and not line("KPI-21")["chargeable"]
    assert set(line("KPI-01")["forbidden_by"]) == {"example_prices", "hours_desk"}
    said = "Bob Durand, 2026-08-20 – montants arrêtés au comité stratégique"
    both.agree({"effective_from": "2026-08-25", "unknowns": {"example_prices": {"decision": said}}})
    assert line("KPI-21")["chargeable"] is True and line("KPI-21")["forbidden_by"] == []
    assert line("KPI-01")["forbidden_by"] == ["hours_desk"], "the hours stand open still"
    both.agree({"effective_from": "2026-08-26", "unknowns": {"hours_desk": {"decision": said}}})
    assert line("KPI-01")["chargeable"] is True


@pytest.mark.req("CON-01")
def test_an_amendment_in_the_middle_of_a_month_judges_what_begins_after_it(both: Parties) -> None:
    some_activity(both.contract, MONTHS[1:])
    before = month_result(both.contract, "2026-09", as_of=1_790_900_000_000_000)
    both.agree({"effective_from": "2026-09-15", "kpis": {"KPI-08": {"target": "1 min"}}})
    after = month_result(both.contract, "2026-09", as_of=1_790_900_000_000_000)
    assert [one["number"] for one in after["versions"]] == [1, 2]
    old, new = (next(x for x in one["results"] if x["kpi"] == "KPI-08") for one in (before, after))
    assert old["missed"] < new["missed"] < new["population"], "the first half keeps its target"


def test_two_answers_at_once_are_one(both: Parties) -> None:
    number = both.draft(both.alice, TARGET)
    both.effect(number)
    both.step(both.alice, number, "proposed")
    answer = both.read(both.bob, number)
    with scope([both.contract.pk]):
        take_step(both.caller(both.bob), both.contract, number, "accepted", read=answer)
    assert refused(both, both.bob, number, "accepted", read=answer) == "draft_not_now"

"""The pages of versions and of what-if: who finds them, what stays typed, what they say."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.contracts.ground import Parties
from timonier.contracts.models import DraftRow
from timonier.directory.choices import Role
from timonier.directory.rights import ACTIONS, DECIDER_ONLY
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.kept import effect_of, newest
from timonier.service_levels.models import WhatIf
from timonier.service_levels.whatif_pages import moves

TARGET = {"effective_from": "2026-09-01", "kpis": {"KPI-07": {"target": "2 h"}}}
FORM = {"title": "KPI-07 à 2 h", "effective_from": "2026-09-01", "kpi": "KPI-07", "kpi_target": "2 h"}


def count(both: Parties) -> int:
    with scope([both.contract.pk]):
        return int(DraftRow.objects.filter(contract=both.contract).count())


def post(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, values)


@pytest.mark.req("ACC-01")
def test_a_stranger_finds_nothing_anywhere(both: Parties) -> None:
    number = both.draft(both.alice, TARGET)
    both.effect(number)
    both.step(both.alice, number, "proposed")
    root = f"/c/{both.contract.key}"
    with scope([both.contract.pk]):
        inputs = WhatIf.objects.get(contract=both.contract).inputs
    stranger = both.client(both.charlie)
    for path in (
        "/versions/",
        "/versions/new/",
        "/versions/difference/",
        f"/versions/drafts/{number}/",
        "/whatif/",
        "/whatif/?reading=user_time%3Dcounts",
        "/whatif/register/",
        f"/whatif/{inputs}/2026-09/KPI-07/",
        f"/whatif/{inputs}/ledger/ticket/x",
    ):
        assert stranger.get(root + path).status_code == 404, path
        assert Client().get(root + path).status_code == 302, path
    for path in (
        f"/versions/drafts/{number}/accepted",
        f"/whatif/draft/{number}/effect",
        "/whatif/register/",
    ):
        assert stranger.post(root + path).status_code == 404, path
    elsewhere = f"/c/{both.other.key}"
    for path in (f"/versions/drafts/{number}/", f"/whatif/{inputs}/2026-09/KPI-07/"):
        assert stranger.get(elsewhere + path).status_code == 404, path


@pytest.mark.req("ACC-01")
def test_the_matrix_says_who_negotiates_and_who_reads_euros(both: Parties) -> None:
    assert ACTIONS["contract.propose"] == ACTIONS["contract.accept"] == {Role.SERVICE_MANAGER, Role.ACCOUNT_MANAGER, Role.CLIENT_AGENT}  # fmt: skip
    assert {"contract.propose", "contract.accept"} <= DECIDER_ONLY
    assert ACTIONS["whatif.read"] == ACTIONS["penalty.read"]
    root = f"/c/{both.contract.key}"
    for who, new, whatif in (
        (both.alice, 200, 200),
        (both.bob, 200, 200),
        (both.ben, 403, 200),
        (both.tom, 403, 403),
    ):
        client = both.client(who)
        assert client.get(root + "/versions/").status_code == 200
        assert client.get(root + "/versions/new/").status_code == new
        assert client.get(root + "/whatif/").status_code == whatif


@pytest.mark.req("CON-01", "KPI-38")
def test_the_form_writes_a_draft_that_only_its_side_sees(both: Parties) -> None:
    alice, bob = both.client(both.alice), both.client(both.bob)
    address = f"/c/{both.contract.key}/versions/new/"
    form = alice.get(address).content.decode()
    assert "24 h/24, 7 j/7" in form and " : always" not in form, "a week of other hours is told in words"
    answer = post(alice, address, **FORM)
    assert answer.status_code == 302 and answer["Location"].endswith("/versions/drafts/1/")
    page = alice.get(answer["Location"]).content.decode()
    assert "la cible passe de « 3 h » à « 2 h »" in page and "7.4 KPI 7" in page
    assert bob.get(answer["Location"]).status_code == 404
    assert "KPI-07 à 2 h" not in bob.get(f"/c/{both.contract.key}/versions/").content.decode()


def test_what_was_typed_comes_back_with_every_error_and_nothing_is_kept(both: Parties) -> None:
    alice = both.client(both.alice)
    wrong = FORM | {
        "title": "",
        "kpi_target": "bientôt <b>",
        "hours": "desk",
        "hours_week": "lundi",
        "price_P1": "-3",
        "row": "nothing",
        "row_quantity": "7",
    }
    answer = post(alice, f"/c/{both.contract.key}/versions/new/", **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and count(both) == 0
    for said in (
        "bientôt &lt;b&gt;",
        "lundi",
        "-3",
        "n&#x27;est pas une cible",
        "n&#x27;est pas une semaine",
    ):
        assert said in page, said
    assert page.count('aria-invalid="true"') >= 4


def test_a_file_that_is_wrong_comes_back_as_text_to_be_mended(both: Parties) -> None:
    alice = both.client(both.alice)
    raw = b"effective_from: 2026-09-01\nkpis:\n  KPI-07: {cible: 2 h}\n"
    answer = post(
        alice,
        f"/c/{both.contract.key}/versions/new/",
        title="Avenant",
        file=SimpleUploadedFile("avenant.yaml", raw),
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and count(both) == 0
    assert "amendment.yaml, l. 3" in page and "KPI-07: {cible: 2 h}" in page


def test_amounts_are_taken_as_people_write_them(both: Parties) -> None:
    alice = both.client(both.alice)
    values = {"title": "Prix", "effective_from": "2026-09-01", "price_P1": "1 234,5 €", "row": "", "kpi": ""}
    answer = post(alice, f"/c/{both.contract.key}/versions/new/", **values)
    assert answer.status_code == 302
    assert "150,00 €" in (page := alice.get(answer["Location"]).content.decode()) and "1234,50 €" in page


def test_a_draft_taken_up_again_replaces_the_one_it_came_from(both: Parties) -> None:
    alice = both.client(both.alice)
    root = f"/c/{both.contract.key}/versions"
    post(alice, f"{root}/new/", **FORM)
    assert "KPI-07 à 2 h" in alice.get(f"{root}/new/?from=1").content.decode()
    more = {
        "title": "Deux changements",
        "effective_from": "2026-09-01",
        "kpi": "KPI-08",
        "kpi_objective": "92 %",
    }
    assert post(alice, f"{root}/new/?from=1", **more)["Location"].endswith("/drafts/2/")
    page = alice.get(f"{root}/drafts/2/").content.decode()
    assert "« 2 h »" in page and "« 92 % »" in page
    assert "retiré" in alice.get(f"{root}/drafts/1/").content.decode()


@pytest.mark.req("CON-11")
def test_a_named_decision_has_its_own_small_form(both: Parties) -> None:
    bob = both.client(both.bob)
    root = f"/c/{both.contract.key}/versions"
    page = bob.get(f"{root}/new/?only=decision&unknown=example_prices").content.decode()
    assert "f-decision_reason" in page and "f-kpi_target" not in page
    values = {"title": "Prix arrêtés", "effective_from": "2026-09-01", "unknown": "example_prices"}
    answer = post(bob, f"{root}/new/?only=decision", **values)
    assert answer.status_code == 422 and answer.content.decode().count("renseignez ce champ") >= 3
    values |= {
        "decision_who": "Bob Durand",
        "decision_on": "2026-08-20",
        "decision_reason": "Comité du 20 août",
    }
    answer = post(bob, f"{root}/new/?only=decision", **values)
    assert "Bob Durand, 2026-08-20 – Comité du 20 août" in bob.get(answer["Location"]).content.decode()


@pytest.mark.req("KPI-38")
def test_the_pages_lead_from_a_draft_to_a_version_in_force(both: Parties) -> None:
    alice, bob = both.client(both.alice), both.client(both.bob)
    root = f"/c/{both.contract.key}"
    draft = f"{root}/versions/drafts/1/"
    post(alice, f"{root}/versions/new/", **FORM)
    assert "disabled" in alice.get(draft).content.decode(), "nothing is proposed before its effect is read"
    assert post(alice, f"{root}/whatif/draft/1/effect").status_code == 302
    step = both.read(both.alice, 1)
    said = {"difference": step.difference, "effect": step.effect, "words": "Voici <i>"}
    assert post(alice, draft + "proposed", **said).status_code == 302
    page = bob.get(draft).content.decode()
    assert "Voici &lt;i&gt;" in page and step.effect in page and "Ce qu’il aurait changé" in page
    refused = post(bob, draft + "accepted", difference=step.difference, effect="0" * 64, words="mot gardé")
    assert refused.status_code == 422 and "mot gardé" in refused.content.decode()
    assert post(bob, draft + "accepted", difference=step.difference, effect=step.effect).status_code == 302
    page = bob.get(f"{root}/versions/").content.decode()
    assert "convenu par les deux parties" in page
    assert both.alice.email not in page + bob.get(draft).content.decode(), "people are called by their names"
    assert "la cible passe de" in bob.get(f"{root}/versions/difference/?from=1&to=2").content.decode()
    assert bob.get(f"{root}/versions/difference/?from=1&to=9").status_code == 404


def test_what_if_shows_and_keeps_and_opens_its_drawer(both: Parties) -> None:
    bob = both.client(both.bob)
    root = f"/c/{both.contract.key}/whatif/"
    page = bob.get(root + "?last=2026-09&months=2&reading=user_time%3Dcounts")
    assert page.status_code == 200
    inputs = page.context["kept"].inputs
    with scope([both.contract.pk]):
        assert newest(both.contract, inputs) is not None
    assert bob.get(f"{root}{inputs}/2026-09/KPI-07/").status_code == 200
    assert bob.get(f"{root}{inputs}/2026-09/KPI-99/").status_code == 404
    assert bob.get(f"{root}{inputs}/ledger/ticket/none").status_code == 404
    assert bob.get(root + "?last=2026-09&months=1&hours=desk&week=mon-fri+09:00-17:00").status_code == 200
    spoken = "lundi au vendredi de 9 h à 17 h"
    page = bob.get(root, {"last": "2026-09", "months": "1", "hours": "desk", "week": spoken})
    assert "n’est pas une semaine" not in page.content.decode()
    for wrong in ("reading=nothing", "reading=user_time%3Dx", "week=lundi&hours=desk", "last=xx&reading=user_time%3Dcounts"):  # fmt: skip
        answer = bob.get(f"{root}?months=1&{wrong}")
        assert answer.status_code == 422 and 'role="alert"' in answer.content.decode(), wrong


def test_a_private_draft_is_not_tried_by_the_other_side(both: Parties) -> None:
    number = both.draft(both.alice, TARGET)
    both.effect(number)
    with scope([both.contract.pk]):
        assert effect_of(both.contract, number) is not None
        inputs = WhatIf.objects.get(contract=both.contract).inputs
    root = f"/c/{both.contract.key}/whatif/"
    for path in (f"?draft={number}", f"{inputs}/2026-09/KPI-07/", f"{inputs}/ledger/ticket/x"):
        assert both.client(both.bob).get(root + path).status_code == 404
    assert both.client(both.bob).post(f"{root}draft/{number}/effect").status_code == 404
    assert both.client(both.alice).get(f"{root}?draft={number}").status_code == 200


def test_the_register_is_priced_on_demand_and_then_kept(both: Parties) -> None:
    bob = both.client(both.bob)
    address = f"/c/{both.contract.key}/whatif/register/"
    assert "pas encore été chiffrés" in bob.get(address + "?last=2026-09&months=1").content.decode()
    assert post(bob, address, last="2026-09", months="1").status_code == 302
    page = bob.get(address + "?last=2026-09&months=1").content.decode()
    assert "compte" in page and "lundi–vendredi" in page


@pytest.mark.req("KPI-38")
def test_months_that_change_are_those_in_which_a_figure_or_an_amount_does() -> None:
    line: dict[str, Any] = {
        "population": 4, "met": 3, "missed": 1, "value": "75.00", "objective": "90.00", "achieved": False,
        "penalty_amount": "0.00", "chargeable": False, "excluded": 0,
    }  # fmt: skip

    def month(after: dict[str, Any] | None, euros: str = "0.00") -> dict[str, Any]:
        return {"lines": [{"before": line, "after": after}], "penalty_difference": euros}

    assert not moves(month(line | {"excluded": 2})), (
        "an item judged otherwise, and no figure that people read"
    )
    assert not moves({"lines": [], "penalty_difference": "0.00"})
    assert moves(month(line | {"value": "80.00"}))
    assert moves(month(line | {"population": 5}))
    assert moves(month(None))
    assert moves(month(line, "-150.00"))

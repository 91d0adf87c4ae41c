"""The contract on the screens: what each page says, to whom, in which version; a stranger's contract is nowhere."""

import json

import pytest
from django.utils.safestring import mark_safe

from tests.reading.conftest import World
from timonier.contracts.services import load
from timonier.contracts.views import READING_SLOT, SECTIONS
from timonier.foundation.registries import panels

PAGES = (
    "",
    "search?q=wifi",
    "whole",
    "clause/7.4",
    "clause/2.1.4",
    "subject/2.1.4",
    *(f"{name}/" for name in SECTIONS),
)


def page(world: World, who: str, path: str) -> str:
    response = world.client(who).get(f"/c/{world.contract.key}/contract/{path}")
    assert response.status_code == 200, path
    return str(response.content.decode())


@pytest.mark.req("ACC-01", "CON-07")
def test_a_stranger_sees_no_page_of_it(world: World) -> None:
    charlie, key = world.client("charlie"), world.contract.key
    for path in PAGES:
        assert charlie.get(f"/c/{key}/contract/{path}").status_code == 404, path
    assert charlie.get(f"/api/v1/contracts/{key}/contract").status_code == 404


@pytest.mark.req("CON-08", "ACC-02")
def test_every_page_is_there_for_both_parties_in_both_languages(world: World) -> None:
    for who in ("alice", "bob"):
        client = world.client(who)
        for path in PAGES:
            for language in ("fr", "en"):
                client.cookies["timonier-language"] = language
                response = client.get(f"/c/{world.contract.key}/contract/{path}")
                assert response.status_code == 200, path
                assert f'<html lang="{language}"' in response.content.decode(), path


def test_pages_of_a_contract_that_says_less_tell_so(world: World) -> None:
    for name in SECTIONS:
        response = world.client("charlie").get(f"/c/{world.other.key}/contract/{name}/")
        assert response.status_code == 200, name
    assert "n’énumère aucun livrable" in (
        world.client("charlie").get(f"/c/{world.other.key}/contract/deliverables/").content.decode()
    )


@pytest.mark.req("CON-04")
def test_who_does_what_on_the_wifi_stands_on_one_page(world: World) -> None:
    found = page(world, "bob", "subject/2.1.4")
    for said in ("Titulaire", "lundi–vendredi 08:00–18:00", "KPI-03", "KPI-10", "KPI-11", "KPI-19", "KPI-20"):
        assert said in found
    for said in (
        "5\u00a0min",
        "24\u00a0h",
        "4\u00a0h",
        "300,00",
        "600,00",
        "126",
        "MR36",
        "115 ne compte que Meraki",
    ):
        assert said in found
    telephony = page(world, "bob", "subject/2.1.15")
    assert "KPI-03" in telephony
    assert "KPI-11" not in telephony, "a third party administers it"
    assert world.client("bob").get(f"/c/{world.contract.key}/contract/subject/9.9").status_code == 404


@pytest.mark.req("CON-11")
def test_prices_are_for_those_who_may_see_penalties(world: World) -> None:
    for path in ("kpis/", "subject/2.1.4", "whole"):
        assert "300,00" in page(world, "bob", path)
    assert "3000.00" in page(world, "bob", "clause/7.4")
    for path in (*PAGES, "search?q=600.00", "search?q=pénalités", "subject/2.2.1"):
        found = page(world, "alice", path)
        for amount in ("150,00", "300,00", "600,00", "150.00", "300.00", "600.00", "3000.00", "30000"):
            assert amount not in found.replace("q=600.00", "").replace('"600.00"', "").replace(
                "« 600.00 »", ""
            ), path
    key = world.contract.key
    assert "penalties" in world.client("bob").get(f"/api/v1/contracts/{key}/contract").json()["terms"]
    told = world.client("alice").get(f"/api/v1/contracts/{key}/contract")
    assert "penalties" not in told.json()["terms"]
    assert "300.00" not in told.content.decode()


@pytest.mark.req("KPI-33")
def test_a_clause_shows_all_that_cites_it(world: World) -> None:
    found = page(world, "bob", "clause/7.4 KPI 3")
    assert "Part des alertes critiques" in found
    wifi = page(world, "bob", "clause/2.1.4")
    for said in (
        "Borne Wi-Fi MR33",
        "Nombre de bornes Wi-Fi",
        "Déploiement du Wi-Fi",
        "Matrice infrastructure",
    ):
        assert said in wifi
    assert world.client("bob").get(f"/c/{world.contract.key}/contract/clause/99.9").status_code == 404
    part = world.client("bob").get(
        f"/c/{world.contract.key}/contract/clause/7.4 KPI 3", headers={"HX-Request": "true"}
    )
    assert "data-close-drawer" in part.content.decode()
    assert "<html" not in part.content.decode()


@pytest.mark.req("CON-08")
def test_the_search_folds_accents_and_finds_figures(world: World) -> None:
    assert "Médiathèque Louis Aragon" in page(world, "bob", "search?q=mediatheque aragon")
    assert "Réseau sans fil" in page(world, "bob", "search?q=wi-fi")
    assert "KPI-11" in page(world, "bob", "search?q=7.4 KPI 11") or "bloquants" in page(
        world, "bob", "search?q=7.4 KPI 11"
    )
    assert "Rien dans le marché" in page(world, "bob", "search?q=zzzz")
    hostile = page(world, "bob", "search?q=<script>alert(1)</script>")
    assert "<script>alert" not in hostile


@pytest.mark.req("CON-08")
def test_sites_and_applications_are_filtered(world: World) -> None:
    found = page(world, "bob", "places/?town=Clamart&hosting=local&find=")
    assert "Piscines du Bois" in found
    assert "Aquapol" not in found
    assert "AutoCAD" in found
    assert "HOROQUARTZ" not in found
    assert "Aucun site ne correspond" in page(world, "bob", "places/?find=zzz")


@pytest.mark.req("CON-02")
def test_phases_show_conditions_deadlines_and_who_decides(world: World) -> None:
    found = page(world, "bob", "phases/")
    assert "Les équipes du Titulaire sont formées et prêtes" in found
    assert "10 jours ouvrés" in found
    assert "10 jours calendaires" in found
    assert "20 juillet 2025" in found
    assert "Procès-verbal de VA" in found


@pytest.mark.req("CON-09")
def test_an_empty_role_is_shown_as_a_default(world: World) -> None:
    found = page(world, "bob", "governance/")
    assert found.count("vide : manquement") == 19
    other = world.client("charlie").get(f"/c/{world.other.key}/contract/governance/").content.decode()
    assert "M. Rivière" in other
    assert "Mme Lefort" in other
    assert other.count("vide : manquement") == 1


@pytest.mark.req("CON-01", "CON-05")
def test_a_past_version_can_be_read_and_quantities_keep_their_history(world: World) -> None:
    amendments = world.folder / "amendments"
    amendments.mkdir()
    lists = world.folder / "lists"
    text = (lists / "quantities.csv").read_text("utf-8").replace(",126,", ",140,")
    (lists / "quantities_2.csv").write_text(text, "utf-8")
    (amendments / "0001.yaml").write_text(
        "effective_from: 2026-03-01\nlists: {quantities: lists/quantities_2.csv}\n", "utf-8"
    )
    load(world.folder, by="test")
    now, before = page(world, "bob", "perimeter/"), page(world, "bob", "perimeter/?on=2026-02-28")
    assert "<strong>126</strong>" in now
    assert "<strong>140</strong>" in now
    assert "<strong>140</strong>" not in before
    key = world.contract.key
    client = world.client("bob")
    past = client.get(f"/api/v1/contracts/{key}/contract?on=2025-12-01").json()
    assert (past["version"]["number"], len(past["versions"])) == (1, 2)
    assert client.get(f"/api/v1/contracts/{key}/contract").json()["version"]["number"] == 2
    assert client.get(f"/api/v1/contracts/{key}/contract?on=soon").status_code == 422
    assert client.get(f"/c/{key}/contract/?on=soon").status_code == 404


@pytest.mark.req("ACC-03")
def test_the_api_gives_the_whole_contract(world: World) -> None:
    told = world.client("bob").get(f"/api/v1/contracts/{world.contract.key}/contract").json()
    assert len(told["kpis"]) == 24
    assert len(told["lists"]["sites"]) == 49
    assert len(told["lists"]["glossary"]) == 71
    assert told["terms"]["committees"]["steering"]["level"] == "2"
    assert told["kpis"][0]["sentence"]["en"].startswith("Share of the calls")
    assert json.dumps(told)


def test_a_room_above_adds_to_the_register_what_other_readings_give(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def render(**given: object) -> str:
        asked.append(given["reading"])
        return mark_safe("<p>what-if here</p>")

    monkeypatch.setattr(panels, "_slots", {READING_SLOT: [(1, "test", render)]})
    found = page(world, "bob", "register/")
    assert "hours.desk" in asked
    assert found.count("<p>what-if here</p>") == len(asked)


def test_hours_are_drawn_with_their_words(world: World) -> None:
    found = page(world, "bob", "hours/")
    assert 'aria-label="lundi 08:00–18:30' in found
    assert found.count("case cochée inconnue") == 5
    assert "25 décembre" in found


@pytest.mark.req("CON-11", "KPI-38")
def test_what_bears_on_the_amounts_of_penalties_says_whose(world: World) -> None:
    found = page(world, "bob", "register/")
    row = found.partition('id="unknowns-example_prices"')[2].partition("</tr>")[0]
    assert "Montants des pénalités" in row
    assert "#kpis-KPI-07" in row
    assert "#kpis-KPI-16" not in row, "it has no penalty"
    reading = found.partition('id="register-penalty_basis"')[2].partition("</section>")[0]
    assert "Touche les montants des pénalités" in reading
    assert "KPI-07" in reading
    volumes = found.partition('id="unknowns-yearly_volumes"')[2].partition("</tr>")[0]
    assert "aucun indicateur" in volumes

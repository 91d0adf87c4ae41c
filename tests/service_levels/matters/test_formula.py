"""The formula with the month's numbers, in the evidence drawer: what it says, for whom, and where its numbers lead."""

import re
from html import unescape

import pytest

from tests.service_levels.matters.ground import MONTH, Ground
from tests.service_levels.matters.test_disputes import contest
from tests.service_levels.matters.test_penalties import explain, heard, rule
from timonier.service_levels.services import seal_month


def page(ground: Ground, name: str = "bob", kpi: str = "KPI-07", asked: str = "") -> str:
    address = f"/c/{ground.contract.key}/months/{MONTH}/{kpi}/{asked}"
    answer = ground.browser(name).get(address, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def rows(markup: str) -> dict[str, str]:
    """What the lines say, as a screen reader hears them."""
    sums = re.search(r'<dl class="tim-facts sl-sum">(.*?)</dl>', markup, re.DOTALL)
    assert sums
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", sums[1], re.DOTALL)
    return {
        label: re.sub(r"[\u00a0\u202f]", " ", unescape(re.sub(r"<[^>]+>", "", text))) for label, text in found
    }


@pytest.mark.req("KPI-30", "KPI-31")
def test_a_missed_figure_is_told_in_its_numbers_down_to_its_penalty(ground: Ground) -> None:
    ground.history()
    said = rows(page(ground))
    assert said["En chiffres"] == "7 atteints ÷ (7 atteints + 3 manqués) = 7 ÷ 10 = 70,00 %"
    assert said["Objectif"] == "au moins 85,00 % · non atteint, −15,00 pt"
    assert said["Pénalité"] == (
        "3 manqués × 50,00 € (niveau P2) = 150,00 € · plafond par indicateur (400,00 €) non atteint"
        " · plafond du mois (1 000,00 €) sans effet"
    )
    assert said["État"].startswith("provisoire, état : ")
    assert "Décision" not in said


@pytest.mark.req("KPI-31")
def test_who_may_not_read_penalties_reads_the_figure_alone(ground: Ground) -> None:
    ground.history()
    said = rows(page(ground, "tom"))
    assert said["En chiffres"].endswith("= 70,00 %")
    assert "Pénalité" not in said
    assert "€" not in "".join(said.values())


@pytest.mark.req("KPI-30")
def test_each_number_leads_to_its_items_and_no_others(ground: Ground) -> None:
    ground.history()
    whole = page(ground)
    here = f"/c/{ground.contract.key}/months/{MONTH}/KPI-07/"
    for text, asked in (("7 atteints", "?outcome=met"), ("3 manqués", "?outcome=missed"), ("10", "")):
        assert f'<a href="{here}{asked}#items" data-drawer>{text}</a>' in whole
    for asked, wanted in (
        ("?outcome=missed", {"H-0", "H-1", "H-2"}),
        ("?outcome=met", {f"H-{n}" for n in range(3, 10)}),
        ("?outcome=excluded", set()),
        ("?outcome=other", {f"H-{n}" for n in range(10)}),
    ):
        found = set(
            re.findall(
                r'<td class="tim-break"><a href="[^"]+" data-drawer>(H-\d)</a>', page(ground, asked=asked)
            )
        )
        assert found == wanted, asked
    assert rows(page(ground, asked="?outcome=missed")) == rows(whole), "the figure stays whole"


@pytest.mark.req("KPI-30")
def test_nothing_to_count_is_no_measure(ground: Ground) -> None:
    ground.history()
    said = rows(page(ground, kpi="KPI-08"))
    assert said["En chiffres"] == "rien à compter : pas de mesure, ni zéro ni cent pour cent"
    assert said["Objectif"] == "au moins 85,00 %"
    assert said["Pénalité"] == "aucune : pas de mesure"


@pytest.mark.req("KPI-31", "KPI-32")
def test_a_decision_stands_below_the_penalty_and_leaves_it(ground: Ground) -> None:
    ground.history()
    explain(ground)
    heard(ground)
    rule(ground, "partly", "50")
    said = rows(page(ground))
    assert said["Pénalité"].startswith("3 manqués × 50,00 € (niveau P2) = 150,00 €")
    assert said["Décision"] == "remise en partie : 150,00 € − 50,00 € = 100,00 €"


@pytest.mark.req("KPI-33")
def test_a_sealed_figure_keeps_its_sum_and_a_correction_stands_beside(ground: Ground) -> None:
    ground.history()
    seal_month(ground.contract, MONTH, by="bob", via="test")
    late = {"ticket": "H-5", "at": "2026-03-07T12:30:00+01:00"}
    ground.tell(
        [{**late, "event": "reopened"}, {**late, "at": "2026-03-07T21:30:00+01:00", "event": "resolved"}]
    )
    seal_month(ground.contract, "2026-04", by="bob", via="test")
    said = rows(page(ground))
    assert said["En chiffres"] == "7 atteints ÷ (7 atteints + 3 manqués) = 7 ÷ 10 = 70,00 %"
    assert said["État"].startswith("scellé (")
    assert said["Corrigé (scellement : avril 2026)"] == (
        "6 atteints ÷ (6 atteints + 4 manqués) = 6 ÷ 10 = 60,00 % · pénalité +50,00 €"
        " (Des faits ont été appris depuis la publication.)"
    )
    assert "?outcome=missed#items" in page(ground)


@pytest.mark.req("TIM-07")
def test_an_open_dispute_of_an_item_is_said_where_the_figure_is(ground: Ground) -> None:
    ground.history()
    assert "Contesté par" not in page(ground)
    contest(ground)
    assert "Contesté par le titulaire :" in page(ground)
    assert "contestation ouverte" not in page(ground, kpi="KPI-08")

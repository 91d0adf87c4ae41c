"""What people said and decided is in the documents: sheets, a section, a slide – with the same figures as the statement."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from tests.service_levels.matters.conftest import _quick_hashes, _real_database, ground
from tests.service_levels.matters.ground import MONTH, Ground, at
from timonier.foundation.tenancy.scopes import scope
from timonier.governance.documents.writing import write_document
from timonier.service_levels.decisions import argue, decide_penalty
from timonier.service_levels.disputes import raise_dispute
from timonier.service_levels.justifications import Action, justify
from timonier.service_levels.models import Improvement
from timonier.service_levels.statement import statement

__all__ = ["_quick_hashes", "_real_database", "ground"]


@pytest.fixture
def told(ground: Ground) -> Ground:
    """March: a missed service level, justified with a plan, argued, waived in part; an interval in dispute."""
    ground.history()
    place = ground.contract
    with scope([place.pk]):
        plan = [Action("=Doubler l’équipe", ground.people["tom"].email, date(2099, 5, 4))]
        justify(
            ground.who("alice"),
            place,
            MONTH,
            "KPI-07",
            cause="panne de l’opérateur",
            items=["H-0"],
            actions=plan,
        )
        argue(ground.who("alice"), place, MONTH, "KPI-07", argument="le tiers a tardé")
        due = next(one.due for one in statement(place, MONTH).lines if one.kpi.key == "KPI-07")
        decide_penalty(
            ground.who("bob"),
            place,
            MONTH,
            "KPI-07",
            decision="partly",
            reason="vu en comité",
            waived=due / 2,
        )
        raise_dispute(
            ground.who("alice"), place, "H-1", since=at(3, "11:00"), until=at(3, "16:00"), reason="poste éteint",
            counts=False,
        )  # fmt: skip
        Improvement.objects.filter(contract=place).update(due=date(2026, 5, 4))  # and time goes by
    return ground


def made(ground: Ground, form: str, path: Path, *, with_money: bool = True) -> Path:
    with scope([ground.contract.pk]):
        write_document(
            ground.contract, "steering", form, MONTH, MONTH, path, language="fr",
            may=lambda action: with_money or action != "penalty.read",
        )  # fmt: skip
    return path


def sheet(book: Any, name: str) -> list[dict[str, Any]]:
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.req("GOV-03", "KPI-31", "KPI-32", "TIM-07")
def test_the_workbook_holds_every_word_and_decision(told: Ground, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(told, "xlsx", tmp_path / "a.xlsx"))
    with scope([told.contract.pk]):
        line = next(one for one in statement(told.contract, MONTH).lines if one.kpi.key == "KPI-07")
    [said] = sheet(book, "justifications")
    assert (said["kpi"], said["cause"], said["items"]) == ("KPI-07", "panne de l’opérateur", "H-0")
    [action] = sheet(book, "improvements")
    assert action["text"] == "=Doubler l’équipe" and action["state"] == "à faire"
    [dispute] = sheet(book, "disputes")
    assert (dispute["number"], dispute["party"], dispute["state"]) == ("H-1", "titulaire", "ouverte")
    assert dispute["asks"] == "ne pas compter cet intervalle" and dispute["months"] == MONTH
    penalty = next(one for one in sheet(book, "penalties") if one["kpi"] == "KPI-07")
    assert penalty["state"] == "remise en partie" and penalty["decision_reason"] == "vu en comité"
    figures = [
        Decimal(str(penalty[one])) for one in ("current_amount", "waived", "remains", "chargeable_amount")
    ]
    assert figures == [line.due, line.waived, line.remains, line.chargeable]
    assert sheet(book, "acceptances") == []


@pytest.mark.req("GOV-03", "KPI-32", "TIM-07")
def test_the_text_and_the_slides_say_it_with_both_figures(told: Ground, tmp_path: Path) -> None:
    document = Document(str(made(told, "docx", tmp_path / "a.docx")))
    cells = [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    text = "\n".join([*(one.text for one in document.paragraphs), *cells])
    for words in (
        "Justifications et plans d’amélioration", "panne de l’opérateur", "=Doubler l’équipe",
        "Contestations en cours", "poste éteint", "si tout était accordé", "Décisions sur les pénalités", "vu en comité",
    ):  # fmt: skip
        assert words in text, words
    slides = Presentation(str(made(told, "pptx", tmp_path / "b.pptx"))).slides
    titles = [one.shapes.title.text for one in slides if one.shapes.title is not None]
    assert sum("contestation en cours" in one for one in titles) == 1, titles
    assert sum("justifié" in one for one in titles) == 1, titles
    assert sum("décidée" in one for one in titles) == 1, titles


@pytest.mark.req("ACC-01")
def test_who_may_not_see_money_sees_none_of_it(told: Ground, tmp_path: Path) -> None:
    path = made(told, "xlsx", tmp_path / "a.xlsx", with_money=False)
    assert "penalties" not in openpyxl.load_workbook(path).sheetnames
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as parts:
        assert not any("Décisions sur les pénalités".encode() in parts.read(one) for one in parts.namelist())


def test_a_month_without_words_has_no_empty_section(ground: Ground, tmp_path: Path) -> None:
    ground.history(late=0)
    document = Document(str(made(ground, "docx", tmp_path / "a.docx")))
    text = "\n".join(one.text for one in document.paragraphs)
    for words in ("Contestations en cours", "Décisions sur les pénalités", "Justifications et plans"):
        assert words not in text


@pytest.mark.req("GOV-04", "GOV-08")
def test_people_are_named_late_actions_are_listed_and_what_has_facts_is_not_said_to_come(
    told: Ground, tmp_path: Path
) -> None:
    slides = Presentation(str(made(told, "pptx", tmp_path / "b.pptx"))).slides
    shapes = [shape for one in slides for shape in one.shapes]
    texts = [one.text_frame.text for one in shapes if one.has_text_frame]
    texts += [cell.text for one in shapes if one.has_table for row in one.table.rows for cell in row.cells]
    whole = "\n".join(texts)
    tom = told.people["tom"]
    assert f"=Doubler l’équipe – {tom.name}, pour le 4 mai 2026 (en retard)." in whole
    assert tom.email not in whole
    assert any("action est en retard" in one for one in texts)
    assert "Actions correctives et améliorations" not in texts
    assert "Sujets à venir" in texts


def test_an_improvement_that_nobody_wrote_is_still_to_come(ground: Ground, tmp_path: Path) -> None:
    ground.history(late=0)
    document = Document(str(made(ground, "docx", tmp_path / "a.docx")))
    cells = [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    assert "Actions correctives et améliorations" in cells


@pytest.mark.req("GOV-03")
def test_the_steering_dashboard_shows_the_actions_with_their_owners(told: Ground) -> None:
    page = told.browser("bob").get(f"/c/{told.contract.key}/dashboards/steering/?month={MONTH}")
    text = page.content.decode()
    tom = told.people["tom"]
    assert "1 objectif manqué justifié" in text and "1 action en retard sur 1" in text
    assert f'<td class="tim-break">{tom.name}</td>' in text
    assert tom.email not in text

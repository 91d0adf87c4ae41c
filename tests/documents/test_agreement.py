"""A document and the screen say the same: figures of periods, marks of months, words of money, what nobody justified."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.documents.test_headlines import fact, material_of
from tests.service_levels.matters.conftest import _quick_hashes, _real_database, ground
from tests.service_levels.matters.ground import MONTH, Ground
from timonier.core.contract.model import Unknown
from timonier.foundation.exports import tokens
from timonier.foundation.exports.report import Section
from timonier.foundation.tenancy.scopes import scope
from timonier.governance.blocks import matrix
from timonier.governance.boards import board_of
from timonier.governance.documents import activity, breaches, compose, doubts, levels, said
from timonier.governance.documents.material import Material
from timonier.governance.periods import Period
from timonier.service_levels.decisions import argue, decide_penalty
from timonier.service_levels.justifications import justify
from timonier.service_levels.keeping import bring_up_to_date
from timonier.service_levels.statement import statement

__all__ = ["_quick_hashes", "_real_database", "ground"]


def cells(section: Section | None) -> list[dict[str, Any]]:
    """Rows of a section's table, by key of their column."""
    assert section is not None and section.table is not None
    return [
        dict(zip([one.key for one in section.table.columns], row, strict=True)) for row in section.table.rows
    ]


def section_of(ground: Ground, make: Any, material: Material) -> Any:
    with scope([ground.contract.pk]):
        return make(material)


@pytest.fixture
def rated(ground: Ground) -> Ground:
    """One score in February, two in March; March misses KPI-07; the telephone is silent in February."""
    ground.history()
    ground.tell(
        [
            *(
                fact("A", f"02-10T{hour}", kind)
                for hour, kind in (("09:00", "created"), ("09:20", "resolved"))
            ),
            fact("A", "02-11T09:00", "rated") | {"score": 100},
            fact("H-3", "03-20T09:00", "rated") | {"score": 50},
            fact("H-4", "03-20T09:00", "rated") | {"score": 61},
            {"source": "phone", "at": "2026-02-11T10:18:00+01:00", "event": "silent"},
            {"source": "phone", "at": "2026-02-11T11:47:00+01:00", "event": "back"},
            {"call": "C1", "at": "2026-02-12T13:00:00+01:00", "event": "offered"},
            {"call": "C1", "at": "2026-02-12T13:00:05+01:00", "event": "answered", "agent": "tom"},
        ]
    )
    bring_up_to_date(ground.contract)
    return ground


@pytest.mark.req("GOV-04", "GOV-08", "KPI-30")
def test_a_period_has_the_same_figures_on_the_screen_and_in_the_document(rated: Ground) -> None:
    material = material_of(rated, "2026-02")
    rows = cells(section_of(rated, levels.results, material))
    with scope([rated.contract.pk]):
        board = board_of(rated.contract, Period("2026-02", MONTH), language="fr", sees_money=True)
    for kpi, row in zip(material.kpis, rows, strict=True):
        seen = board.result(kpi, board.period.months)
        assert (None if row["value"] is None else str(row["value"])) == seen.value, kpi.key
        if seen.value is not None:
            assert (row["items"], row["missed"], row["achieved"]) == (
                seen.population,
                seen.missed,
                seen.months_held,
            )
    scores = next(row for kpi, row in zip(material.kpis, rows, strict=True) if kpi.family == "ticket_scores")
    assert scores["value"] == Decimal("70.33"), "three scores, not two months"


@pytest.mark.req("GOV-04")
def test_history_keeps_the_marks_of_incomplete_and_missed_months_and_no_zero_without_a_measure(
    rated: Ground,
) -> None:
    section = section_of(rated, levels.history, material_of(rated))
    rows = {row["kpi"].split(" ")[0]: row for row in cells(section)}
    assert rows["KPI-01"]["m0"] == "100,00*"
    assert rows["KPI-07"]["m1"].startswith("✗")
    assert rows["KPI-22"]["m1"] == tokens.DASH
    assert rows["Objectifs"]["m1"].isdigit()
    assert levels._missed_in([None, {"achieved": None}]) == tokens.DASH
    assert "✗ manqué" in section.source and "incomplet" in section.source
    with scope([rated.contract.pk]):
        board = board_of(rated.contract, Period(MONTH, MONTH), language="fr", sees_money=True)
        assert matrix(board)["missed"][0] is None, "nothing was measured a year before"


@pytest.mark.req("GOV-04")
def test_a_first_month_has_no_month_before(rated: Ground) -> None:
    material = material_of(rated, "2026-02", "2026-02")
    assert all(row["before"] is None for row in cells(section_of(rated, levels.results, material)))
    message = section_of(rated, activity.volumes, material).message
    assert "à la fin de ce premier mois mesuré" in message and " de 0 " not in message


@pytest.mark.req("GOV-04")
def test_silences_are_told_once_by_the_name_of_their_source_in_local_time(rated: Ground) -> None:
    section = section_of(rated, doubts.incomplete, material_of(rated, "2026-02"))
    (row,) = cells(section)
    assert row["source"] == "téléphonie" and row["kpis"] == "KPI-01"
    assert [one.kind for one in section.table.columns[1:3]] == ["datetime", "datetime"]
    zone = material_of(rated).zone
    assert tokens.of_kind("datetime", row["since"], "fr", zone) == "11 février 2026 à 10:18"


@pytest.mark.req("GOV-03", "KPI-32")
def test_what_nobody_justified_is_listed_with_its_date_for_a_month_and_a_period(rated: Ground) -> None:
    for material in (material_of(rated), material_of(rated, "2026-02")):
        rows = cells(section_of(rated, said.justified, material))
        assert rows and all(row["cause"] == "à justifier" for row in rows)
        assert all("attendue le" in row["state"] for row in rows)
        with scope([rated.contract.pk]):
            report = compose.compose(material)
        assert "Actions correctives et améliorations" not in {one.heading for one in report.sections}


@pytest.mark.req("GOV-03", "KPI-32")
@pytest.mark.parametrize(
    ("missed", "given", "french", "english"),
    [
        (1, 0, "L’objectif manqué est à justifier", "The missed objective is to be justified"),
        (1, 1, "L’objectif manqué est justifié", "The missed objective is justified"),
        (
            5,
            0,
            "Aucun des 5 objectifs manqués n’est justifié",
            "None of the 5 missed objectives is justified",
        ),
        (5, 1, "1 des 5 objectifs manqués est justifié", "1 of the 5 missed objectives is justified"),
        (5, 2, "2 des 5 objectifs manqués sont justifiés", "2 of the 5 missed objectives are justified"),
        (5, 5, "Les 5 objectifs manqués sont tous justifiés", "All 5 missed objectives are justified"),
    ],
)
def test_how_many_are_justified_is_said_as_people_say_it(
    ground: Ground, missed: int, given: int, french: str, english: str
) -> None:
    for language, words in (("fr", french), ("en", english)):
        material = material_of(ground, language=language)
        assert said._justified_message(material, missed, given, 0, 0) == words


def test_the_beginning_of_a_long_table_shows_what_its_title_counts() -> None:
    given, owed = [("g", n) for n in range(12)], [("o", n) for n in range(33)]
    first = said._mixed(given, owed)[:30]
    assert len([one for one in first if one[0] == "g"]) == 12
    many = said._mixed([("g", n) for n in range(40)], [("o", n) for n in range(5)])[:30]
    assert len([one for one in many if one[0] == "o"]) == 5
    assert sorted(said._mixed(given, owed)) == sorted(given + owed)


@pytest.mark.req("KPI-31", "GOV-03")
def test_money_is_said_as_the_statement_of_penalties_says_it(ground: Ground) -> None:
    ground.history()
    place = ground.contract
    with scope([place.pk]):
        line = next(one for one in statement(place, MONTH).lines if one.kpi.key == "KPI-07")
        justify(ground.who("alice"), place, MONTH, "KPI-07", cause="panne", items=[], actions=[])
        argue(ground.who("alice"), place, MONTH, "KPI-07", argument="vu")
        decide_penalty(
            ground.who("bob"), place, MONTH, "KPI-07", decision="partly", reason="vu", waived=line.due / 2
        )
        whole = statement(place, MONTH)
    material = material_of(ground)
    totals = (whole.computed, whole.waived, whole.remains, whole.chargeable)
    section = section_of(ground, said.decided, material)
    last = cells(section)[-1]
    assert tuple(last[name] for name in said.AMOUNTS) == totals
    shown = [material.shown("money", one) for one in totals]
    waiting = sum(
        one.state in ("computed", "justified", "argued", "disputed") and bool(one.due) for one in whole.lines
    )
    assert section.message.startswith(
        "1\u00a0pénalité décidée" + (f", {waiting} à décider" if waiting else "")
    )
    assert f"sur {shown[0]} calculés, {shown[1]} remis" in section.message
    assert f"reste dû {shown[2]}, dont exigible {shown[3]}" in section.message
    penalties = section_of(ground, breaches.penalties, material)
    assert f"{shown[1]} remis, reste dû {shown[2]}" in penalties.message
    assert ("exigible\u00a0: " in penalties.message) is bool(totals[3])
    months = cells(section_of(ground, breaches.penalties, material_of(ground, "2026-02")))
    assert months[-1]["month"].startswith("Total") and months[-1]["computed"] == whole.computed


@pytest.mark.req("GOV-04")
def test_the_largest_share_of_those_who_held_comes_first(rated: Ground) -> None:
    material = material_of(rated)
    material.known[MONTH].extras["held"]["all"] = {"provider": 25, "third_party": 75}
    section = section_of(rated, activity.holders, material)
    assert section.message.startswith("Les tiers ont eu la main 75,00")
    assert "ensuite\u00a0: titulaire, 25,00" in section.message
    shares = [row["share"] for row in cells(section)]
    assert shares == sorted(shares, reverse=True)


@pytest.mark.req("GOV-04")
def test_natures_and_channels_have_a_total_each(rated: Ground) -> None:
    section = section_of(rated, activity.volumes, material_of(rated))
    moods = section.table.moods
    assert moods.count("total") == 2 and moods[-1] == "total"
    rows = cells(section)
    place = moods.index("total")
    assert sum(row["opened"] for row in rows[:place]) == rows[place]["opened"]
    assert sum(row["opened"] for row in rows[place + 1 : -1]) == rows[-1]["opened"]


@pytest.mark.req("GOV-04")
def test_months_and_versions_are_in_words_and_results_of_months_are_counted_of_all(rated: Ground) -> None:
    material = material_of(rated, "2026-02")
    section = section_of(rated, breaches.missed, material)
    assert {row["month"] for row in cells(section)} <= {"février 2026", "mars 2026"}
    judged = sum(material.result(kpi).months_judged for kpi in material.kpis)
    assert f"sur {judged}" in section.message and "mensuel" in section.message
    with scope([rated.contract.pk]):
        report = compose.compose(material)
    assert [month for month, _ in report.cover.digests] == ["février 2026", "mars 2026"]
    method = " ".join(report.notes[0][1])
    effective = date.fromisoformat(material.known[MONTH].result["versions"][0]["effective_from"])
    assert tokens.day(effective, "fr") in method and str(effective) not in method
    exclusions = section_of(rated, doubts.exclusions, material)
    assert not exclusions.paragraphs or "Par motif, on compte des mesures" in exclusions.paragraphs[-1]


def test_what_stands_below_in_the_contract_is_listed_or_left_out(ground: Ground) -> None:
    material = material_of(ground)
    unknown = Unknown("matrix", "4.2.2", "Matrice", "Matrix", "matrice proposée ci-dessous")
    assert compose._unknown(material, "matrix", unknown) == "Matrice (art. 4.2.2)."
    known = next((key for kpi in material.kpis if kpi.family == "availability" for key in kpi.unknowns), "")
    if known:
        services = [one.title_fr for one in material.plan.version.services.values()]
        assert ", ".join(services) in compose._unknown(material, known, unknown)
    hours = Unknown("hours", "5", "Heures", "Hours", "lundi–vendredi")
    assert compose._unknown(material, "hours", hours).endswith("remplacé par « lundi–vendredi ».")

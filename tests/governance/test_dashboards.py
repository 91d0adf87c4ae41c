"""Dashboards: the tender's content, any period, evidence behind every figure, nothing of another contract."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.api.ground import World, refusal
from tests.governance.conftest import HOSTILE, browser, person
from timonier.contracts.queries import plans_of
from timonier.core.instants import DAY, SECOND, format_instant, month_of
from timonier.desk.choices import Channel, Priority, Type
from timonier.directory.choices import Role, Side
from timonier.exchange.loading import load_objects
from timonier.foundation.tenancy.scopes import scope
from timonier.governance.contents import DASHBOARDS, KINDS
from timonier.governance.periods import Period, period_of
from timonier.measures.services import now
from timonier.measures.words import ATTRIBUTES, attribute_word
from timonier.service_levels import figures, keeping
from timonier.service_levels.figures import year_before
from timonier.service_levels.models import FigureRow
from timonier.service_levels.services import seal_month

QUERIES = {"operational": 20, "steering": 17, "strategic": 17}
"""Baselines: a page asks as many times with 24 service levels and 13 months as with one of each."""


def page(world: World, kind: str, query: str = "month=2026-03", who: Any = None) -> Any:
    return browser(who or world.bob).get(f"/c/{world.contract.key}/dashboards/{kind}/?{query}")


@pytest.mark.req("GOV-03")
@pytest.mark.parametrize("kind", KINDS)
def test_every_line_of_the_tender_stands_on_its_dashboard_with_its_block_or_the_room_to_come(
    busy: World, kind: str
) -> None:
    text = page(busy, kind).content.decode()
    for section in DASHBOARDS[kind]:
        assert f'id="s-{section.key}"' in text
    coming = sum(not entry.block for section in DASHBOARDS[kind] for entry in section.entries)
    assert len(re.findall("Pas encore de faits", text)) == coming
    shown = sum(bool(entry.block) for section in DASHBOARDS[kind] for entry in section.entries)
    assert text.count('<article class="card gov-block">') == shown


@pytest.mark.req("GOV-03", "KPI-30")
def test_a_figure_leads_to_its_items_and_the_year_before_stands_beside(busy: World) -> None:
    response = page(busy, "operational")
    text = response.content.decode()
    link = f"/c/{busy.contract.key}/months/2026-03/KPI-07/"
    assert f'href="{link}" data-drawer' in text
    assert browser(busy.bob).get(link).status_code == 200
    levels = {row["kpi"].key: row for row in response.context["sections"][0]["entries"][0]["block"]["rows"]}
    assert levels["KPI-07"]["now"].value == "100.00"
    assert levels["KPI-07"]["before"].value == "100.00"
    assert levels["KPI-22"]["now"].value is None, "no measure, and never a zero"


@pytest.mark.req("GOV-08")
def test_a_period_counts_its_items_together_and_says_how_many_months_held(busy: World) -> None:
    response = page(busy, "strategic", "from=2026-01&to=2026-06")
    matrix = response.context["sections"][0]["entries"][0]["block"]
    assert matrix["months"][-1] == "2026-06"
    assert len(matrix["months"]) == 13
    row = next(row for row in matrix["rows"] if row["kpi"].key == "KPI-07")
    states = {cell["month"]: cell["state"] for cell in row["cells"]}
    assert (states["2026-01"], states["2026-02"], states["2026-04"]) == ("missed", "met", "missed")
    assert (row["year"].months_held, row["year"].months_judged) == (8, 12)
    summary = response.context["summary"]
    assert [one["kpi"].key for one in summary["missed"]].count("KPI-07") == 1
    assert summary["opened"] == 14
    assert summary["before_opened"] == 12


@pytest.mark.req("GOV-08")
@pytest.mark.parametrize(
    ("given", "found", "label"),
    [
        ({}, ("2026-03", "2026-03"), "mars 2026"),
        ({"month": "2026-05"}, ("2026-05", "2026-05"), "mai 2026"),
        ({"from": "2026-04", "to": "2026-06"}, ("2026-04", "2026-06"), "Q2 2026"),
        ({"from": "2026-01", "to": "2026-12"}, ("2026-01", "2026-12"), "year 2026"),
        ({"from": "2026-12", "to": "2026-11"}, ("2026-11", "2026-12"), "novembre 2026 to décembre 2026"),
    ],
)
def test_any_period_of_whole_months(given: dict[str, str], found: tuple[str, str], label: str) -> None:
    period = period_of(given, "2026-03")
    assert (period.first, period.last) == found
    assert (
        period.label("fr")
        .replace("T2", "Q2")
        .replace("année", "year")
        .replace("de ", "")
        .replace(" à ", " to ")
        == label
    )
    assert Period("2026-02", "2026-03").before == Period("2025-02", "2025-03")


@pytest.mark.parametrize(
    "query", ["month=2026-13", "from=x&to=2026-01", "from=1990-01&to=2026-01", "month=%00"]
)
def test_what_is_no_period_is_refused_in_a_sentence(busy: World, query: str) -> None:
    assert page(busy, "operational", query).status_code == 404


def test_months_without_figures_are_named_and_nothing_is_invented(world: World) -> None:
    response = page(world, "steering")
    assert response.status_code == 200
    assert "n’a pas de chiffres" in response.content.decode()
    keeping.bring_up_to_date(world.contract)
    text = page(world, "steering").content.decode()
    assert "<strong>0 objectif manqué</strong> sur 1" in text, "services are up unless a fact says otherwise"


def test_who_may_not_read_penalties_sees_no_amount(busy: World) -> None:
    text = page(busy, "steering", "month=2026-01", busy.alice).content.decode()
    assert "Votre rôle ne donne pas accès aux montants." in text
    assert "€" not in re.sub(r"<option.*?</option>", "", text)
    assert "€" in page(busy, "steering", "month=2026-01").content.decode()


@pytest.mark.req("ACC-01", "GOV-03")
def test_charlie_finds_nothing_and_an_end_user_may_not(busy: World) -> None:
    user = person(busy.contract, "eve", Role.END_USER, Side.CLIENT)
    for kind in KINDS:
        assert page(busy, kind, who=busy.charlie).status_code == 404
        assert page(busy, kind, who=user).status_code == 403
    assert page(busy, "unheard-of").status_code == 404
    auditor = person(busy.contract, "ada", Role.AUDITOR, Side.CLIENT)
    assert page(busy, "strategic", who=auditor).status_code == 200


def test_hostile_words_stay_words(busy: World) -> None:
    text = page(busy, "operational").content.decode()
    assert HOSTILE not in text
    assert "&lt;script&gt;" in text


@pytest.mark.req("KPI-37")
def test_a_silence_is_told_with_the_service_levels_that_it_makes_incomplete(busy: World) -> None:
    response = page(busy, "operational")
    gaps = response.context["sections"][-1]["entries"][1]["block"]["rows"]
    assert [one["kpis"] for one in gaps] == [["KPI-01"]]
    assert "incomplet, jamais meilleur" in response.content.decode()


@pytest.mark.req("GOV-03")
def test_kinds_channels_and_priorities_are_told_in_words_on_the_page_and_behind_its_numbers(
    busy: World,
) -> None:
    text = page(busy, "operational").content.decode()
    rows = re.findall(r'<th scope="row" class="tim-break">([^<]+)</th>', text)
    assert {"Incident", "Portail", "Téléphone", "Haute"} <= set(rows)
    assert not {"incident", "portal", "phone", "high"} & set(rows)
    base = f"/c/{busy.contract.key}/months/2026-03/behind"
    assert "– Téléphone" in browser(busy.bob).get(f"{base}/opened:channel:phone").content.decode()


def test_the_words_are_those_of_the_desk_and_a_category_has_its_title(busy: World) -> None:
    for name, choices in (("type", Type), ("channel", Channel), ("priority", Priority)):
        for place, language in enumerate(("fr", "en")):
            with translation.override(language):
                said = {str(code): str(label) for code, label in choices.choices}
            assert {code: pair[place] for code, pair in ATTRIBUTES[name].items()} == said
    with scope([busy.contract.pk]):
        plan = plans_of(busy.contract).on(date(2026, 3, 1))
    key, service = next(iter(plan.version.services.items()))
    assert attribute_word(plan, "service", key, "fr") == service.title_fr != key
    catalogue: Any = SimpleNamespace(
        version=SimpleNamespace(
            categories={"hors": SimpleNamespace(title_fr="Hors périmètre", title_en="Out")}
        )
    )
    assert attribute_word(catalogue, "category", "hors", "fr") == "Hors périmètre"
    assert attribute_word(plan, "category", "gone", "fr") == "gone"
    assert attribute_word(plan, "channel", "alert", "fr") == "Supervision"
    assert attribute_word(plan, "team", "phone", "fr") == "phone"


@pytest.mark.req("KPI-36", "GOV-03")
def test_numbers_of_the_extras_open_to_their_items(busy: World) -> None:
    base = f"/c/{busy.contract.key}/months/2026-03/behind"
    bob = browser(busy.bob)
    for name, item in (
        ("opened", "X"),
        ("excluded:cancelled", "Y"),
        (f"excluder:{HOSTILE}", "Y"),
        (f"silent:{HOSTILE}", "X"),
        ("calls:unanswered", "call/C1"),
    ):
        response = bob.get(f"{base}/{name}")
        assert response.status_code == 200, name
        assert f">{item}</a>" in response.content.decode(), name
        assert HOSTILE not in response.content.decode()
    for name, title in (
        ("opened", "Ouverts dans le mois"),
        ("opened:type:request", "Ouverts dans le mois – Demande"),
        ("excluded:cancelled", "Exclus dans le mois – annulé"),
        ("held:provider", "Éléments jugés, par détenteur – titulaire"),
        ("calls:unanswered", "Appels sans réponse"),
    ):
        text = bob.get(f"{base}/{name}").content.decode()
        assert re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", text, re.DOTALL)[1] == title, name
        assert ">mars 2026</a>" in text and ">2026-03</a>" not in text
    page = bob.get(f"{base}/party:{HOSTILE}")
    (one,) = page.context["items"]
    assert one["item"] == "X"
    assert one["spent"] // SECOND == page.context["total"] // SECOND > 0
    assert "<tfoot>" in page.content.decode()
    assert bob.get(f"{base}/unheard").status_code == 404
    assert bob.get(f"/c/{busy.contract.key}/months/2019-01/behind/opened").status_code == 404
    assert browser(busy.charlie).get(f"{base}/opened").status_code == 404


@pytest.mark.req("KPI-33")
def test_a_sealed_month_says_so_with_its_digest(busy: World) -> None:
    sealed = seal_month(busy.contract, "2026-03", by="bob", via="test")
    keeping.bring_up_to_date(busy.contract)
    text = page(busy, "operational").content.decode()
    assert sealed["digest"] in text
    assert "scellé" in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_as_often_as_its_baseline(busy: World, kind: str) -> None:
    bob, address = browser(busy.bob), f"/c/{busy.contract.key}/dashboards/{kind}/?from=2025-03&to=2026-03"
    bob.get(address)  # the contract is kept by the process from here on
    with CaptureQueriesContext(connection) as asked:
        assert bob.get(address).status_code == 200
    assert len(asked) <= QUERIES[kind], "\n".join(one["sql"][:160] for one in asked)


@pytest.mark.req("GOV-03")
def test_programs_get_the_same_figures_typed_and_money_only_with_the_right(busy: World) -> None:
    response = busy.program(busy.bob).get("dashboards/steering", **{"from": "2026-01", "to": "2026-03"})
    assert response.status_code == 200, response.content
    told = response.json()
    level = next(one for one in told["levels"] if one["kpi"] == "KPI-07")
    assert (level["met"], level["missed"], level["months_held"]) == (5, 1, 2)
    assert len(level["window"]) == 13
    assert told["totals"]["opened"] == {"value": 8, "year_before": 6}
    assert [one["kpi"] for one in told["penalties"]].count("KPI-07") == 1
    without = busy.program(busy.alice).get("dashboards/steering", month="2026-01").json()
    assert "penalties" not in without
    assert "penalty_amount" not in without["levels"][0]
    refusal(busy.program(busy.charlie, busy.other).get("dashboards/steering"), 404, "not_found")
    refusal(busy.program(busy.bob).get("dashboards/other"), 404, "not_found")


@pytest.mark.req("GOV-03")
def test_those_who_show_a_month_leave_it_as_it_was_read(busy: World) -> None:
    figures._read.forget()
    for _ in range(2):
        for kind in ("operational", "steering", "strategic"):
            assert page(busy, kind, "from=2025-12&to=2026-03").status_code == 200
        for path in ("today/", "months/2026-03/", "months/2026-03/penalties/"):
            assert browser(busy.bob).get(f"/c/{busy.contract.key}/{path}").status_code == 200, path
    with scope([busy.contract.pk]):
        rows = {row.month: row for row in FigureRow.objects.filter(contract=busy.contract)}
    kept = {
        month: body
        for (contract, month, _, _), body in figures._read._values.items()
        if contract == busy.contract.pk
    }
    assert kept
    for month, body in kept.items():
        assert body == (orjson.loads(bytes(rows[month].brief)), orjson.loads(bytes(rows[month].extras))), (
            month
        )


@pytest.mark.req("GOV-03", "KPI-39")
@pytest.mark.parametrize("kind", KINDS)
def test_the_running_month_stands_with_a_service_that_is_down_right_now(busy: World, kind: str) -> None:
    """As of an instant that is no whole second, times of availability have their microseconds."""
    instant = now()
    since = format_instant(instant - 3 * DAY)
    report = load_objects(
        busy.contract, [(1, {"service": "internet", "at": since, "event": "down"})], actor="t", via="t"
    )
    assert report.refused_count == 0
    keeping.bring_up_to_date(busy.contract)
    month = month_of(instant, "Europe/Paris")
    for query in (f"month={month}", f"from={year_before(month)}&to={month}"):
        assert page(busy, kind, query).status_code == 200


def test_the_help_names_keys_as_they_are_written_on_the_keyboard(busy: World) -> None:
    text = browser(busy.bob).get(f"/c/{busy.contract.key}/months/2026-03/").content.decode()
    assert "<kbd>Entrée</kbd>" in text and "<kbd>Espace</kbd>" in text and "<kbd>Enter</kbd>" not in text

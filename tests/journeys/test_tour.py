"""The guided tour of docs/tour.fr.md, walked in a real browser: each step shows what the page of the tour says.

`TIMONIER_TOUR=docs/tour ./timonier test tests/journeys/test_tour.py` takes the tour's pictures again.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Scene, Visit
from tests.journeys.visitors import TICKET, Ground, guided, picture, prepare
from timonier.directory.callers import Caller
from timonier.directory.models import Account
from timonier.foundation.jobs.queue import work
from timonier.foundation.journal.export import export_lines
from timonier.foundation.journal.seals import close_blocks
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.models import MeasureRow
from timonier.service_levels.decisions import argue
from timonier.service_levels.keeping import bring_up_to_date
from timonier.service_levels.services import month_result

TOOLS = Path(__file__).resolve().parents[2] / "tools"


@pytest.fixture(scope="module")
def ground(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    yield prepare(scene, tmp_path_factory.mktemp("tour"))


@pytest.fixture
def alice(ground: Ground, program: Browser) -> Iterator[Visit]:
    with guided(ground, program, "alice") as visit:
        yield visit


@pytest.fixture
def bob(ground: Ground, program: Browser) -> Iterator[Visit]:
    with guided(ground, program, "bob") as visit:
        yield visit


@pytest.fixture
def anne(ground: Ground, program: Browser) -> Iterator[Visit]:
    with guided(ground, program, "anne") as visit:
        yield visit


def rail(page: Page, label: str) -> None:
    page.locator(".tim-rail").get_by_role("link", name=label, exact=True).click()
    page.wait_for_load_state()


def made() -> None:
    """Jobs run apart from the browser's loop, as they do in their own process."""
    apart = threading.Thread(target=work)
    apart.start()
    apart.join()


def dear(ground: Ground) -> str:
    """The missed service level of the month that costs most."""
    results = month_result(ground.contract, ground.month)["results"]
    return str(max(results, key=lambda one: (one["achieved"] is False, float(one["penalty_amount"])))["kpi"])


@pytest.mark.req("GOV-03", "KPI-32", "KPI-34", "KPI-38")
def test_the_service_manager_s_day(alice: Visit, ground: Ground) -> None:
    page, root = alice.page, ground.root
    rail(page, "Aujourd’hui")
    expect(page.locator("h1")).to_have_text("Bonjour, Alice Martin")
    expect(page.get_by_role("main")).to_contain_text(TICKET)
    picture(page, "01-matin")
    alice.go(f"{root}/at-risk/")
    row = page.locator("tr", has=page.get_by_role("link", name=TICKET))
    expect(row).to_contain_text("KPI-07")
    picture(page, "02-a-risque")
    row.get_by_role("link", name=TICKET).click()
    expect(page.locator("h1")).to_contain_text("Wi-Fi de la médiathèque")
    picture(page, "03-ticket")
    rail(page, "Tableaux de bord")
    alice.go(f"{root}/dashboards/steering/?month={ground.month}")
    expect(page.locator("h1")).to_contain_text("pilotage")
    assert page.locator("main svg").count() > 0
    picture(page, "04-pilotage")
    alice.go(f"{root}/months/{ground.month}/")
    fold = page.locator("details.tim-fold")
    if not fold.evaluate("one => one.open"):
        fold.locator("summary").click()
    picture(page, "05-mois")
    waiting = fold.locator("li", has_text="à justifier")
    (waiting if waiting.count() else fold.locator("li")).first.get_by_role("link").first.click()
    page.fill("[name=cause]", "Deux techniciens absents la même semaine ; renfort arrivé le troisième jour.")
    page.locator("[name^=text-]").last.fill("Former un troisième technicien au périmètre")
    page.locator("[name^=owner-]").last.select_option(ground.accounts["alice"].email)
    page.locator("[name^=due-]").last.fill("2027-01-29")
    page.get_by_role("button", name="Envoyer la justification").click()
    page.wait_for_load_state()
    expect(page.locator("section", has=page.locator("#plan"))).to_contain_text(
        "Former un troisième technicien"
    )
    page.evaluate("scrollTo(0, 0)")
    picture(page, "06-justification")
    rail(page, "Documents")
    page.select_option("[name=what]", "steering")
    page.select_option("[name=form]", "docx")
    for name in ("first", "last"):
        page.select_option(f"[name={name}]", ground.month)
    page.get_by_role("button", name="Préparer").click()
    page.wait_for_url("**/jobs/**")
    made()
    page.get_by_text("Prêt", exact=True).wait_for()
    with page.expect_download() as waited:
        page.get_by_role("link", name="Télécharger").click()
    assert Path(waited.value.path()).stat().st_size > 20_000
    picture(page, "07-document")
    rail(page, "Et si")
    alice.go(f"{root}/whatif/?last={ground.month}&months=3&reading=user_time%3Dcounts")
    expect(page.get_by_role("main")).to_contain_text("Pénalités, rejouées")
    picture(page, "08-et-si")
    page.set_viewport_size({"width": 390, "height": 844})
    alice.go(f"{root}/today/")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 1
    picture(page, "09-matin-telephone")
    assert alice.complaints == []


@pytest.mark.req("CON-04", "CON-06", "KPI-31", "KPI-35", "TIM-07", "TIM-09")
def test_the_client_s_director_reads_contests_and_seals(bob: Visit, ground: Ground) -> None:
    page, root, month = bob.page, ground.root, ground.month
    rail(page, "Marché")
    page.get_by_role("main").get_by_role("link", name="Réseau sans fil").first.click()
    for each in ("Titulaire", "lundi–vendredi 08:00–18:00", "126"):
        expect(page.get_by_role("main")).to_contain_text(each)
    picture(page, "10-marche-wifi")
    kpi = dear(ground)
    bob.go(f"{root}/months/{month}/")
    _dark(bob, ground, "11-mois-sombre")
    page.get_by_role("link", name=kpi, exact=True).first.click()
    drawer = page.locator("#drawer")
    drawer.locator("#items").wait_for()
    expect(drawer.locator(".tim-formula").first).to_contain_text("÷")
    picture(page, "12-preuve-elements")
    item = held_by_others(ground)
    _down_to_the_minutes(page, ground, *item)
    _contest(bob, ground, *item)
    bob.go(f"{root}/acceptances/")
    row = page.locator("main tbody tr").first
    number = row.get_by_role("link").first.inner_text()
    picture(page, "16-a-accepter")
    row.locator("[name=reason]").fill("Pièce vue en comité.")
    row.get_by_role("button", name="Accepter").click()
    page.wait_for_load_state()
    bob.go(f"{root}/acceptances/?state=all")
    done = page.locator("main tbody tr", has=page.get_by_role("link", name=number, exact=True)).first
    expect(done).to_contain_text("accepté")
    _decide(bob, ground)
    _seal(bob, ground)
    rail(page, "Documents")
    page.select_option("[name=what]", "table:events")
    for name in ("first", "last"):
        page.select_option(f"[name={name}]", month)
    picture(page, "19-tout-exporter")
    page.get_by_role("button", name="Préparer").click()
    page.wait_for_url("**/jobs/**")
    made()
    page.get_by_text("Prêt", exact=True).wait_for()
    assert bob.complaints == []


def _dark(visit: Visit, ground: Ground, name: str) -> None:
    mine = Account.objects.filter(pk=ground.accounts["bob"].pk)
    mine.update(theme="dark")
    visit.page.reload()
    expect(visit.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    picture(visit.page, name)
    mine.update(theme="light")
    visit.page.reload()


def held_by_others(ground: Ground) -> tuple[str, str]:
    """A ticket of the month with time that does not count, and its service level: late ones first."""
    place = ground.contract
    with scope([place.pk]):
        rows = MeasureRow.objects.filter(
            contract=place, month=ground.month, kind="ticket", outcome__in=("met", "missed")
        )
        found = [
            (row.outcome == "missed", row.gross - row.counted, row.item, row.kpi)
            for row in rows.filter(kpi__in=[f"KPI-{number:02d}" for number in range(6, 16)])
            if row.gross and row.counted is not None and row.gross > row.counted
        ]
    *_, item, kpi = max(found)
    return item, kpi


def _down_to_the_minutes(page: Page, ground: Ground, item: str, kpi: str) -> None:
    """From a figure to the minutes that were counted, and to the clause."""
    page.goto(page.url.partition("/c/")[0] + f"{ground.root}/months/{ground.month}/")
    page.locator("main table").get_by_role("link", name=kpi, exact=True).click()
    drawer = page.locator("#drawer")
    drawer.locator("#items").get_by_role("link", name=item, exact=True).click()
    drawer.locator(".tim-ledger").first.wait_for()
    expect(drawer).to_contain_text("Événements du journal")
    expect(drawer.locator(".tim-ledger").first.locator("a")).not_to_have_count(1)
    picture(page, "13-preuve-minutes")
    drawer.locator("#clause a").first.click()
    drawer.get_by_text("Indicateur", exact=True).first.wait_for()
    expect(drawer).to_contain_text(f"7.4 {kpi.replace('-0', ' ').replace('-', ' ')}")
    picture(page, "14-preuve-clause")


def _contest(visit: Visit, ground: Ground, item: str, kpi: str) -> None:
    """Time of another holder that did not count; then the provider's own dispute is decided."""
    page = visit.page
    visit.go(f"{ground.root}/tickets/t/{item}")
    section = page.locator("section", has=page.locator("h2", has_text=kpi)).first
    section.locator("details.tim-fold summary").first.click()
    others = section.locator("tbody tr", has_text="non").filter(
        has=page.get_by_role("link", name="Contester")
    )
    others.first.get_by_role("link", name="Contester").click()
    page.wait_for_url("**/disputes/new/**")
    page.fill("[name=reason]", "La personne était joignable : courriel joint au ticket.")
    page.locator("main form").get_by_role("button", name="Contester").click()
    page.wait_for_url("**/disputes/d/**")
    expect(page.get_by_role("main")).to_contain_text("Les deux chiffres")
    visit.go(f"{ground.root}/disputes/")
    asked = page.locator("main tbody tr", has_text="titulaire").last
    asked.get_by_role("link").first.click()
    page.get_by_label("Accordée : le chiffre change").wait_for()
    picture(page, "15-contestation")
    page.get_by_label("Rejetée : le chiffre reste").check()
    page.get_by_label("Motif de la décision").fill("Le gardien n’a pas confirmé.")
    page.get_by_role("button", name="Trancher").click()
    expect(page.get_by_role("main")).to_contain_text("rejetée")


def _decide(visit: Visit, ground: Ground) -> None:
    """The provider argues in the committee; the buyer decides."""
    page, kpi = visit.page, dear(ground)
    account = ground.accounts["alice"]
    with scope([ground.contract.pk]):
        caller = Caller(account.email, "test", f"account/{account.pk}", account)
        argue(caller, ground.contract, ground.month, kpi, argument="Première occurrence, renfort en place.")
    visit.go(f"{ground.root}/months/{ground.month}/penalties/")
    page.locator("details.tim-act", has_text=kpi).locator("summary").click()
    act = page.locator("details.tim-act", has_text=kpi)
    act.locator("[name=decision]").select_option("applied")
    act.locator("[name=reason]").last.fill("La cause relève du titulaire.")
    picture(page, "17-penalites")
    act.get_by_role("button", name="Trancher").click()
    page.wait_for_load_state()
    expect(page.locator("main table")).to_contain_text("appliquée")


def _seal(visit: Visit, ground: Ground) -> None:
    page = visit.page
    close_blocks(ground.contract)
    visit.go(f"{ground.root}/months/{ground.month}/")
    page.locator("#seal summary").click()
    page.get_by_label("Je sais que ce mois ne pourra plus jamais être rouvert").check()
    page.locator("#seal").get_by_role("button").click()
    page.wait_for_load_state()
    bring_up_to_date(ground.contract)
    visit.go(f"{ground.root}/months/{ground.month}/")
    expect(page.locator("main")).to_contain_text("scellé")
    assert page.locator("#seal").count() == 0
    picture(page, "18-scelle")


@pytest.mark.req("KPI-40", "TIM-08", "CON-01")
def test_the_auditor_believes_nobody(anne: Visit, ground: Ground, tmp_path: Path) -> None:
    page, root = anne.page, ground.root
    rail(page, "Journal")
    page.get_by_role("button", name="Tout vérifier").click()
    page.get_by_text("chaque empreinte et chaque sceau sont justes").first.wait_for()
    picture(page, "20-journal-verifie")
    anne.go(f"{root}/months/{ground.corrected}/")
    expect(page.get_by_role("main")).to_contain_text("Ce qui a été publié demeure")
    picture(page, "21-corrections", show="h2:has-text('Corrections')")
    rail(page, "Versions")
    expect(page.get_by_role("main")).to_contain_text("convenu par les deux parties")
    page.get_by_role("link", name="Avenant 1 : KPI-08 en 5 heures").click()
    for each in ("KPI-08", "proposé", "accepté"):
        expect(page.get_by_role("main")).to_contain_text(each)
    picture(page, "22-version-convenue")
    assert anne.complaints == []

    journal = tmp_path / "journal.jsonl"
    close_blocks(ground.contract)
    with scope([ground.contract.pk]):
        lines = list(export_lines(ground.contract))
    journal.write_text("\n".join(lines) + "\n", "utf-8")
    assert _run("verify_export.py", journal).returncode == 0
    contract = ground.folder / ground.contract.key
    again = _run("recompute_month.py", contract, journal, ground.corrected)
    assert again.returncode == 0, again.stderr
    published = month_result(ground.contract, ground.corrected)
    assert json.loads(again.stdout)["digest"] == published["sealed"]["digest"]
    forged = next(n for n, line in enumerate(lines) if '\\"event\\":\\"resolved\\"' in line)
    lines[forged] = lines[forged].replace('\\"event\\":\\"resolved\\"', '\\"event\\":\\"reopened\\"')
    journal.write_text("\n".join(lines) + "\n", "utf-8")
    said = _run("verify_export.py", journal)
    assert said.returncode == 1
    assert str(json.loads(lines[forged])["position"]) in said.stdout + said.stderr


def _run(tool: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TOOLS / tool), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_pictures_of_the_tour_are_those_that_it_takes() -> None:
    docs = TOOLS.parent / "docs"
    taken = {one.stem for one in (docs / "tour").glob("*.png")}
    for page in ("tour.fr.md", "tour.en.md"):
        text = (docs / page).read_text("utf-8")
        assert {name for name in taken if f"tour/{name}.png" in text} == taken
    source = Path(__file__).read_text("utf-8")
    assert {name for name in taken if f'"{name}"' in source} == taken
    heavy = {
        one.name: one.stat().st_size for one in (docs / "tour").glob("*.png") if one.stat().st_size > 250_000
    }
    assert heavy == {}

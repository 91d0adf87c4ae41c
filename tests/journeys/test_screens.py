"""Every screen in a real browser: it opens, breaks no rule of accessibility, and no policy of content."""

import pytest

from tests.journeys.conftest import MONTH, Visit

PAGES = (
    "/c/vsgp/tickets/",
    "/c/vsgp/tickets/?state=all&sort=opened",
    "/c/vsgp/tickets/?q=zzzzzz",
    "/c/vsgp/tickets/new",
    "/c/vsgp/tickets/t/D-2609-0001",
    f"/c/vsgp/months/{MONTH}/",
    f"/c/vsgp/months/{MONTH}/KPI-07/",
    f"/c/vsgp/months/{MONTH}/KPI-19/",
    f"/c/vsgp/ledger/ticket/D-2609-0001?month={MONTH}",
    "/c/vsgp/today/",
    f"/c/vsgp/dashboards/operational/?month={MONTH}",
    f"/c/vsgp/dashboards/steering/?month={MONTH}",
    "/c/vsgp/dashboards/strategic/?from=2025-11&to=2026-09",
    f"/c/vsgp/months/{MONTH}/behind/opened",
    "/c/vsgp/journal/",
    "/health/",
    "/styleguide",
    "/accessibility",
    "/palette?q=ticket&contract=vsgp",
)
OF_A_CONTRACT = tuple(path for path in PAGES if path.startswith("/c/"))
LOOKS = [
    {"theme": "light", "width": 1440},
    {"theme": "dark", "width": 1440},
    {"theme": "light", "width": 390},
    {"theme": "dark", "width": 390},
]


@pytest.mark.req("ACC-02")
@pytest.mark.parametrize("visit", LOOKS, indirect=True, ids=lambda one: f"{one['theme']}-{one['width']}")
def test_every_page_is_accessible_in_both_themes_wide_and_narrow(visit: Visit) -> None:
    found = []
    for path in PAGES:
        visit.go(path)
        found += [f"{path}: {one}" for one in visit.axe()]
        wide = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 1:
            found.append(f"{path}: {wide} px wider than the screen")
    assert found == []
    assert visit.complaints == []


@pytest.mark.req("ACC-01")
@pytest.mark.parametrize("visit", [{"who": "charlie"}], indirect=True)
def test_a_stranger_finds_nothing(visit: Visit) -> None:
    for path in OF_A_CONTRACT:
        visit.go(path, status=404)
    assert "vsgp" not in visit.page.content()


def test_the_page_of_an_error_and_of_signing_in_are_accessible(visit: Visit) -> None:
    visit.go("/nowhere", status=404)
    assert visit.axe() == []
    visit.page.context.clear_cookies()
    visit.go("/")
    assert visit.axe() == []


@pytest.mark.req("KPI-31", "KPI-35")
def test_a_figure_opens_down_to_its_minutes_and_the_keyboard_closes_it(visit: Visit) -> None:
    page = visit.page
    visit.go(f"/c/vsgp/months/{MONTH}/")
    page.get_by_role("link", name="KPI-07", exact=True).focus()
    page.keyboard.press("Enter")
    drawer = page.locator("#drawer")
    drawer.locator("tbody a").first.wait_for()
    assert "÷" in drawer.inner_text(), "the formula comes first"
    assert visit.axe() == []
    item = drawer.locator("tbody a").first.inner_text()
    drawer.locator("tbody a").first.press("Enter")
    drawer.locator(".tim-ledger").first.wait_for()
    text = drawer.inner_text()
    assert item in text and "Événements du journal" in text and "7.4 KPI 7" in text
    assert visit.axe() == []
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/months/{MONTH}/")
    drawer.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent") == "KPI-07"
    assert visit.complaints == []


@pytest.mark.req("DSK-01", "DSK-02")
def test_a_ticket_lives_from_its_opening_to_its_resolution(visit: Visit) -> None:
    page = visit.page
    visit.go("/c/vsgp/tickets/new")
    page.fill("[name=title]", "Écran noir <script>alert(1)</script>")
    page.get_by_role("button", name="Ouvrir le ticket").click()
    page.wait_for_url("**/tickets/t/**")
    assert "<script>alert(1)</script>" in page.locator("h1").inner_text()
    page.get_by_role("button", name="Prendre", exact=True).click()
    page.wait_for_load_state()
    assert "Pris en charge" in page.locator("main").inner_text()
    page.locator("summary", has_text="Passer la main").click()
    form = page.locator("details[open].tim-act form")
    form.locator("[name=to]").fill("CIRIL")
    form.locator("[name=holder]").select_option("third_party")
    form.locator("[name=means]").select_option("mail")
    form.locator("[name=reference]").fill("CIR-1")
    form.get_by_role("button").click()
    page.wait_for_load_state()
    assert "En attente d’un tiers" in page.locator("main").inner_text()
    page.get_by_role("button", name="Résoudre").click()
    page.wait_for_load_state()
    assert "Résolu" in page.locator("main").inner_text()
    assert visit.axe() == [] and visit.complaints == []


def test_two_people_on_one_ticket_lose_nothing(visit: Visit) -> None:
    page = visit.page
    visit.go("/c/vsgp/tickets/new")
    page.fill("[name=title]", "Deux mains sur un ticket")
    page.get_by_role("button", name="Ouvrir le ticket").click()
    page.wait_for_url("**/tickets/t/**")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Prendre", exact=True).click()
    other.wait_for_load_state()
    page.locator("summary", has_text="Affecter").click()
    form = page.locator("details[open].tim-act form")
    form.locator("[name=team]").fill("Réseau du siège")
    form.get_by_role("button").click()
    page.wait_for_load_state()
    assert "Réseau du siège" in [
        one.input_value() for one in page.locator("details[open] [name=team]").all()
    ], "what was typed comes back with the reason"
    assert page.get_by_role("alert").count() == 1


def test_a_draft_survives_a_closed_page(visit: Visit) -> None:
    page = visit.page
    visit.go("/c/vsgp/tickets/new")
    page.fill("[name=title]", "Commencé, pas fini")
    visit.go("/c/vsgp/tickets/")
    visit.go("/c/vsgp/tickets/new")
    assert page.input_value("[name=title]") == "Commencé, pas fini"


def test_the_same_screens_speak_english(visit: Visit) -> None:
    visit.page.locator(".tim-person summary").click()
    visit.page.select_option("[name=locale]", "en")
    visit.page.locator(".tim-person form button").first.click()
    visit.page.wait_for_load_state()
    assert visit.page.locator("h1").inner_text() == "Good day, Alice"
    visit.go(f"/c/vsgp/months/{MONTH}/")
    assert "Service levels – September 2026" in visit.page.locator("h1").inner_text()
    assert visit.page.evaluate("document.documentElement.lang") == "en"

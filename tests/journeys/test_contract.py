"""The contract in a real browser: accessible and within the screen everywhere; what is looked for is found in three steps."""

import pytest

from tests.journeys.conftest import MONTH, Visit
from timonier.contracts.views import SECTIONS

HOME = "/c/vsgp/contract/"
PAGES = (
    HOME,
    *(f"{HOME}{name}/" for name in SECTIONS),
    f"{HOME}subject/2.1.4",
    f"{HOME}subject/2.2.1",
    f"{HOME}clause/7.4",
    f"{HOME}search?q=wifi",
    f"{HOME}whole",
)
LOOKS = [{"theme": "light", "width": 1440}, {"theme": "dark", "width": 390}]


@pytest.mark.req("ACC-02", "CON-08")
@pytest.mark.parametrize("visit", LOOKS, indirect=True, ids=lambda one: f"{one['theme']}-{one['width']}")
def test_every_page_of_the_contract_is_accessible_and_fits(visit: Visit) -> None:
    found = []
    for path in PAGES:
        visit.go(path)
        found += [f"{path}: {one}" for one in visit.axe()]
        wide = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 1:
            found.append(f"{path}: {wide} px wider than the screen")
    assert found == []
    assert visit.complaints == []


@pytest.mark.req("CON-04")
def test_who_does_what_on_the_wifi_is_two_clicks_from_anywhere(visit: Visit) -> None:
    page = visit.page
    visit.go("/c/vsgp/tickets/")
    page.click('a[href="/c/vsgp/contract/"]')
    page.click("text=Réseau sans fil")
    said = page.inner_text("main")
    for each in ("Titulaire", "lundi–vendredi 08:00–18:00", "5\u00a0min", "4\u00a0h", "P3", "126"):
        assert each in said


@pytest.mark.req("KPI-35")
def test_the_last_step_of_the_evidence_is_the_clause(visit: Visit) -> None:
    page = visit.page
    visit.go(f"/c/vsgp/months/{MONTH}/KPI-07/")
    page.click('main a[href*="/contract/clause/"]')
    page.wait_for_selector("text=Part des autres incidents de l’environnement utilisateur, de priorité haute")

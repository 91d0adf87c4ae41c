"""Acting on a ticket by the palette alone, in a real browser: to the form, to the button, from a row of the list."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Visit
from tests.journeys.test_shell import LIST, chosen, opened


def _new(visit: Visit, title: str) -> str:
    page = visit.page
    visit.go(f"{LIST}new")
    page.fill("[name=title]", title)
    page.get_by_role("button", name="Ouvrir le ticket").click()
    page.wait_for_url("**/tickets/t/**")
    return page.url.rpartition("/")[2]


def _toast(page: Page, text: str) -> None:
    page.locator(".tim-toast", has_text=text).wait_for()


@pytest.mark.req("ACC-02")
def test_a_ticket_is_taken_escalated_and_resolved_without_a_mouse(visit: Visit) -> None:
    page = visit.page
    number = _new(visit, "Tout au clavier")
    opened(page, "prend")
    assert "Prendre" in chosen(page) and number in chosen(page)
    assert page.get_attribute("#palette-box", "aria-expanded") == "true"
    assert visit.axe() == []
    page.keyboard.press("Enter")
    _toast(page, "C’est fait")
    assert "Pris en charge" in page.locator(".tim-ticket-line").inner_text()
    opened(page, "escal")
    assert "Escalader…" in chosen(page)
    page.keyboard.press("Enter")
    page.locator("#act-escalate[open]").wait_for()
    assert page.locator("#palette[open]").count() == 0
    assert page.evaluate("document.activeElement.id") == "escalateto", "the focus stands in the form"
    assert visit.axe() == []
    page.keyboard.type("Réseau")
    page.keyboard.press("Enter")
    _toast(page, "C’est fait")
    opened(page, "fusion")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "mergeinto", "what is rare is unfolded too"
    opened(page, "resou")
    page.keyboard.press("Enter")
    _toast(page, "C’est fait")
    opened(page, "prendre")
    assert "Prendre" not in page.locator("#palette-hits").inner_text(), "resolved: nobody takes it any more"
    page.keyboard.press("Escape")
    assert visit.complaints == []


def test_who_types_on_and_presses_enter_gets_what_he_typed(visit: Visit) -> None:
    page = visit.page
    _new(visit, "Vite tapé")
    opened(page, "re")
    assert "Résoudre" in page.locator("#palette-hits").inner_text()
    page.route("**/palette?*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.keyboard.type("qualif")
    page.keyboard.press("Enter")
    page.locator("#act-change[open]").wait_for()
    assert "Résolu" not in page.locator(".tim-ticket-line").inner_text()
    assert visit.complaints == []


def test_the_chosen_row_of_a_list_is_acted_on_and_one_stays_in_the_list(visit: Visit) -> None:
    page = visit.page
    number = _new(visit, "Zibeline à ranger")
    visit.go(f"{LIST}?q=Zibeline&state=open")
    page.keyboard.press("j")
    opened(page, "prendre")
    assert number in chosen(page)
    page.keyboard.press("Enter")
    _toast(page, number)
    assert page.url.endswith("?q=Zibeline&state=open")
    page.keyboard.press("j")
    opened(page, "escal")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/t/{number}#act-escalate")
    page.locator("#act-escalate[open] #escalateto:focus").wait_for()
    assert visit.complaints == []


@pytest.mark.req("ACC-01")
@pytest.mark.parametrize("visit", [{"who": "ursula"}], indirect=True)
def test_a_user_is_offered_his_own_acts_alone(visit: Visit) -> None:
    page = visit.page
    visit.go(f"{LIST}new")
    page.fill("[name=title]", "Écran noir")
    page.get_by_role("button", name="Envoyer ma demande").click()
    page.wait_for_url("**/tickets/t/**")
    opened(page, "resou")
    assert "Rien ne répond" in page.locator("#palette-hits").inner_text()
    assert visit.complaints == []

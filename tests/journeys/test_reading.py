"""As those read who do not see or do not point: names, tables, titles, landmarks; a day's work with the keyboard alone."""

import pytest

from tests.journeys.conftest import MONTH, Visit
from tests.journeys.test_screens import PAGES

LEDGER = f"/c/vsgp/ledger/ticket/D-2609-0001?month={MONTH}"


@pytest.mark.req("ACC-02")
def test_the_ledger_bar_is_read_as_intervals_with_names_and_as_a_table(visit: Visit) -> None:
    page = visit.page
    visit.go(LEDGER)
    bar = page.locator(".tim-ledger").first
    tree = bar.aria_snapshot()
    assert tree.startswith("- group") and "Qui détenait le dossier" in tree
    names = [one.get_attribute("aria-label") or "" for one in bar.locator("a").all()]
    assert names
    for name in names:
        holder, begin, service, *rest = name.split(", ")
        assert holder in ("Titulaire", "Utilisateur", "Collectivité", "Tiers", "Personne")
        assert begin.startswith("de ") and " à " in begin
        assert service in ("service ouvert", "service fermé")
        assert any(one.startswith(("compté", "non compté")) for one in rest)
        assert name in tree, "what is drawn is what is read"
    table = page.locator(".tim-ledger-figure + details table").first
    assert table.locator("tbody tr").count() == len(names)
    assert table.locator("caption").inner_text() == "Intervalles de l’horloge"
    proof = bar.locator("a").first.get_attribute("href") or ""
    assert page.locator(f"li{proof}").count() == 1, "an interval leads to the event that began it"


@pytest.mark.req("ACC-02")
def test_every_page_has_a_title_of_its_own_one_heading_and_its_landmarks(visit: Visit) -> None:
    titles = []
    for path in PAGES:
        visit.go(path)
        page = visit.page
        titles.append((page.title(), path.partition("?")[0]))
        assert page.locator("h1").count() == 1 and page.locator("h1").inner_text().strip(), path
        assert (
            page.locator("main").count() == 1 and page.locator("footer a[href='/accessibility']").count() == 1
        )
        for table in page.locator("main table").all():
            assert table.locator("caption").count() == 1, f"{path}: a table without a caption"
    same = {title for title, path in titles for other, place in titles if title == other and path != place}
    assert same == set()


@pytest.mark.req("ACC-02")
def test_a_day_s_work_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit.page
    visit.go("/c/vsgp/tickets/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "tim-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("n")
    page.wait_for_url("**/tickets/new")
    page.locator("[name=title]").focus()
    page.keyboard.type("Au clavier seul")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tickets/t/**")
    number = page.url.rpartition("/")[2]
    page.locator(".tim-toast", has_text=number).wait_for()
    _tab_to(visit, "Prendre")
    page.keyboard.press("Enter")
    page.locator(".tim-timeline", has_text="ris en charge").first.wait_for()
    _tab_to(visit, "Preuve")
    page.keyboard.press("Enter")
    page.locator("#drawer h2").first.wait_for()
    page.keyboard.press("Escape")
    page.locator("#drawer").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent") == "Preuve"
    chip = page.locator(".tim-chip").first
    if chip.count():
        chip.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        more = page.locator(f"#{chip.get_attribute('popovertarget')}")
        more.wait_for()
        assert "comptées sur" in more.inner_text()
        page.keyboard.press("Escape")
        more.wait_for(state="hidden")
    page.keyboard.press("Control+k")
    page.locator("[role=option]", has_text="Mois").wait_for()
    page.keyboard.type("mois")
    page.locator("[role=option][aria-selected=true]", has_text="Mois").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/months/**")
    assert visit.complaints == []


def _tab_to(visit: Visit, text: str) -> None:
    """Press Tab until the focus is on what says this; what has the focus can be seen."""
    for _step in range(80):
        visit.page.keyboard.press("Tab")
        found = visit.page.evaluate(
            "(() => { const one = document.activeElement; return [one.textContent.trim(), one.getBoundingClientRect().width]; })()"
        )
        if found[0] == text:
            assert found[1] > 0
            return
    raise AssertionError(f"no Tab leads to {text}")

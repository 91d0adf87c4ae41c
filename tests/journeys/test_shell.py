"""The shell in a real browser: palette, keys, rail, themes, messages, paper, narrow screens, no script."""

import re

import pytest
from playwright.sync_api import Page, Route

from tests.journeys.conftest import MONTH, Visit
from timonier.directory.models import Account

LIST = "/c/vsgp/tickets/"
TICKET = "D-2609-0001"


def opened(page: Page, text: str = "") -> None:
    """The palette, with what it answers to the text."""
    page.keyboard.press("Control+k")
    page.locator("#palette[open]").wait_for()
    if text:
        with page.expect_response(lambda answer: "/palette?" in answer.url and f"q={text[:4]}" in answer.url):
            page.keyboard.type(text)
        page.wait_for_timeout(100)


def chosen(page: Page) -> str:
    """What the combobox says is chosen."""
    return str(
        page.evaluate(
            "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.innerText ?? ''"
        )
    )


@pytest.mark.req("ACC-02")
def test_the_palette_finds_a_ticket_and_goes_there_by_the_keyboard(visit: Visit) -> None:
    page = visit.page
    visit.go(LIST)
    opened(page, TICKET)
    assert TICKET in chosen(page)
    assert page.get_attribute("#palette-box", "aria-expanded") == "true"
    assert page.locator("#palette-state").inner_text() == "1 réponse"
    assert visit.axe() == []
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/t/{TICKET}")
    assert visit.complaints == []


def test_the_palette_goes_round_with_the_arrows_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit.page
    visit.go(LIST)
    page.locator("h1").wait_for()
    page.locator("[data-row] a").first.focus()
    before = page.evaluate("document.activeElement.textContent")
    opened(page)
    page.locator("[role=option]").first.wait_for()
    first = chosen(page)
    page.keyboard.press("ArrowDown")
    second = chosen(page)
    page.keyboard.press("ArrowUp")
    assert first == chosen(page) != second
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == first, "after the last comes the first"
    page.keyboard.press("Escape")
    assert page.locator("#palette[open]").count() == 0
    assert page.evaluate("document.activeElement.textContent") == before


def test_the_palette_acts(visit: Visit) -> None:
    page = visit.page
    visit.go(LIST)
    opened(page, "sombre")
    assert "Thème sombre" in chosen(page)
    page.keyboard.press("Enter")
    page.locator("html[data-bs-theme=dark]").wait_for()
    assert page.url.endswith(LIST), "one stays where one was"
    assert Account.objects.get(email=visit.scene.people["alice"]).theme == "dark"


def test_the_palette_says_when_nothing_answers_and_when_the_server_does_not(visit: Visit) -> None:
    page = visit.page
    visit.go(LIST)
    opened(page, "zzzz")
    assert "Rien ne répond à « zzzz »" in page.locator("#palette-hits").inner_text()
    page.route("**/palette?*", lambda route: route.abort())
    page.keyboard.type("y")
    page.get_by_text("Le serveur ne répond pas").first.wait_for()
    assert page.get_attribute("#palette-box", "aria-expanded") == "false"
    assert page.locator("#palette-state").inner_text().startswith("Le serveur ne répond pas")


@pytest.mark.req("ACC-01")
@pytest.mark.parametrize("visit", [{"who": "charlie"}], indirect=True)
def test_the_palette_of_a_stranger_finds_nothing_of_a_contract(visit: Visit) -> None:
    for asked in (TICKET, "vsgp", "vallee"):
        visit.go(f"/palette?q={asked}&contract=vsgp")
        found = visit.page.locator("main").inner_text()
        assert "/c/vsgp/" not in visit.page.content() and "D-2609" not in found.replace(asked, "")


def test_keys_lead_move_and_are_silent_in_a_field(visit: Visit) -> None:
    page = visit.page
    visit.go(LIST)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("[data-row][aria-selected=true]").count() == 1
    assert page.evaluate("document.activeElement.closest('[data-row]').matches(':nth-child(2)')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tickets/t/**")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_url("**/months/**")
    page.keyboard.press("/")
    page.keyboard.type("gt?n")
    assert page.input_value("#search") == "gt?n"
    assert page.locator("dialog[open]").count() == 0 and "/months/" in page.url
    page.locator("h1").click()
    page.keyboard.press("?")
    page.locator("#shortcuts[open]").wait_for()
    assert visit.axe() == []
    page.keyboard.press("n")
    assert "/months/" in page.url, "keys are silent in a dialog"
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url("**/tickets/new")


@pytest.mark.req("ACC-02")
def test_single_keys_can_be_switched_off_and_stay_off(visit: Visit) -> None:
    page = visit.page
    visit.go(LIST)
    page.locator(".tim-person summary").click()
    page.select_option("[name=shortcuts]", "off")
    page.locator(".tim-person form button").first.click()
    page.wait_for_load_state()
    page.locator("h1").click()
    for key in ("?", "j", "n", "g", "m"):
        page.keyboard.press(key)
    assert page.locator("dialog[open]").count() == 0 and page.url.endswith(LIST)
    assert page.locator("[aria-selected=true][data-row]").count() == 0
    page.keyboard.press("Control+k")
    assert page.locator("#palette[open]").count() == 1, "a key with a modifier is no single key"


@pytest.mark.req("KPI-35")
def test_each_step_of_the_evidence_has_its_address_and_back_and_esc_leave_it(visit: Visit) -> None:
    page, month = visit.page, f"/c/vsgp/months/{MONTH}/"
    visit.go(month)
    page.get_by_role("link", name="KPI-07", exact=True).click()
    drawer = page.locator("#drawer")
    drawer.locator("#items tbody a").first.wait_for()
    assert page.url.endswith("/KPI-07/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/KPI-07/#items")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/ledger/ticket/**#ledger")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**#events")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**#clause")
    assert "SHA-256" in page.evaluate("document.activeElement.innerText")
    page.go_back()
    page.wait_for_url("**#events")
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{month}")
    drawer.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent") == "KPI-07"
    page.keyboard.press("Enter")
    drawer.locator("#items tbody a").first.wait_for()
    page.go_back()
    page.wait_for_url(f"**{month}")
    drawer.wait_for(state="hidden")
    page.go_forward()
    drawer.locator("#items tbody a").first.wait_for()
    page.reload()
    assert page.locator("h1").inner_text().startswith("KPI-07"), "the address is a page of its own"
    assert visit.complaints == []


@pytest.mark.req("ACC-02")
def test_a_refused_or_failed_request_never_replaces_what_is_on_screen(visit: Visit) -> None:
    page = visit.page
    visit.go(LIST)
    page.locator(
        "[data-count='mine']", has_text=re.compile(r"\d")
    ).first.wait_for()  # counts come after the page
    before = page.locator("main").inner_html()
    for status, says in (
        (403, "Votre rôle ne le permet pas"),
        (404, "Cet élément n’existe plus"),
        (409, "Quelqu’un d’autre a modifié"),
        (422, "n’a pas pu être faite"),
        (500, "Une erreur s’est produite"),
        (503, "Une erreur s’est produite"),
    ):
        page.route("**/wrong", lambda route, request, code=status: _answer(route, code))
        page.evaluate("htmx.ajax('GET', '/wrong', {target: 'main table', swap: 'outerHTML'})")
        page.locator(".tim-toast-error", has_text=says).first.wait_for()
        page.evaluate("document.querySelectorAll('.tim-toast').forEach((one) => one.remove())")
        page.unroute("**/wrong")
    page.route("**/wrong", lambda route: route.abort())
    page.evaluate("htmx.ajax('GET', '/wrong', {target: 'main table', swap: 'outerHTML'}).catch(() => {})")
    page.locator(".tim-toast-error", has_text="Le serveur ne répond pas").first.wait_for()
    assert page.locator("main").inner_html() == before


def _answer(route: Route, status: int) -> None:
    route.fulfill(status=status, content_type="text/html", body="<p>replaced</p>")


def test_a_lost_session_leads_to_the_sign_in_and_never_into_a_table(visit: Visit) -> None:
    page = visit.page
    visit.go(LIST)
    page.context.clear_cookies()
    page.evaluate(f"htmx.ajax('GET', '{LIST}', {{target: 'main table', swap: 'outerHTML'}})")
    page.wait_for_url("**/sign-in/**")


@pytest.mark.parametrize("visit", [{"theme": "system", "device": "dark"}], indirect=True)
def test_the_theme_of_the_device_is_followed_from_the_first_paint(visit: Visit) -> None:
    visit.go(LIST)
    root = "document.documentElement.dataset.bsTheme"
    assert visit.page.evaluate(root) == "dark"
    ground = "getComputedStyle(document.body).backgroundColor"
    assert visit.page.evaluate(ground) == "rgb(15, 22, 36)"
    visit.page.emulate_media(color_scheme="light")
    visit.page.locator("html[data-bs-theme=light]").wait_for()
    html = visit.page.request.get(visit.scene.address + LIST).text()
    assert html.index("ui/theme") < html.index('rel="stylesheet"'), "it runs before anything is painted"


def test_the_rail_folds_and_is_remembered_with_the_account(visit: Visit) -> None:
    page = visit.page
    visit.go(LIST)
    wide = page.locator(".tim-rail").bounding_box()
    with page.expect_response("**/preferences"):
        page.get_by_role("button", name="Noms des rubriques").click()
    narrow = page.locator(".tim-rail").bounding_box()
    assert wide and narrow and narrow["width"] < wide["width"] / 3
    assert page.get_by_role("link", name="Tickets", exact=True).first.is_visible(), (
        "the name stays for screen readers"
    )
    visit.go(LIST)
    assert page.get_attribute(".tim-rail-fold button", "aria-expanded") == "false"
    assert visit.axe() == []
    height = page.evaluate(
        "document.querySelector('.tim-rail').offsetHeight - document.querySelector('.tim-shell').offsetHeight"
    )
    assert height == 0, "the rail is as high as the page"


@pytest.mark.parametrize("visit", [{"who": "ursula", "width": 390}], indirect=True)
def test_an_end_user_s_bar_holds_what_he_needs_and_nothing_else(visit: Visit) -> None:
    visit.go(LIST)
    bar = visit.page.locator(".tim-bar-bottom")
    told = [one.inner_text() for one in bar.locator("a").all()]
    assert told == ["Aujourd’hui", "Demander de l’aide", "Mes demandes"]
    assert visit.page.locator(".tim-rail").is_hidden()
    assert visit.axe() == []


@pytest.mark.parametrize("visit", [{"width": 390}], indirect=True)
def test_a_narrow_screen_has_at_most_five_places_in_its_bar(visit: Visit) -> None:
    visit.go(LIST)
    bar = visit.page.locator(".tim-bar-bottom > ul > li")
    assert 2 <= bar.count() <= 5
    assert all(one.bounding_box()["height"] >= 44 for one in bar.all())  # type: ignore[index]  # they are visible


@pytest.mark.parametrize("visit", [{"width": 390}], indirect=True)
def test_a_narrow_screen_shows_the_tickets_of_the_list(visit: Visit) -> None:
    visit.go(LIST)
    tools, row = (
        visit.page.locator(name).first.bounding_box() for name in (".tim-tools", "tbody tr[data-row]")
    )
    assert tools and row
    assert tools["y"] < row["y"] < 900, "the first ticket stands under the tools, on the first screen"


def test_paper_shows_the_page_alone_and_its_address(visit: Visit) -> None:
    page = visit.page
    visit.go(f"/c/vsgp/months/{MONTH}/")
    page.emulate_media(media="print")
    for part in (".tim-rail", ".tim-top", ".tim-bar-bottom", ".tim-actions"):
        assert page.locator(part).first.is_hidden(), part
    assert page.locator("main table").first.is_visible()
    assert page.locator(".tim-foot-url").inner_text() == page.url
    table = page.evaluate(
        "(() => { const one = document.querySelector('.tim-scroll'); return getComputedStyle(one).overflowX; })()"
    )
    assert table == "visible"


@pytest.mark.req("ACC-02")
@pytest.mark.parametrize("visit", [{"script": False}], indirect=True)
def test_everything_works_without_a_script(visit: Visit) -> None:
    page = visit.page
    visit.go(LIST)
    page.locator("a.tim-go").click()
    page.fill("#go-text", TICKET)
    page.get_by_role("button", name="Aller", exact=True).click()
    page.get_by_role("link", name=TICKET).click()
    page.wait_for_url(f"**/tickets/t/{TICKET}")
    page.get_by_role("link", name="Preuve", exact=True).first.click()
    page.get_by_role("link", name="Événements", exact=True).click()
    assert page.url.endswith("#events")
    page.locator(".tim-rail-fold button").click()
    assert "tim-rail-narrow" in (page.get_attribute("html", "class") or "")


def test_a_breach_of_the_policy_of_content_would_fail_a_journey(visit: Visit) -> None:
    visit.go(LIST)
    assert visit.complaints == []
    visit.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    visit.page.wait_for_timeout(100)
    assert any("policy of content: style-src" in one for one in visit.complaints)

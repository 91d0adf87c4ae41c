"""The desk as a workplace in a real browser: one stream for all tabs, drafts that survive, many tickets at once, a peek."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.conftest import Scene, Visit, sign_in
from tests.journeys.streaming import served
from timonier.directory.models import Account, Draft
from timonier.foundation.notify.services import tell
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

LIST = "/c/vsgp/tickets/"


@pytest.fixture(scope="module")
def place(scene: Scene) -> Iterator[Scene]:
    """The same people and tickets behind the server that has streams."""
    with served() as address:
        yield replace(scene, address=address)


@pytest.fixture
def alice(place: Scene, program: Browser) -> Iterator[Visit]:
    yield from _visit(place, program, "alice")


@pytest.fixture
def bob(place: Scene, program: Browser) -> Iterator[Visit]:
    yield from _visit(place, program, "bob")


def _visit(place: Scene, program: Browser, who: str) -> Iterator[Visit]:
    context = program.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR", bypass_csp=False)
    one = Visit(context.new_page(), place, [])
    one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
    one.page.on(
        "console",
        lambda message: one.complaints.append(message.text) if "Content Security" in message.text else None,
    )
    Account.objects.filter(email=place.people[who]).update(theme="light", locale="fr", density="comfortable")
    sign_in(one, who)
    yield one
    context.close()
    assert one.complaints == []


def _open(visit: Visit, title: str) -> str:
    """A new ticket's number, through the form."""
    page = visit.page
    visit.go(f"{LIST}new")
    page.fill("[name=title]", title)
    page.get_by_role("button", name="Ouvrir le ticket").click()
    page.wait_for_url("**/tickets/t/**")
    return page.url.rpartition("/")[2]


def _stream_is(page: Page, state: str, timeout: int = 8_000) -> None:
    page.locator(f"html[data-stream={state}]").wait_for(state="attached", timeout=timeout)


def _streams(context: BrowserContext) -> list[str]:
    return sorted(str(one.evaluate("document.documentElement.dataset.stream")) for one in context.pages)


def test_two_tabs_share_one_stream_and_hear_of_a_change_within_two_seconds(alice: Visit, bob: Visit) -> None:
    number = _open(alice, "Deux onglets, un flux")
    first, context = alice.page, alice.page.context
    first.goto(f"{alice.scene.address}{LIST}?state=all&sort=updated")
    second = context.new_page()
    second.goto(f"{alice.scene.address}{LIST}t/{number}")
    _stream_is(first, "leads")
    second.wait_for_timeout(600)
    assert _streams(context) == ["follows", "leads"]
    row = first.locator(f"tr[data-number='{number}']")
    before = row.inner_text()
    bob.go(f"{LIST}t/{number}")
    bob.page.get_by_role("button", name="Prendre", exact=True).click()
    bob.page.wait_for_load_state()
    first.get_by_text("1 ticket a changé").wait_for(timeout=2_500)
    second.get_by_text("vient de modifier ce ticket").wait_for(timeout=2_500)
    assert "Bob" in second.locator(".tim-news").inner_text()
    assert row.inner_text() == before, "nothing is replaced under the reader's eyes"
    assert alice.axe() == []
    first.get_by_role("link", name="Actualiser").click()
    first.wait_for_load_state()
    assert "Pris en charge" in first.locator(f"tr[data-number='{number}']").inner_text()


@pytest.mark.req("ACC-01")
def test_the_bell_rings_on_open_pages_within_two_seconds_and_for_its_person_alone(
    alice: Visit, bob: Visit
) -> None:
    alice.go(LIST)
    bob.go("/notices/")
    for visit in (alice, bob):
        _stream_is(visit.page, "leads")
        visit.page.wait_for_timeout(300)
    before = alice.page.locator(".tim-bell").get_attribute("aria-label")
    alice.page.locator(".tim-bell").focus()
    people = Account.objects.filter(email=alice.scene.people["alice"])
    contract = Contract.objects.get(key="vsgp")
    with scope([contract.pk]):
        tell(contract, [people.get().pk], "file_ready", {"name": "liste.xlsx"}, "/notices/")
    alice.page.locator(f'.tim-bell:not([aria-label="{before}"])').wait_for(timeout=2_000)
    assert alice.page.evaluate("document.activeElement.className") == "tim-bell", (
        "who stands on it stays there"
    )
    assert alice.page.locator(".tim-bell-count").inner_text().isdigit()
    assert bob.page.locator(".tim-bell-count").count() == 0
    assert alice.axe() == []


def test_the_other_tab_takes_the_stream_over_when_the_first_is_closed(alice: Visit) -> None:
    context = alice.page.context
    alice.go(LIST)
    second = context.new_page()
    second.goto(alice.scene.address + LIST)
    _stream_is(alice.page, "leads")
    alice.page.close()
    _stream_is(second, "leads", 8_000)


@pytest.mark.req("ACC-01")
def test_a_stream_ends_with_its_session(alice: Visit) -> None:
    alice.go(LIST)
    page = alice.page
    _stream_is(page, "leads")
    page.wait_for_timeout(2_200)
    cookie = next(one for one in page.context.cookies() if one["name"] == "timonier")
    Session.objects.filter(session_key=cookie["value"]).delete()
    _stir(alice)
    _stream_is(page, "none", 18_000)


def _stir(visit: Visit) -> None:
    """Something changes in the contract, whoever does it."""
    from_elsewhere = visit.page.context.browser
    assert from_elsewhere is not None
    context = from_elsewhere.new_context(locale="fr-FR")
    other = Visit(context.new_page(), visit.scene, [])
    sign_in(other, "bob")
    _open(other, "Un changement")
    context.close()


def _typing(page: Page, text: str) -> None:
    page.locator("summary", has_text="Affecter").click()
    page.locator("#act-assign [name=team]").fill(text)


def test_a_draft_survives_a_closed_tab_on_another_browser_too(alice: Visit, program: Browser) -> None:
    number = _open(alice, "Un brouillon")
    _typing(alice.page, "Réseau du siège")
    alice.page.get_by_text("Brouillon enregistré à").wait_for()
    alice.page.close()
    context = program.new_context(locale="fr-FR")
    again = Visit(context.new_page(), alice.scene, [])
    sign_in(again, "alice")
    again.go(f"{LIST}t/{number}")
    assert again.page.locator("#act-assign [name=team]").input_value() == "Réseau du siège"
    assert "Brouillon enregistré le" in again.page.locator("#act-assign").inner_text()
    again.page.locator("#act-assign form button.btn-primary").click()
    again.page.wait_for_load_state()
    again.go(f"{LIST}t/{number}")
    assert again.page.locator("#act-assign [name=team]").input_value() == "", "a sent form is forgotten"
    with scope([Contract.objects.get(key="vsgp").pk]):
        assert not Draft.objects.filter(form__startswith=f"ticket/{number}/").exists()
    context.close()


def test_what_is_typed_survives_a_fault_of_the_server(alice: Visit) -> None:
    page = alice.page
    number = _open(alice, "Une panne")
    _typing(page, "Niveau 2")
    page.route(
        f"**{LIST}act/**",
        lambda route: route.fulfill(status=500, body="<h1>500</h1>", content_type="text/html"),
    )
    page.locator("#act-assign form button.btn-primary").click()
    page.get_by_role("heading", name="500").wait_for()
    page.unroute(f"**{LIST}act/**")
    alice.go(f"{LIST}t/{number}")
    assert page.locator("#act-assign [name=team]").input_value() == "Niveau 2"


def test_what_is_typed_survives_the_end_of_the_session(alice: Visit) -> None:
    page = alice.page
    number = _open(alice, "Une session qui finit")
    page.context.clear_cookies()
    _typing(page, "Sécurité")
    page.get_by_text("Votre session est terminée").wait_for()
    page.locator("#act-assign form button.btn-primary").click()
    page.wait_for_load_state()
    sign_in(alice, "alice")
    alice.go(f"{LIST}t/{number}")
    assert page.locator("#act-assign [name=team]").input_value() == "Sécurité"


def test_whoever_comes_too_late_sees_what_changed_and_goes_on(alice: Visit, bob: Visit) -> None:
    page = alice.page
    number = _open(alice, "Une collision")
    _typing(page, "Réseau")
    bob.go(f"{LIST}t/{number}")
    bob.page.get_by_role("button", name="Prendre", exact=True).click()
    bob.page.wait_for_load_state()
    page.locator("#act-assign form button.btn-primary").click()
    page.wait_for_load_state()
    told = page.get_by_role("alert").inner_text()
    assert "Ce ticket a changé pendant que vous écriviez" in told and "Bob" in told
    assert "Nouveau" in told and "Pris en charge" in told, "before and now"
    assert page.locator("#act-assign [name=team]").input_value() == "Réseau"
    assert alice.axe() == []
    page.locator("#act-assign form button.btn-primary").click()
    page.wait_for_url(f"**/tickets/t/{number}")
    assert "Réseau" in page.locator("dl.tim-facts").last.inner_text()


def test_many_tickets_at_once_and_each_has_its_own_outcome(alice: Visit, bob: Visit) -> None:
    numbers = [_open(alice, f"En nombre {n}") for n in range(3)]
    page = alice.page
    alice.go(f"{LIST}?state=new&sort=opened&q=nombre")
    for number in numbers:
        page.locator(f"tr[data-number='{number}'] [name=ticket]").check()
    assert "3" in page.locator("[data-bulk-count]").inner_text()
    bob.go(f"{LIST}t/{numbers[1]}")
    bob.page.get_by_role("button", name="Prendre", exact=True).click()
    bob.page.wait_for_load_state()
    page.locator("[data-bulk]").get_by_role("button", name="Prendre", exact=True).click()
    page.wait_for_load_state()
    assert "2 tickets traités · 1 refusé" in page.locator("main").inner_text()
    refused = page.locator("tr", has_text="refusé")
    assert numbers[1] in refused.inner_text() and "modifié par quelqu'un d'autre" in refused.inner_text()
    assert alice.axe() == []


@pytest.mark.req("ACC-02")
def test_the_keyboard_moves_looks_chooses_and_opens(alice: Visit) -> None:
    page = alice.page
    number = _open(alice, "Au clavier")
    alice.go(f"{LIST}?state=new&sort=opened")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator(f"tr[data-number='{number}'] [name=ticket]").is_checked()
    page.keyboard.press("Space")
    look = page.locator("#peek")
    look.get_by_role("heading", name=number).wait_for()
    assert "ticket ouvert" in look.inner_text()
    assert alice.axe() == []
    page.keyboard.press("Escape")
    assert not look.is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/t/{number}")


def test_a_list_is_kept_with_its_count_and_shared(alice: Visit, bob: Visit) -> None:
    page = alice.page
    _open(alice, "Pour la liste gardée")
    alice.go(f"{LIST}?state=new")
    wanted = page.locator("tbody tr").count()
    page.locator("summary", has_text="Enregistrer cette liste").click()
    page.fill("#s-name", "À prendre ce matin")
    page.locator("[name=shared]").check()
    page.locator("form:has(#s-name) button").click()
    page.wait_for_load_state()
    kept = page.get_by_role("link", name="À prendre ce matin")
    kept.locator(".tim-count", has_text=str(wanted)).wait_for()
    assert str(wanted) in kept.inner_text()
    assert alice.axe() == []
    bob.go(LIST)
    assert bob.page.get_by_role("link", name="À prendre ce matin").count() == 1


def test_the_header_stays_in_sight_and_a_filter_goes_with_one_click(alice: Visit) -> None:
    page = alice.page
    alice.go(f"{LIST}?state=all&type=incident")
    page.evaluate("scrollTo(0, 900)")
    page.wait_for_timeout(100)
    top = page.evaluate("document.querySelector('thead th').getBoundingClientRect().top")
    bar = page.evaluate("document.querySelector('.tim-top').getBoundingClientRect().bottom")
    assert abs(top - bar) < 4, "the header rests under the bar"
    page.get_by_role("link", name="Retirer le filtre Type").click()
    page.wait_for_load_state()
    assert "type=" not in page.url and "state=all" in page.url
    page.get_by_role("link", name="Ouvert le").click()
    page.wait_for_load_state()
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Ouvert le")

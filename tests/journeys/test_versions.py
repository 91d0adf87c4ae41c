"""One whole story in a browser: a version is proposed, read, refused, proposed again, accepted, and in force."""

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page

from tests.contracts.ground import copy_of_vsgp, some_activity
from tests.journeys.conftest import MONTH, PASSWORD, Visit, sign_in
from timonier.directory.choices import Role, Side
from timonier.directory.models import Account
from timonier.directory.services import ensure_account, grant_role
from timonier.foundation.tenancy.scopes import scope

ROOT = "/c/vsgp/versions/"


@pytest.fixture
def own(visit: Visit, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A contract of its own, because what is in force stays: its key. Anne provides, Bruno decides for the client."""
    contract = copy_of_vsgp(tmp_path_factory.mktemp("versions"))
    some_activity(contract, [MONTH], share=2)
    for name, role, side in (
        ("anne", Role.SERVICE_MANAGER, Side.PROVIDER),
        ("bruno", Role.CLIENT_AGENT, Side.CLIENT),
    ):
        account = ensure_account(f"{name}@{contract.key}.example", name.title(), password=PASSWORD)
        Account.objects.filter(pk=account.pk).update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
        with scope([contract.pk]):
            grant_role(account, contract, role, f"{side} {contract.key}", side, decides=True)
        visit.scene.people[name] = account.email
    return str(contract.key)


def change(visit: Visit, who: str) -> None:
    """Another person at the same browser."""
    visit.page.context.clear_cookies()
    sign_in(visit, who)


def write(page: Page, title: str, target: str) -> None:
    page.fill("[name=title]", title)
    page.fill("[name=effective_from]", f"{MONTH}-15")
    page.locator("summary", has_text="Un indicateur").click()
    page.select_option("[name=kpi]", "KPI-07")
    page.fill("[name=kpi_target]", target)
    page.get_by_role("button", name="Garder le projet").click()
    page.wait_for_load_state()


def propose(page: Page, words: str) -> None:
    assert page.get_by_role("button", name="Proposer à l’autre partie").is_disabled()
    page.get_by_role("button", name="Calculer l’effet").click()
    page.wait_for_load_state()
    page.fill("#w-proposed", words)
    page.get_by_role("button", name="Proposer à l’autre partie").click()
    page.wait_for_load_state()


@pytest.mark.req("CON-01", "KPI-38")
def test_a_version_is_proposed_refused_proposed_again_and_agreed(visit: Visit, own: str) -> None:
    page, root = visit.page, f"/c/{own}/versions/"
    change(visit, "anne")
    visit.go(root + "new/")
    assert visit.axe() == []
    write(page, "KPI-07 en 2 h", "bientôt")
    assert page.input_value("[name=kpi_target]") == "bientôt", "what was typed stays"
    page.fill("[name=kpi_target]", "2 h")
    page.get_by_role("button", name="Garder le projet").click()
    page.wait_for_url("**/drafts/**")
    assert "la cible passe de « 3 h » à « 2 h »" in page.locator("main").inner_text()
    propose(page, "Comme convenu au comité")
    assert visit.axe() == []
    address = page.url.removeprefix(visit.scene.address)

    change(visit, "bruno")
    visit.go(address)
    text = page.locator("main").inner_text()
    assert "Comme convenu au comité" in text and "Pénalités, rejouées" in text
    page.locator("#effect tbody a[href*='KPI-07']").first.press("Enter")
    page.locator("#drawer tbody a").first.press("Enter")
    page.locator("#drawer .tim-ledger").first.wait_for()
    assert page.locator("#drawer .tim-side").count() == 2, "both ledgers side by side"
    assert visit.axe() == []
    page.keyboard.press("Escape")
    page.fill("#w-refused", "Trop court : 2 h 30")
    page.get_by_role("button", name="Refuser").click()
    page.wait_for_load_state()
    assert "Trop court : 2 h 30" in page.locator("main").inner_text()

    change(visit, "anne")
    visit.go(root + "new/")
    write(page, "KPI-07 en 2 h 30", "150 min")
    propose(page, "Alors 2 h 30")
    address = page.url.removeprefix(visit.scene.address)

    change(visit, "bruno")
    visit.go(address)
    page.get_by_role("button", name="Accepter").click()
    page.wait_for_load_state()
    assert "devenu la version 2" in page.locator("main").inner_text()
    visit.go(root)
    assert "convenu par les deux parties" in page.locator("main").inner_text()
    assert visit.axe() == []
    result = page.request.get(f"{visit.scene.address}/api/v1/contracts/{own}/kpi/{MONTH}").json()
    assert [one["number"] for one in result["versions"]] == [1, 2], "the month of the change has two versions"
    visit.go(root + "difference/?from=1&to=2")
    assert "« 150 min »" in page.locator("main").inner_text()
    assert visit.axe() == []
    # The form that was refused on purpose is the one thing that the browser remarks on.
    assert [one for one in visit.complaints if "422" not in one] == []


@pytest.mark.parametrize(
    "visit",
    [{"theme": "light", "width": 1440}, {"theme": "dark", "width": 390}],
    indirect=True,
    ids=lambda one: f"{one['theme']}-{one['width']}",
)
def test_what_if_is_accessible_and_fits_the_screen(visit: Visit) -> None:
    found = []
    for path in (
        "/c/vsgp/whatif/",
        f"/c/vsgp/whatif/?last={MONTH}&months=1&reading=user_time%3Dcounts",
        "/c/vsgp/whatif/register/",
        ROOT,
        ROOT + "new/",
        ROOT + "new/?only=decision",
    ):
        visit.go(path)
        found += [f"{path}: {one}" for one in visit.axe()]
        wide = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 1:
            found.append(f"{path}: {wide} px wider than the screen")
    assert found == [] and visit.complaints == []

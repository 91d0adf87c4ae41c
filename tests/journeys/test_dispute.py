"""One dispute from beginning to end in a browser: contested in the ledger, decided, the figure moves, the seal corrects."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import MONTH, Visit, sign_in
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.models import MeasureRow
from timonier.service_levels.services import month_result


def missed() -> tuple[str, str, str]:
    """A missed resolution of the month: ticket, service level, its value."""
    place = Contract.objects.get(key="vsgp")
    values = {one["kpi"]: one["value"] for one in month_result(place, MONTH)["results"]}
    with scope([place.pk]):
        row = (
            MeasureRow.objects.filter(
                contract=place, month=MONTH, outcome="missed", kind="ticket", kpi="KPI-07"
            )
            .exclude(stopped_at=None)
            .order_by("counted")[0]
        )
    return row.item, row.kpi, values[row.kpi]


def value(kpi: str) -> str:
    place = Contract.objects.get(key="vsgp")
    return next(one["value"] for one in month_result(place, MONTH)["results"] if one["kpi"] == kpi)


@pytest.mark.req("TIM-07", "ACC-02")
@pytest.mark.parametrize("visit", [{"who": "alice"}], indirect=True)
def test_a_dispute_from_the_ledger_to_the_figure(visit: Visit) -> None:
    page = visit.page
    ticket, kpi, before = missed()
    visit.go(f"/c/vsgp/tickets/t/{ticket}")
    section = page.locator("section", has=page.locator("h2", has_text=kpi)).first
    section.locator("details.tim-fold summary").first.click()
    section.get_by_role("link", name="Contester").first.click()
    page.wait_for_url("**/disputes/new/**")
    assert visit.axe() == []
    form = page.locator("main form")
    expect(form.locator("input[name=from]")).not_to_have_value("")
    form.locator("textarea[name=reason]").fill("Accès au site refusé jusqu’à midi, courriel du gardien.")
    form.get_by_role("button", name="Contester").click()
    page.wait_for_url("**/disputes/d/**")
    there = page.url.removeprefix(visit.scene.address)
    assert visit.axe() == []
    assert value(kpi) == before, "nothing moves before the decision"
    announced = page.locator(".tim-pairs").first.inner_text()
    assert kpi in announced
    visit.go(f"/c/vsgp/months/{MONTH}/")
    assert "contestation ouverte" in page.content()

    page.context.clear_cookies()
    sign_in(visit, "bob")
    visit.go("/notices/")
    page.get_by_role("link", name=ticket).first.click()
    page.wait_for_url(f"**{there}")
    page.get_by_label("Accordée : le chiffre change").check()
    page.get_by_label("Motif de la décision").fill("Courriel produit en séance.")
    page.get_by_role("button", name="Trancher").click()
    expect(page.get_by_role("main")).to_contain_text("accordée")
    assert visit.axe() == []
    assert float(value(kpi)) > float(before)
    assert visit.complaints == []


MATTERS = (
    "/c/vsgp/disputes/?state=all",
    "/c/vsgp/acceptances/?state=all",
    "/c/vsgp/improvements/?state=all",
    "/c/vsgp/at-risk/",
    f"/c/vsgp/months/{MONTH}/penalties/",
    f"/c/vsgp/months/{MONTH}/gaps/",
    "/notices/",
    "/notices/preferences",
)
LOOKS = [
    {"who": "bob", "theme": "light", "width": 1440},
    {"who": "alice", "theme": "dark", "width": 390},
]


@pytest.mark.req("ACC-02")
@pytest.mark.parametrize("visit", LOOKS, indirect=True, ids=lambda one: f"{one['who']}-{one['width']}")
def test_the_pages_of_disputes_and_decisions_are_accessible(visit: Visit) -> None:
    found = []
    for path in MATTERS:
        visit.go(path)
        found += [f"{path}: {one}" for one in visit.axe()]
        wide = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 1:
            found.append(f"{path}: {wide} px wider than the screen")
    assert found == []
    assert visit.complaints == []

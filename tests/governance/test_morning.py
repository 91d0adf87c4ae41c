"""The morning page: for each person what waits, what breached, what is about to; one page after sign-in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.ground import World
from tests.governance.conftest import browser, person
from timonier.directory.choices import Role, Side
from timonier.exchange.loading import load_objects
from timonier.foundation.tenancy.scopes import scope
from timonier.governance.models import Visit
from timonier.measures.services import drain
from timonier.service_levels.keeping import bring_up_to_date
from timonier.service_levels.stakes import at_stake, breached

QUERIES = 30


def page(world: World, who: Any) -> Any:
    return browser(who).get(f"/c/{world.contract.key}/today/")


def ago(hours: float) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours)).isoformat()


def live(world: World, key: str, hours: float, **more: Any) -> None:
    """A ticket with a target of six hours, opened some hours ago, still open."""
    about = {"type": "incident", "channel": "phone", "priority": "high", **more}
    lines = [{"ticket": key, "at": ago(hours), "event": "created", **about}]
    load_objects(world.contract, enumerate(lines, start=1), actor="test", via="test")
    with scope([world.contract.pk]):
        while drain(world.contract):
            pass


@pytest.mark.req("KPI-34")
def test_what_is_about_to_breach_stands_before_it_does_and_what_has_after(world: World) -> None:
    live(world, "SOON", 5)
    live(world, "LATE", 7)
    bring_up_to_date(world.contract)
    with scope([world.contract.pk]):
        dangers = at_stake(world.contract).dangers
        gone, count = breached(world.contract, dangers[0].exceeds_at - 10 * 3_600_000_000)
    assert [(one.item, one.kpi.key) for one in dangers] == [("SOON", "KPI-07")]
    assert 0 < dangers[0].left < 3_700_000_000
    assert [(one.item, count) for one in gone] == [("LATE", 1)]
    response = page(world, world.bob)
    text = response.content.decode()
    assert response.context["found"].dangers[0].item == "SOON"
    assert "SOON" in text
    assert "LATE" in text


@pytest.mark.req("KPI-34")
def test_the_euros_that_can_be_saved_come_first(world: World) -> None:
    live(world, "FIRST", 5.5, priority="low")  # five days: not within reach
    live(world, "CHEAP", 5.2)
    live(world, "DEAR", 0.5, vip=True)  # one hour, level P3
    bring_up_to_date(world.contract)
    with scope([world.contract.pk]):
        dangers = at_stake(world.contract).dangers
    priced = [(one.item, str(one.stake.euros)) for one in dangers if one.stake and one.stake.euros]
    assert [item for item, _ in priced][:2] == ["DEAR", "CHEAP"]


@pytest.mark.req("KPI-34")
def test_what_is_about_to_breach_is_the_same_on_the_morning_its_page_and_the_list(world: World) -> None:
    live(world, "HALF", 3.5)
    live(world, "NEAR", 5)
    live(world, "NEW", 0.1)
    live(world, "LATE", 7)
    out = {"ticket": "AWAY", "at": ago(0.5), "event": "handed_over", "holder": "third_party", "to": "Orange"}
    live(world, "AWAY", 5)
    load_objects(
        world.contract,
        enumerate([{**out, "at": ago(4.9), "means": "mail", "reference": "m-1"}], start=1),
        actor="test",
        via="test",
    )
    bring_up_to_date(world.contract)
    bob, here = browser(world.bob), f"/c/{world.contract.key}/"
    found = page(world, world.bob).context["found"]
    assert {one.item for one in found.dangers} == {"HALF", "NEAR"}
    assert found.count == 2
    risks = bob.get(here + "at-risk/").context["found"]
    assert [(one.item, one.euros, one.used) for one in risks.dangers] == [
        (one.item, one.euros, one.used) for one in found.dangers
    ]
    assert (risks.count, risks.tickets) == (2, 2)
    listed = bob.get(here + "tickets/?state=risk").context["page"]
    assert {one.number for one in listed.tickets} == {"HALF", "NEAR"}
    assert listed.count == 2


@pytest.mark.req("ACC-01")
def test_each_role_has_its_own_page_and_charlie_none(world: World) -> None:
    live(world, "MINE", 1, requester=f"eve-{world.contract.key}@example.org", title="Écran noir")
    live(world, "OTHER", 1, requester="somebody@example.org", title="Secret")
    bring_up_to_date(world.contract)
    eve = person(world.contract, "eve", Role.END_USER, Side.CLIENT)
    text = page(world, eve).content.decode()
    assert "Mes demandes" in text
    assert "Écran noir" in text
    assert "Secret" not in text
    assert "Bientôt hors délai" not in text
    text = page(world, world.alice).content.decode()
    assert "Sans technicien" in text
    assert "Secret" in text
    assert "€" not in text, "a technician sees no amount"
    assert "Pénalités calculées à ce jour" in page(world, world.bob).content.decode()
    assert page(world, world.charlie).status_code == 404


def test_signing_in_leads_to_it(world: World) -> None:
    response = browser(world.bob).get("/")
    assert response.headers["Location"] == f"/c/{world.contract.key}/today/"


def test_a_visit_is_remembered_and_the_next_one_starts_from_it(world: World) -> None:
    bring_up_to_date(world.contract)
    page(world, world.bob)
    page(world, world.bob)
    with scope([world.contract.pk]):
        visit = Visit.objects.get(contract=world.contract, account=world.bob)
        assert visit.before is None, "the same visit goes on"
        old = visit.seen - 60 * 24 * 3_600_000_000
        Visit.objects.filter(pk=visit.pk).update(seen=old)
    assert page(world, world.bob).context["since"] == old
    with scope([world.other.pk]):
        assert Visit.objects.count() == 0


def test_an_empty_contract_says_what_there_is_and_nothing_else(world: World) -> None:
    text = page(world, world.bob).content.decode()
    assert "en cours de calcul" in text
    assert "Aucun délai en cours n’a consommé la moitié de sa cible" in text


def test_the_page_asks_as_often_as_its_baseline(busy: World) -> None:
    alice, address = browser(busy.alice), f"/c/{busy.contract.key}/today/"
    alice.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert alice.get(address).status_code == 200
    assert len(asked) <= QUERIES, "\n".join(one["sql"][:160] for one in asked)

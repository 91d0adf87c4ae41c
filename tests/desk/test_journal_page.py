"""The page of the journal: what was sought by kind, by author, by days; every line leads to what it is about."""

import html
import re

import pytest
from django.test import Client

from tests.api.ground import World
from tests.desk.conftest import caller, opened
from timonier.desk.services import act
from timonier.directory.models import Account
from timonier.foundation.journal import latest as module
from timonier.foundation.journal.latest import Sought, latest
from timonier.foundation.journal.seals import seal_open_block
from timonier.foundation.tenancy.scopes import scope


@pytest.fixture
def told(world: World, user: Account) -> dict[str, str]:
    """Two tickets, one of a user; one is taken, half of all is sealed."""
    first = opened(world.alice, world.contract, "La première")
    with scope([world.contract.pk]):
        seal_open_block(world.contract)
    second = opened(user, world.contract, "La sienne")
    with scope([world.contract.pk]):
        act("take", caller(world.alice), world.contract, first, {})
    return {"first": first, "second": second}


def lines(client: Client, world: World, query: str = "") -> list[tuple[str, str]]:
    """(what it is about, address) of each line."""
    answer = client.get(f"/c/{world.contract.key}/journal/?{query}")
    assert answer.status_code == 200, query
    page = answer.content.decode()
    return [
        (name, html.unescape(url))
        for url, name in re.findall(r'<a href="([^"]+)"[^>]*>(\w+/[^<]+)</a>', page)
    ]


@pytest.mark.req("TIM-03")
def test_facts_are_sought_by_kind_author_and_days(world: World, bob: Client, told: dict[str, str]) -> None:
    first, second = (f"ticket/{told[name]}" for name in ("first", "second"))
    names = [name for name, _url in lines(bob, world)]
    assert sorted(one for one in names if one.startswith("ticket/")) == [first, first, second]
    assert [name for name, _ in lines(bob, world, "kind=ticket.taken")] == [first]
    assert [name for name, _ in lines(bob, world, "kind=ticket.created")] == [second, first]
    assert [name for name, _ in lines(bob, world, "kind=ticket&author=ursule-")] == [second]
    assert [name for name, _ in lines(bob, world, "author=nobody")] == []
    assert lines(bob, world, "since=2001-01-01&until=2001-12-31") == []
    assert len(lines(bob, world, "since=2001-01-01")) == len(names)
    assert {name.partition("/")[0] for name, _ in lines(bob, world, "kind=contract")} <= {"contract"}


@pytest.mark.req("TIM-03")
def test_an_author_is_found_by_name_and_shown_by_it(
    world: World, bob: Client, told: dict[str, str], user: Account
) -> None:
    assert [name for name, _ in lines(bob, world, "kind=ticket&author=ursule")] == [
        f"ticket/{told['second']}"
    ]
    assert [name for name, _ in lines(bob, world, "kind=ticket&author=Ursu")] == [f"ticket/{told['second']}"]
    page = bob.get(f"/c/{world.contract.key}/journal/?kind=ticket").content.decode()
    assert f'<span title="{user.email}">Ursule</span>' in page


def test_days_in_the_wrong_order_are_told(world: World, bob: Client, told: dict[str, str]) -> None:
    root = f"/c/{world.contract.key}/journal/"
    assert "inversez-les" in bob.get(f"{root}?since=2026-02-02&until=2026-02-01").content.decode()
    assert "inversez-les" not in bob.get(f"{root}?since=2026-02-01&until=2026-02-01").content.decode()
    assert "inversez-les" not in bob.get(f"{root}?since=2026-02-01").content.decode()


@pytest.mark.req("TIM-03")
def test_each_line_leads_to_what_it_is_about(world: World, bob: Client, told: dict[str, str]) -> None:
    for name, url in lines(bob, world):
        assert bob.get(url).status_code == 200, (name, url)
    (_name, url), *_rest = lines(bob, world, "kind=ticket.taken")
    assert url == f"/c/{world.contract.key}/tickets/t/{told['first']}"


def test_the_filters_stay_in_the_address_of_the_next_page(
    world: World, bob: Client, told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timonier.config.journal_pages.SHOWN", 1)
    with scope([world.contract.pk]):
        seal_open_block(world.contract)
    page = bob.get(f"/c/{world.contract.key}/journal/?kind=ticket.created").content.decode()
    assert told["second"] in page and told["first"] not in page
    onward = re.search(r'rel="next" href="([^"]+)"', page)
    assert onward and "kind=ticket.created" in onward[1]
    then = bob.get(f"/c/{world.contract.key}/journal/{html.unescape(onward[1])}").content.decode()
    assert told["first"] in then and f"ticket/{told['second']}" not in then


def test_what_is_sought_is_looked_for_in_a_bounded_stretch_and_the_page_says_so(
    world: World, told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STRETCH", 1)
    with scope([world.contract.pk]):
        seal_open_block(world.contract)
        sought, found, before, pages = Sought("ticket.created"), [], None, 0
        while pages == 0 or before is not None:
            page = latest(world.contract, 10, before=before, sought=sought)
            assert page.before is None or page.looked_to == page.before
            found += [row.stream for row in page.rows]
            before, pages = page.before, pages + 1
        whole = latest(world.contract, 10)
    assert found == [f"ticket/{told['second']}", f"ticket/{told['first']}"]
    assert pages == len(whole.rows) and whole.looked_to is None


def test_what_is_typed_is_only_compared(world: World, bob: Client, told: dict[str, str]) -> None:
    for query in (
        "author=%25",
        "author=%00",
        "author=%27%22%5C",
        "kind=nonsense",
        "since=tomorrow",
        "before=x",
        "kind=ticket.%25",
    ):
        answer = bob.get(f"/c/{world.contract.key}/journal/?{query}")
        assert answer.status_code == 200, query
    assert lines(bob, world, "author=%25") == [], "no wild card"


@pytest.mark.req("ACC-01")
def test_the_journal_is_for_its_readers(world: World, charlie: Client, told: dict[str, str]) -> None:
    assert charlie.get(f"/c/{world.contract.key}/journal/?author=a").status_code == 404


def test_what_a_verification_found_stays_on_the_page_of_who_asked(
    world: World, bob: Client, alice: Client, told: dict[str, str]
) -> None:
    place = f"/c/{world.contract.key}/journal/"
    assert bob.post(f"{place}verify").status_code == 302
    bob.get(place)  # the passing message
    page = bob.get(place).content.decode()
    assert "Dernière vérification" in page and "chaque empreinte et chaque" in page
    assert "Dernière vérification" not in alice.get(place).content.decode()

"""What open pages ask: something when something changed, nothing when not, and nothing that is not theirs."""

import pytest
from django.test import Client

from tests.api.ground import World
from tests.desk.conftest import browser, caller, opened
from timonier.config.live import Access, access_of, told
from timonier.desk.models import Ticket
from timonier.desk.services import act
from timonier.directory.models import Account, Membership
from timonier.foundation.live import MANY, mark_of
from timonier.foundation.live.hub import Notice
from timonier.foundation.live.notices import read_notice
from timonier.foundation.tenancy.scopes import scope


def take(world: World, number: str) -> None:
    with scope([world.contract.pk]):
        act("take", caller(world.bob), world.contract, number, {})


def test_a_ticket_page_learns_who_did_what_since_its_version(
    world: World, alice: Client, bob: Client
) -> None:
    number = opened(world.alice, world.contract, "Suivi")
    path = f"/c/{world.contract.key}/tickets/news/{number}"
    assert alice.get(f"{path}?version=1").status_code == 204
    take(world, number)
    page = alice.get(f"{path}?version=1").content.decode()
    assert "Bob vient de modifier" in page and world.bob.email not in page and "pris en charge" in page
    assert "dans une autre fenêtre" in bob.get(f"{path}?version=1").content.decode()
    assert alice.get(f"{path}?version=2").status_code == 204


def test_a_list_counts_what_it_shows_and_what_is_new(world: World, alice: Client) -> None:
    shown, other = opened(world.alice, world.contract, "Montré"), opened(world.alice, world.contract, "Aussi")
    with scope([world.contract.pk]):
        since = max(Ticket.objects.values_list("updated_at", flat=True))
    path = f"/c/{world.contract.key}/tickets/news?since={since}&shown={shown}:1,{other}:1"
    assert alice.get(path).status_code == 204
    take(world, shown)
    assert "1 ticket a changé" in alice.get(path).content.decode()
    new = opened(world.alice, world.contract, "Tout neuf")
    page = alice.get(path).content.decode()
    assert "2 tickets ont changé" in page and new in page
    assert alice.get(path + "&state=cancelled").content.decode().count("1 ticket a changé") == 1


@pytest.mark.req("ACC-01")
def test_an_end_user_hears_of_his_own_tickets_alone(world: World, user: Account) -> None:
    mine = opened(user, world.contract, "À moi")
    other = opened(world.alice, world.contract, "À un autre")
    client = browser(user)
    base = f"/c/{world.contract.key}/tickets/news"
    take(world, other)
    assert client.get(f"{base}?since=0&shown={mine}:1").status_code == 204
    assert client.get(f"{base}/{other}?version=1").status_code == 404
    access = Access({world.contract.pk: world.contract.key}, frozenset(), 0.0)
    marks = [mark_of(world.contract.pk, f"ticket/{one}") for one in (mine, other)]
    notices = [Notice(1, world.contract.pk, one) for one in marks]
    said = told(notices, access, frozenset(marks[:1]))
    assert marks[0].encode() in said and marks[1].encode() not in said


@pytest.mark.req("ACC-01")
def test_the_stream_carries_marks_of_one_s_own_contracts_and_no_number(world: World) -> None:
    access = Access({world.contract.pk: world.contract.key}, frozenset([world.contract.pk]), 0.0)
    mark = mark_of(world.contract.pk, "ticket/T-000001")
    assert told([Notice(1, world.other.pk, mark)], access, frozenset()) == b"event: beat\ndata: {}\n\n"
    said = told([Notice(7, world.contract.pk, mark)], access, frozenset())
    assert said == f'id: 7\nevent: change\ndata: {{"{world.contract.key}":["{mark}"]}}\n\n'.encode()
    assert mark != mark_of(world.other.pk, "ticket/T-000001"), "the same number elsewhere has another mark"
    assert MANY.encode() in told([Notice(9, 0, MANY)], access, frozenset())


@pytest.mark.req("ACC-01")
def test_a_session_hears_what_its_account_may_today(world: World, alice: Client) -> None:
    key = alice.session.session_key
    assert key
    access = access_of(key)
    assert (
        access
        and access.wide == {world.contract.pk}
        and access.keys == {world.contract.pk: world.contract.key}
    )
    with scope([world.contract.pk]):
        Membership.objects.filter(account=world.alice).delete()
    fewer = access_of(key)
    assert fewer and not fewer.wide and not fewer.keys
    Account.objects.filter(pk=world.alice.pk).update(is_active=False)
    assert access_of(key) is None
    assert access_of("no-such-session") is None


def test_a_notice_is_a_contract_and_a_mark_or_nothing() -> None:
    assert read_notice("7 abc") == (7, "abc")
    assert [read_notice(one) for one in ("", "7", "x abc", "7 ")] == [None] * 4


def test_a_server_without_streams_says_so(alice: Client) -> None:
    assert alice.get("/live").status_code == 204


@pytest.mark.django_db
def test_and_sends_no_browser_whose_session_has_ended_to_a_page() -> None:
    assert Client().get("/live?since=1").status_code == 204

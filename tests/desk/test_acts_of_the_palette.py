"""The palette acts on the ticket in sight: what this person may do to it now, and nothing else."""

import re

import pytest
from django.test import Client

from tests.api.ground import World
from tests.desk.conftest import browser, caller, opened
from timonier.desk.acts import KNOWN_AS
from timonier.desk.models import Ticket
from timonier.desk.services import VERBS, act
from timonier.directory.models import Account
from timonier.foundation.tenancy.scopes import scope


def answered(client: Client, world: World, text: str, **more: str) -> str:
    """What the palette answers on this ticket, without the other groups."""
    asked = {"q": text, "contract": world.contract.key, **more}
    page = client.get("/palette", asked, headers={"HX-Request": "true"}).content.decode()
    found = re.search(r'aria-label="Sur ce ticket">(.*?)\n</div>', page, re.DOTALL)
    return found[1] if found else ""


def labels(part: str) -> list[str]:
    return re.findall(r"<span>([^<]+)</span>", part)


def test_every_verb_is_known_by_other_words() -> None:
    assert VERBS.keys() == KNOWN_AS.keys()


@pytest.mark.req("ACC-02")
def test_a_part_of_the_word_finds_the_act_and_leads_to_its_form(world: World, alice: Client) -> None:
    number = opened(world.alice, world.contract, "Agir par le clavier")
    page = f"/c/{world.contract.key}/tickets/t/{number}"
    for typed, label, verb in (
        ("pren", "Prendre", "take"),
        ("confier", "Affecter…", "assign"),
        ("escal", "Escalader…", "escalate"),
        ("telephone", "Noter un contact…", "contact"),
        ("resou", "Résoudre", "resolve"),
        ("doublon", "Fusionner…", "merge"),
    ):
        found = answered(alice, world, typed, on=number)
        assert label in labels(found) and f'data-url="{page}#act-{verb}"' in found, typed
        assert "<form" not in found, "on its page the button of the page is pressed"


@pytest.mark.req("ACC-02")
def test_only_what_the_state_admits_is_offered(world: World, alice: Client) -> None:
    number = opened(world.alice, world.contract, "Résolu")
    assert labels(answered(alice, world, "clore", on=number)) == []
    with scope([world.contract.pk]):
        act("resolve", caller(world.alice), world.contract, number, {})
    assert labels(answered(alice, world, "clore", on=number)) == ["Clore"]
    assert labels(answered(alice, world, "prendre", on=number)) == []


@pytest.mark.req("ACC-01")
def test_nobody_is_offered_what_he_may_not_do(
    world: World, bob: Client, charlie: Client, user: Account
) -> None:
    number = opened(world.alice, world.contract, "Pas à tous")
    mine = opened(user, world.contract, "Ma demande")
    assert labels(answered(bob, world, "resoudre", on=number)) == []
    assert answered(charlie, world, "prendre", on=number) == answered(charlie, world, "", on=number) == ""
    with scope([world.contract.pk]):
        act("resolve", caller(world.alice), world.contract, mine, {})
    ursule = browser(user)
    assert labels(answered(ursule, world, "valider", on=mine)) == ["Valider"]
    assert set(labels(answered(ursule, world, "", on=mine))) == {"Valider", "Noter…", "Rouvrir"}
    assert answered(ursule, world, "", on=number) == ""


def test_from_a_row_an_act_is_done_with_the_version_that_is_shown(world: World, alice: Client) -> None:
    number = opened(world.alice, world.contract, "Dans la liste")
    found = answered(alice, world, "prendre", on=number, version="1")
    address = f"/c/{world.contract.key}/tickets/act/take/{number}"
    assert f'action="{address}"' in found and 'name="version" value="1"' in found
    assert "data-url" in answered(alice, world, "escalader", on=number, version="1")
    back = f"/c/{world.contract.key}/tickets/?state=open"
    answer = alice.post(address, {"version": "1", "next": back}, follow=True)
    assert answer.redirect_chain == [(back, 302)]
    assert f"C’est fait pour {number} : Prendre." in answer.content.decode().replace("\xa0", " ")
    again = alice.post(address, {"version": "1", "next": back})
    assert again.status_code == 409, "somebody wrote meanwhile: the ticket's page says what"
    with scope([world.contract.pk]):
        assert Ticket.objects.get(contract=world.contract, number=number).assignee == world.alice.email


def test_an_act_leads_nowhere_else(world: World, alice: Client) -> None:
    number = opened(world.alice, world.contract, "Ailleurs")
    address = f"/c/{world.contract.key}/tickets/act/take/{number}"
    answer = alice.post(address, {"version": "1", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == f"/c/{world.contract.key}/tickets/t/{number}"


def test_before_anything_is_typed_the_places_come_first(world: World, alice: Client) -> None:
    number = opened(world.alice, world.contract, "Rien de tapé")
    asked = {"q": "", "contract": world.contract.key, "on": number}
    page = alice.get("/palette", asked, headers={"HX-Request": "true"}).content.decode()
    assert 0 < page.index("Aller à") < page.index("Sur ce ticket")
    assert labels(answered(alice, world, "", on=number))[0] == "Prendre", "the likeliest first"

"""Drafts: kept while one types, nobody else's, bounded, forgotten when sent; a collision shown as a difference."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.ground import World
from tests.desk.conftest import caller, opened
from timonier.desk.models import Ticket
from timonier.desk.services import act
from timonier.directory import drafts
from timonier.directory.models import Draft
from timonier.foundation.tenancy.scopes import scope


def keep(client: Client, world: World, form: str, **values: str) -> dict[str, str]:
    answer = client.post(f"/c/{world.contract.key}/draft", {"draft-form": form, **values})
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_a_draft_comes_back_in_its_form_and_goes_when_it_is_sent(world: World, alice: Client) -> None:
    number = opened(world.alice, world.contract, "Brouillon")
    said = keep(alice, world, f"ticket/{number}/assign", team="Réseau du siège", version="1", key="k")
    assert said["saved"].startswith("Brouillon enregistré à ")
    page = alice.get(f"/c/{world.contract.key}/tickets/t/{number}").content.decode()
    assert 'value="Réseau du siège"' in page and "Brouillon enregistré le" in page
    with scope([world.contract.pk]):
        assert Draft.objects.get().values == {"team": "Réseau du siège"}, "neither version nor key are kept"
    sent = alice.post(
        f"/c/{world.contract.key}/tickets/act/assign/{number}", {"team": "Réseau du siège", "version": "1"}
    )
    assert sent.status_code == 302 and "timonier-sent" in sent.cookies
    with scope([world.contract.pk]):
        assert Draft.objects.count() == 0


def test_the_form_of_a_new_ticket_keeps_its_draft_too(world: World, alice: Client) -> None:
    keep(alice, world, "new", title="Commencé <b>", type="request")
    page = alice.get(f"/c/{world.contract.key}/tickets/new").content.decode()
    assert "Commencé &lt;b&gt;" in page
    alice.post(f"/c/{world.contract.key}/tickets/new", {"title": "Fini", "type": "incident", "key": "1"})
    assert "Commencé" not in alice.get(f"/c/{world.contract.key}/tickets/new").content.decode()


def test_a_refused_form_keeps_the_draft_and_what_was_typed(world: World, alice: Client) -> None:
    number = opened(world.alice, world.contract, "Refus")
    keep(alice, world, f"ticket/{number}/hand_over", to="CIRIL")
    answer = alice.post(
        f"/c/{world.contract.key}/tickets/act/hand_over/{number}", {"to": "CIRIL", "version": "1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="CIRIL"' in page and "data-draft-refused" in page
    with scope([world.contract.pk]):
        assert Draft.objects.count() == 1


@pytest.mark.req("ACC-01")
def test_nobody_else_reads_a_draft(world: World, alice: Client, bob: Client, charlie: Client) -> None:
    number = opened(world.alice, world.contract, "Secret")
    keep(alice, world, f"ticket/{number}/assign", team="Secretissime")
    assert "Secretissime" not in bob.get(f"/c/{world.contract.key}/tickets/t/{number}").content.decode()
    assert charlie.get(f"/c/{world.contract.key}/draft").status_code in (404, 405)
    with scope([world.other.pk]):
        assert Draft.objects.count() == 0


@pytest.mark.req("ACC-04")
def test_drafts_are_bounded_and_expire(world: World, alice: Client) -> None:
    keep(alice, world, "new", title="x" * 30_000, **{f"f{n}": "y" * 4000 for n in range(60)})
    with scope([world.contract.pk]):
        kept = Draft.objects.get().values
        assert len(kept["title"]) == drafts.LONGEST
        assert sum(map(len, kept.values())) <= drafts.LONGEST_ALL
        for n in range(drafts.MOST + 5):
            drafts.save(world.alice, world.contract, f"form/{n}", {"a": "b"})
        assert Draft.objects.filter(account=world.alice).count() == drafts.MOST
        Draft.objects.update(saved_at=timezone.now() - drafts.KEPT - timedelta(minutes=1))
        assert drafts.of(world.alice, world.contract, "form/") == {}
        drafts.save(world.alice, world.contract, "fresh", {"a": "b"})
        assert [one.form for one in Draft.objects.all()] == ["fresh"], "the old ones are gone"


def test_a_collision_is_shown_as_what_changed_and_can_be_sent_again(world: World, alice: Client) -> None:
    number = opened(world.alice, world.contract, "Collision")
    with scope([world.contract.pk]):
        act("assign", caller(world.bob), world.contract, number, {"team": "Sécurité"})
    path = f"/c/{world.contract.key}/tickets/act/assign/{number}"
    answer = alice.post(path, {"team": "Réseau", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ce ticket a changé pendant que vous écriviez" in page
    assert "Bob" in page
    assert world.bob.email not in page
    assert "<ins>Sécurité</ins>" in page and 'value="Réseau"' in page
    assert 'name="version" value="2"' in page, "the next try is on what is there now"
    with scope([world.contract.pk]):
        assert Ticket.objects.get(number=number).team == "Sécurité", "nothing was written"
    assert alice.post(path, {"team": "Réseau", "version": "2"}).status_code == 302


def test_whoever_signs_in_again_after_a_form_finds_the_ticket(world: World, alice: Client) -> None:
    number = opened(world.alice, world.contract, "Reprise")
    answer = alice.get(f"/c/{world.contract.key}/tickets/act/assign/{number}")
    assert answer.status_code == 302 and answer["Location"].endswith(f"/t/{number}")

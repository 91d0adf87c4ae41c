"""Requests: one transaction, one scope, one right; a stranger's object does not exist."""

from typing import Any

import pytest
from django.test import Client

from tests.directory import pages
from tests.directory.conftest import World
from timonier.directory.models import Account, ApiToken, Membership
from timonier.directory.tokens import UnknownActions, create_token, grant_of
from timonier.foundation.registries import Routes
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import NoScope, scope


@pytest.fixture(autouse=True)
def _routes(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = "tests.directory.pages"
    table = Routes()
    for name, action in pages.ACTIONS.items():
        table.add(name, action)
    monkeypatch.setattr("timonier.directory.middleware.routes", table)


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="timonier.directory.backends.EmailBackend")
    return client


def role(contract: Contract, account: Account) -> str:
    with scope([contract.pk]):
        return str(Membership.objects.get(account=account).role)


@pytest.mark.req("ACC-01")
def test_a_stranger_s_contract_does_not_exist(world: World) -> None:
    page = f"/c/{world.contract.key}/members/"
    assert signed_in(world.alice).get(page).status_code == 200
    assert signed_in(world.bob).get(page).status_code == 200
    assert signed_in(world.charlie).get(page).status_code == 404
    assert signed_in(world.charlie).get("/c/nobody-has-it/members/").status_code == 404
    assert Client().get(page).status_code == 302


def test_rows_are_seen_while_the_answer_is_rendered(world: World) -> None:
    page = signed_in(world.alice).get(f"/c/{world.contract.key}/members/").content.decode()
    key = world.contract.key
    assert page in (f"[N1 {key}][DA {key}]", f"[DA {key}][N1 {key}]")


def test_a_page_over_everything_holds_the_own_contracts_alone(world: World) -> None:
    assert signed_in(world.charlie).get("/everything/").content.decode() == world.other.key


def test_who_belongs_but_may_not_is_refused(world: World) -> None:
    page = f"/c/{world.contract.key}/seal/"
    assert signed_in(world.alice).get(page).status_code == 403
    assert signed_in(world.bob).get(page).status_code == 403, "an agent who may not decide"
    assert signed_in(world.charlie).get(f"/c/{world.other.key}/seal/").status_code == 200


def test_a_route_that_is_not_in_the_table_is_closed(world: World) -> None:
    assert signed_in(world.alice).get("/forgotten/").status_code == 403
    assert Client().get("/forgotten/").status_code == 403


def test_without_an_account_the_scope_is_empty(world: World) -> None:
    assert Client().get("/public/").content == b"0"


@pytest.mark.parametrize(
    ("how", "after"), [("keep", "N2"), ("refuse", "N2"), ("undo", "N1"), ("fail", "N1"), ("raise", "N1")]
)
def test_what_a_request_wrote_stays_or_goes_with_its_answer(world: World, how: str, after: str) -> None:
    client = signed_in(world.alice)
    client.raise_request_exception = False
    client.get(f"/write/{how}/")
    assert role(world.contract, world.alice) == after
    assert role(world.other, world.charlie) == "DA"


def test_a_streamed_body_has_no_scope_left(world: World) -> None:
    response = signed_in(world.alice).get("/late/")
    with pytest.raises(NoScope):
        list(response)  # type: ignore[call-overload]  # a streaming response


def test_a_role_that_ended_opens_nothing(world: World, settings: Any) -> None:
    with scope([world.contract.pk]):
        Membership.objects.filter(account=world.alice).update(valid_until="2026-01-01T00:00:00Z")
    assert signed_in(world.alice).get(f"/c/{world.contract.key}/members/").status_code == 404


@pytest.mark.req("ACC-03")
def test_a_token_opens_its_contract_and_its_actions_alone(world: World) -> None:
    with scope([world.contract.pk]):
        secret = create_token(world.contract, ["ticket.open"], label="intake")
    grant = grant_of(secret)
    assert grant is not None
    assert (grant.contract_id, grant.actions) == (world.contract.pk, frozenset({"ticket.open"}))
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert client.get("/token/").content.decode() == world.contract.key
    assert Client(headers={"Authorization": f"Bearer {secret}x"}).get("/token/").content == b""
    assert client.get(f"/c/{world.contract.key}/members/").status_code == 302, "a token is nobody on a page"


def test_a_revoked_or_unknown_token_opens_nothing(world: World) -> None:
    with scope([world.contract.pk]):
        secret = create_token(world.contract, ["ticket.open"], label="intake")
        with pytest.raises(UnknownActions):
            create_token(world.contract, ["ticket.destroy"], label="x")
        ApiToken.objects.update(revoked_at="2026-01-01T00:00:00Z")
    assert grant_of(secret) is None
    assert grant_of("tim_unknown") is None
    assert grant_of("no prefix") is None

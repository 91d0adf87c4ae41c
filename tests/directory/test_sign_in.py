"""Sign-in tells nothing, slows down guessing, and links open once."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.directory.conftest import PASSWORD, World
from timonier.directory import services
from timonier.directory.addresses import DEMO_USER
from timonier.directory.models import Account
from timonier.directory.services import NotLoopback, create_demo_accounts, create_link, demo_password

_BASE = "{% block title %}{% endblock %}{% block content %}{% endblock %}"


@pytest.fixture(autouse=True)
def _plain_base(settings: Any) -> None:
    """The frame of the page is another's matter: these tests read what is inside."""
    templates = [dict(one) for one in settings.TEMPLATES]
    loaders = [
        ("django.template.loaders.locmem.Loader", {"foundation/base.html": _BASE}),
        "django.template.loaders.app_directories.Loader",
    ]
    templates[0] = {
        **templates[0],
        "APP_DIRS": False,
        "OPTIONS": {**templates[0]["OPTIONS"], "loaders": loaders},
    }
    settings.TEMPLATES = templates


def try_to(client: Client, account: Account, password: str, **extra: str) -> Any:
    return client.post("/sign-in/", {"email": account.email.upper(), "password": password, **extra})


@pytest.mark.req("ACC-01")
def test_the_right_password_opens_whatever_the_case_of_the_address(world: World) -> None:
    client = Client()
    response = try_to(client, world.alice, PASSWORD, next="/c/x/")
    assert (response.status_code, response["Location"]) == (302, "/c/x/")
    assert response.cookies["timonier-language"].value == "fr"
    assert client.session["_auth_user_id"] == str(world.alice.pk)


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_never_leads_to_a_stranger_s_page(world: World, address: str) -> None:
    assert try_to(Client(), world.alice, PASSWORD, next=address)["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_are_told_alike(world: World) -> None:
    unknown = Account(email=f"nobody-{world.contract.key}@example.org")
    wrong, nobody = (try_to(Client(), account, "wrong") for account in (world.alice, unknown))
    assert wrong.status_code == nobody.status_code == 422
    strip = [r.content.decode().split("csrf")[0] for r in (wrong, nobody)]
    assert strip[0] == strip[1]


def test_guessing_is_slowed_down_even_with_the_right_password(world: World) -> None:
    client = Client(REMOTE_ADDR=f"10.{world.contract.pk % 250}.{world.alice.pk % 250}.9")
    for _ in range(5):
        assert try_to(client, world.bob, "wrong").status_code == 422
    assert try_to(client, world.bob, PASSWORD).status_code == 429
    assert try_to(client, world.alice, PASSWORD).status_code == 302


def test_signing_out_needs_a_post_and_ends_the_session(world: World) -> None:
    client = Client()
    try_to(client, world.alice, PASSWORD)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_link_lets_choose_a_password_once(world: World) -> None:
    link = create_link(world.alice)
    client = Client()
    assert client.get(link).status_code == 200
    assert client.post(link, {"password": "short", "again": "short"}).status_code == 422
    chosen = "another-long-secret-8"
    assert client.post(link, {"password": chosen, "again": chosen}).status_code == 302
    assert Client().get(link).status_code == 404
    assert Client().get("/sign-in/link/unknown").status_code == 404
    assert try_to(Client(), world.alice, chosen).status_code == 302


def test_a_newer_link_kills_the_older(world: World) -> None:
    older, newer = create_link(world.alice), create_link(world.alice)
    assert (Client().get(older).status_code, Client().get(newer).status_code) == (404, 200)


def test_demonstration_accounts_are_refused_where_others_can_reach_them() -> None:
    for host in ("0.0.0.0", "192.0.2.7", "::"):
        with pytest.raises(NotLoopback):
            create_demo_accounts(host)


def test_the_demonstration_has_somebody_for_every_way_of_looking() -> None:
    with transaction.atomic():
        people = {one.email: one for one in create_demo_accounts("127.0.0.1") if one.contract == "vsgp"}
        transaction.set_rollback(True)
    assert {one.role for one in people.values()} == {"N1+SM", "DA", "AU", "EU", "PA"}
    assert people[DEMO_USER].role == "EU" and all(one.password for one in people.values())


def test_a_demonstration_account_opens_on_this_machine_alone(world: World) -> None:
    account = world.charlie
    account.is_demonstration = True
    account.set_password(demo_password(account.email))
    account.save()
    far = Client(REMOTE_ADDR=f"192.0.{world.contract.pk % 250}.7")
    assert try_to(far, account, demo_password(account.email)).status_code == 422
    assert try_to(Client(), account, demo_password(account.email)).status_code == 302


def test_no_link_of_the_first_administrator_once_somebody_can_sign_in(world: World) -> None:
    assert services.create_first_admin_link() is None

"""Pages with kept parts say the same as pages drawn anew, whoever looked before and at what."""

import re

import pytest
from django.test import Client

from tests.api.ground import World
from tests.desk.conftest import browser, opened
from timonier.directory.models import Account
from timonier.foundation.templatetags import kept

_OWN = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"|clock-[0-9a-f]+|data-[a-z-]+="[^"]*"|=\d{16}'
    r'|name="key" value="[^"]+"|<time class="tim-service-time">[^<]*|data-tick="\d+"'
    r"|\d+[  ]s\b|\d+[  ]min\b|title=\"20[^\"]*\"|stroke-dasharray=\"[^\"]*\""  # time goes by meanwhile
)
_DIGITS = re.compile(r"\d+")  # minutes pass between two looks


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return _DIGITS.sub("0", _OWN.sub("", answer.content.decode()))


@pytest.mark.req("TIM-07")
def test_what_is_kept_is_what_would_be_drawn(world: World, user: Account) -> None:
    number = opened(world.bob, world.contract, "Imprimante bloquée <b>")
    own = opened(user, world.contract, "Écran noir")
    people = [browser(one) for one in (world.alice, world.bob, world.charlie, user)]
    here = f"/c/{world.contract.key}/tickets/"
    paths = [
        here,
        f"{here}?state=all",
        f"{here}?state=all&sort=opened&priority=high&q=imprimante",
        f"{here}?holder=user&vip=1",
        f"{here}new",
        f"{here}t/{number}",
        f"{here}t/{own}",
        f"/c/{world.contract.key}/today/",
        "/notices/",
    ]
    asked = [
        (client, path)
        for path in paths
        for client in people
        if client.get(path).status_code == 200  # what is not theirs is another test's matter
    ]
    assert len(asked) > len(paths)
    warm = [text_of(client, path) for client, path in asked]
    for (client, path), found in zip(asked, warm, strict=True):
        kept.forget()
        assert text_of(client, path) == found, path


@pytest.mark.req("TIM-07")
def test_a_list_that_was_saved_stands_on_the_next_page(world: World, bob: Client) -> None:
    here = f"/c/{world.contract.key}/tickets/"
    assert "Mes urgences" not in bob.get(here).content.decode()
    bob.post(f"{here}lists", {"name": "Mes urgences", "query": "priority=major"})
    shown = bob.get(here).content.decode()
    assert "Mes urgences" in shown
    opened(world.bob, world.contract, "Écran noir")
    assert "tim-col-opened" in bob.get(here).content.decode()
    bob.post(f"{here}columns", {"column": ["number", "title"], "place-title": "1"})
    assert "tim-col-opened" not in bob.get(here).content.decode()

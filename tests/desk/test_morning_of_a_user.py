"""A user's morning tells in words where his requests stand; the clocks of the contract are no matter of his."""

import re

from tests.api.ground import World
from tests.desk.conftest import browser, caller, opened
from timonier.desk.services import act
from timonier.directory.models import Account
from timonier.foundation.tenancy.scopes import scope


def test_each_request_says_in_words_where_it_stands(world: World, user: Account) -> None:
    opened(world.alice, world.contract, "Pas la sienne")
    done, waits = (opened(user, world.contract, title) for title in ("Réparée", "Posée"))
    with scope([world.contract.pk]):
        act("resolve", caller(world.alice), world.contract, done, {})
    page = browser(user).get(f"/c/{world.contract.key}/today/").content.decode()
    said = dict(
        re.findall(
            r'/tickets/t/([^"]+)">.*?<span class="gov-lines-end"><span class="tim-muted tim-small">([^<]+)<',
            page,
        )
    )
    assert said == {done: "Nous pensons que c’est réparé", waits: "Nous avons bien reçu votre demande"}
    assert "Pas la sienne" not in page and "tim-clock" not in page

"""The table of rights against the sentences of the specification, and every route against the table."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.directory.conftest import World
from timonier.directory.choices import Role
from timonier.directory.rights import ACTIONS, DECIDER_ONLY, OWN_CHECK, PUBLIC, SIGNED_IN, contracts_for, may
from timonier.foundation.registries import routes
from timonier.foundation.tenancy.scopes import NoScope, scope


def _names(patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns, (*spaces, one.namespace) if one.namespace else spaces)
        else:
            yield ":".join((*spaces, one.name or repr(one.pattern)))


@pytest.mark.req("ACC-01")
def test_every_route_stands_in_the_table_of_rights() -> None:
    known = {PUBLIC, SIGNED_IN, OWN_CHECK, *ACTIONS}
    assert [name for name in _names(get_resolver().url_patterns) if routes.action(name) not in known] == []


@pytest.mark.parametrize(
    ("role", "never"),
    [
        (Role.END_USER, {"ticket.list", "people.read", "note.provider.read", "penalty.read", "month.seal"}),
        (Role.TECHNICIAN, {"ticket.validate", "month.seal", "note.client.read", "penalty.read"}),
        (Role.CLIENT_AGENT, {"note.provider.read", "facts.import", "contract.load"}),
        (Role.CLIENT_READER, {"ticket.qualify", "note.provider.read", "month.seal"}),
        (Role.AUDITOR, {"ticket.open", "ticket.comment", "note.provider.read", "people.read"}),
        (Role.THIRD_PARTY, {"ticket.list", "kpi.read", "journal.read"}),
        (Role.ADMINISTRATOR, {"ticket.follow", "ticket.list", "kpi.read", "penalty.read", "journal.read"}),
    ],
)
def test_a_role_never_gets_what_the_matrix_denies(role: Role, never: set[str]) -> None:
    assert {name for name, roles in ACTIONS.items() if role in roles} & never == set()


def test_what_needs_a_decision_is_an_action() -> None:
    assert not DECIDER_ONLY - ACTIONS.keys()


def test_rights_end_where_the_scope_ends(world: World) -> None:
    with pytest.raises(NoScope):
        may(world.alice, "ticket.list", world.contract)
    with scope([world.contract.pk, world.other.pk]):
        assert may(world.alice, "ticket.list", world.contract)
        assert not may(world.alice, "ticket.list", world.other)
        assert not may(world.bob, "month.seal", world.contract)
        assert may(world.charlie, "month.seal", world.other)
        assert contracts_for(world.alice, "ticket.list") == [world.contract]
        with pytest.raises(KeyError):
            may(world.alice, "ticket.destroy", world.contract)
    with scope([world.other.pk]):
        assert not may(world.alice, "ticket.list", world.contract)

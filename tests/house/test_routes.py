"""Addresses and rights: nothing stands in a table that does not exist, nothing asks for a right that nobody has."""

import ast
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.tree import modules
from timonier.directory.choices import Role
from timonier.directory.rights import ACTIONS, OWN_CHECK, PUBLIC, SIGNED_IN
from timonier.foundation.registries import navigation, routes

ASKING = {"may": 1, "contracts_for": 1}
"""Function → which of its arguments is an action."""


def names(
    patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...] = (), route: str = ""
) -> Iterator[tuple[str, str]]:
    """(name, address) of every route."""
    for one in patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns, (*spaces, one.namespace) if one.namespace else spaces, here)
        else:
            yield ":".join((*spaces, one.name or "")), here


def listed() -> dict[str, str]:
    return dict(routes._actions)


@pytest.mark.req("ACC-01")
def test_every_address_has_a_name_and_every_name_its_right() -> None:
    known = {PUBLIC, SIGNED_IN, OWN_CHECK, *ACTIONS}
    bad = [
        f"{route}: {name or 'no name'}"
        for name, route in names(get_resolver().url_patterns)
        if not name.rpartition(":")[2] or routes.action(name) not in known
    ]
    assert bad == []


def test_the_table_of_rights_names_no_address_that_does_not_exist() -> None:
    there = {name for name, _ in names(get_resolver().url_patterns)}
    spaces = {f"{name.rpartition(':')[0]}:" for name in there}
    assert sorted(listed().keys() - there - spaces) == []


def test_the_rail_leads_to_addresses_under_the_right_that_they_need() -> None:
    wrong = {one.name: one.action for one in navigation.places() if routes.action(one.route) != one.action}
    assert wrong == {}


@pytest.mark.req("ACC-01")
def test_an_address_of_a_contract_is_never_open_to_all() -> None:
    opened = [
        route
        for name, route in names(get_resolver().url_patterns)
        if "<str:contract>" in route and routes.action(name) == PUBLIC
    ]
    assert opened == []


def asked() -> Iterator[tuple[str, str]]:
    """(action, place) of every question for a right, in the source."""
    for name, tree in modules("src/"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            function = ast.unparse(node.func).rpartition(".")[2]
            place = ASKING.get(function)
            for argument in node.args[: place + 1 if place is not None else 0]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value, f"{name}:{node.lineno}"


def test_every_right_that_is_asked_for_exists() -> None:
    found = list(asked())
    assert len(found) > 5, "the questions are no longer found"
    assert [f"{where}: {action}" for action, where in found if action not in ACTIONS] == []


def test_every_role_may_do_something_and_every_action_has_somebody() -> None:
    assert [action for action, roles in ACTIONS.items() if not roles] == []
    assert set(Role) - frozenset().union(*ACTIONS.values()) == set()

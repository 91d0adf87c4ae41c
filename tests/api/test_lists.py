"""Lists over the API: filters, pages without holes and doubles, a fixed number of queries, search."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.ground import Program, World, refusal
from timonier.desk.services import open_ticket
from timonier.directory.callers import Caller
from timonier.foundation.tenancy.scopes import scope

PRIORITIES = ("major", "high", "medium", "low")


def fill(world: World, count: int, first: int = 0) -> None:
    """Tickets of all priorities; every third for one team's category."""
    with scope([world.contract.pk]):
        who = Caller(world.alice.email, "test", "test", world.alice)
        for n in range(first, first + count):
            open_ticket(
                who, world.contract, type="incident", title=f"Ticket number{n}", priority=PRIORITIES[n % 4]
            )


def pages(program: Program, path: str, rows: str, **query: Any) -> Iterator[list[dict[str, Any]]]:
    while True:
        response = program.get(path, **query)
        assert response.status_code == 200, response.content
        value = response.json()
        yield value[rows]
        if value["next"] is None:
            return
        query["cursor"] = value["next"]


@pytest.mark.req("ACC-03")
@pytest.mark.parametrize("sort", ["due", "opened", "updated"])
@pytest.mark.parametrize("limit", [1, 4, 12, 200])
def test_all_pages_together_hold_every_ticket_once(
    world: World, alice: Program, sort: str, limit: int
) -> None:
    fill(world, 12)
    found = list(pages(alice, "tickets", "tickets", sort=sort, limit=limit))
    numbers = [one["number"] for page in found for one in page]
    assert len(numbers) == 12
    assert len(set(numbers)) == 12
    assert all(len(page) == limit for page in found[:-1])
    whole = [one["number"] for one in alice.get("tickets", sort=sort, limit=200).json()["tickets"]]
    assert numbers == whole, "the same order in pages as in one piece"


def test_a_ticket_opened_between_two_pages_doubles_none(world: World, alice: Program) -> None:
    fill(world, 6)
    first = alice.get("tickets", sort="opened", limit=3).json()
    fill(world, 2, first=6)
    second = alice.get("tickets", sort="opened", limit=3, cursor=first["next"]).json()
    numbers = [one["number"] for one in first["tickets"] + second["tickets"]]
    assert len(set(numbers)) == 6
    assert second["next"] is None


def test_filters_are_those_of_the_screen(world: World, alice: Program) -> None:
    fill(world, 8)
    closed = alice.open("Unterwegs", priority="major", vip=True)["number"]
    alice.act(closed, "resolve")

    def count(**query: Any) -> int:
        value = alice.get("tickets", **query).json()
        assert value["count"] == len(value["tickets"])
        assert value["count_is_bounded"] is False
        return int(value["count"])

    assert count() == 8
    assert count(state="all") == 9
    assert count(state="resolved") == 1
    assert count(state="all", vip="true") == 1
    assert count(state="all", priority="major") == 3
    assert count(type="request") == 0
    assert count(holder="provider", q="number3") == 1
    assert count(state="late") == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"state": "asleep"}, "state"),
        ({"priority": "huge"}, "priority"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"team": "t" * 201}, "team"),
        ({"prioritty": "high"}, "prioritty"),
        ({"sort": "number"}, "sort"),
    ],
)
def test_a_filter_that_is_not_understood_is_refused(
    alice: Program, query: dict[str, str], field: str
) -> None:
    found = refusal(alice.get("tickets", **query), 422, "invalid_request")
    assert {one["params"]["field"].split(".")[0] for one in found["errors"]} == {field}


def test_a_cursor_serves_its_own_order_alone(world: World, alice: Program) -> None:
    fill(world, 3)
    cursor = alice.get("tickets", limit=1).json()["next"]
    refusal(alice.get("tickets", limit=1, cursor=cursor, sort="opened"), 400, "bad_cursor")
    for bad in ("x", "due.x", "due.", "due.WzFd", cursor + "é"):
        refusal(alice.get("tickets", cursor=bad), 400, "bad_cursor")


def test_a_longer_list_takes_no_more_queries(world: World, alice: Program) -> None:
    def queries(path: str, **query: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert alice.get(path, **query).status_code == 200
        return len(captured)

    fill(world, 2)
    queries("tickets")
    short = queries("tickets"), queries("search", q="ticket"), queries("measures")
    fill(world, 20, first=2)
    assert (queries("tickets"), queries("search", q="ticket"), queries("measures")) == short


@pytest.mark.req("ACC-03")
def test_search_finds_what_the_caller_may_see(world: World, alice: Program, bob: Program) -> None:
    fill(world, 5)
    number = alice.open("Évier bouché à l'école", requester="zoe@example.org")["number"]
    for words in ("evier", "ecole bouch", number, "zoe"):
        (hit,) = bob.get("search", q=words).json()["results"]
        assert (hit["kind"], hit["key"], hit["status"]) == ("ticket", number, "new")
        assert bob.client.get(hit["url"]).json()["number"] == number
    assert bob.get("search", q="evier numberless").json()["results"] == []
    found = [one["key"] for page in pages(bob, "search", "results", q="ticket", limit=2) for one in page]
    assert len(found) == len(set(found)) == 5
    refusal(bob.get("search", q="!"), 422, "nothing_to_search")
    refusal(bob.get("search"), 422, "invalid_request")
    stranger = world.program(world.charlie, world.other)
    stranger.place = world.other.key
    assert stranger.get("search", q="evier").json() == {"results": [], "next": None}

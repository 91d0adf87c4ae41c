"""A request that may be sent twice is done once: in sequence, at the same time, after a refusal."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse

from tests.api.ground import Program, World, refusal
from tests.api.test_tickets import written
from timonier.foundation.wire import REPLAYED

BODY = {"type": "incident", "title": "Écran noir"}


@pytest.mark.req("ACC-03", "DSK-01")
def test_a_post_without_a_key_is_refused_with_a_sentence(alice: Program, world: World) -> None:
    before = written(world.contract)
    for response in (
        alice.post("tickets", BODY, key=None),
        alice.post("tickets", BODY, key="  "),
        alice.post("tickets/T-1", {"verb": "take"}, key=None),
        alice.post("tickets", b"no json at all", key=None),
    ):
        assert "Idempotency-Key" in refusal(response, 400, "key_missing")["detail"]
    refusal(alice.post("tickets", BODY, key="k" * 201), 400, "key_too_long")
    assert written(world.contract) == before


@pytest.mark.req("DSK-01")
def test_the_same_request_gets_the_first_answer(alice: Program, world: World) -> None:
    first = alice.post("tickets", BODY, key="k1")
    after = written(world.contract)
    second = alice.post("tickets", BODY, key="k1")
    assert (second.status_code, second.content) == (201, first.content)
    assert second["Location"] == first["Location"]
    assert (REPLAYED in first, second[REPLAYED]) == (False, "true")
    assert written(world.contract) == after


def test_a_verb_with_the_same_key_is_done_once(alice: Program) -> None:
    number = alice.open()["number"]
    value = {"verb": "take", "expected_version": 1}
    first = alice.post(f"tickets/{number}", value, key="k2")
    second = alice.post(f"tickets/{number}", value, key="k2")
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert alice.get(f"tickets/{number}").json()["version"] == 2


def test_a_key_does_not_serve_another_request(alice: Program, world: World) -> None:
    number = alice.post("tickets", BODY, key="k3").json()["number"]
    after = written(world.contract)
    refusal(alice.post("tickets", {**BODY, "title": "another"}, key="k3"), 422, "key_reused")
    refusal(alice.post(f"tickets/{number}", {"verb": "take"}, key="k3"), 422, "key_reused")
    assert written(world.contract) == after


def test_the_key_of_another_caller_is_another_key(alice: Program, bob: Program) -> None:
    one = alice.post("tickets", BODY, key="k4").json()["number"]
    two = bob.post("tickets", BODY, key="k4").json()["number"]
    assert one != two


def test_a_refused_request_leaves_its_key_free(alice: Program) -> None:
    number = alice.open()["number"]
    value: dict[str, Any] = {"verb": "assign", "data": {}}
    refusal(alice.post(f"tickets/{number}", value, key="k5"), 422, "field_needed")
    value["data"]["team"] = "N2"
    assert alice.post(f"tickets/{number}", value, key="k5").status_code == 200


@pytest.mark.req("DSK-01")
def test_two_requests_at_the_same_time_with_one_key_are_one(world: World, alice: Program) -> None:
    start = Barrier(2)
    authorization = alice.client.defaults["HTTP_AUTHORIZATION"]

    def send(_: int) -> HttpResponse:
        program = Program(type(alice.client)(headers={"Authorization": authorization}), alice.place)
        try:
            start.wait(10)
            return program.post("tickets", BODY, key="together")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, range(2)))
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert sorted(REPLAYED in one for one in answers) == [False, True]
    assert written(world.contract) == (1, 1, 1)


def test_two_verbs_at_the_same_time_on_one_version_are_one_and_a_conflict(
    world: World, alice: Program
) -> None:
    number = alice.open()["number"]
    start = Barrier(2)
    authorization = alice.client.defaults["HTTP_AUTHORIZATION"]

    def send(team: str) -> int:
        program = Program(type(alice.client)(headers={"Authorization": authorization}), alice.place)
        try:
            start.wait(10)
            return program.act(number, "assign", 1, team=team).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, ["A", "B"])) == [200, 409]
    assert alice.get(f"tickets/{number}").json()["version"] == 2

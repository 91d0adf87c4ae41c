"""Tickets over the API: opened, read, acted on, by whom it is allowed; what is refused leaves nothing."""

from typing import Any

import pytest
from django.http import HttpResponse

from tests.api.ground import Program, World, refusal
from timonier.desk.models import Answer, Ticket
from timonier.desk.shapes import TicketPage, WholeTicket
from timonier.directory.choices import Role, Side
from timonier.directory.services import ensure_account, grant_role
from timonier.foundation.journal import read
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope


def written(contract: Contract) -> tuple[int, int, int]:
    """Facts, tickets and kept answers of a contract."""
    with scope([contract.pk]):
        return (
            sum(1 for _ in read(contract, family="ticket")),
            Ticket.objects.count(),
            Answer.objects.count(),
        )


def person(world: World, name: str, role: Role, *, language: str = "") -> Program:
    account = ensure_account(f"{name}-{world.contract.key}@example.org", name.title())
    with scope([world.contract.pk]):
        grant_role(account, world.contract, role, f"org {name}", Side.CLIENT)
    return world.program(account, language=language)


@pytest.mark.req("ACC-03", "DSK-01")
def test_a_ticket_is_opened_read_and_resolved(alice: Program, world: World) -> None:
    made = alice.post(
        "tickets",
        {"type": "incident", "title": "Écran noir", "priority": "high", "requester": "zoe@example.org"},
    )
    number = made.json()["number"]
    assert made.status_code == 201
    assert made["Location"] == alice.at(f"tickets/{number}")
    assert (made.json()["event"], made.json()["version"]) == ("created", 1)
    assert alice.act(number, "take", 1).json()["version"] == 2
    assert alice.act(number, "resolve", 2).status_code == 200
    read_back = alice.client.get(made["Location"]).json()
    WholeTicket.model_validate(read_back)
    assert (read_back["status"], read_back["version"], read_back["channel"]) == ("resolved", 3, "api")
    assert (read_back["title"], read_back["assignee"]) == ("Écran noir", world.alice.email)
    assert read_back["measures"]
    assert {one["verb"] for one in read_back["verbs"]} >= {"close", "cancel"}


def test_the_clock_of_a_running_ticket_is_told(alice: Program) -> None:
    number = alice.open(priority="major")["number"]
    page = alice.get("tickets").json()
    TicketPage.model_validate(page)
    clock = page["tickets"][0]["clock"]
    assert page["tickets"][0]["number"] == number
    assert clock["state"] == "met"
    assert clock["remaining_seconds"] > 0
    assert clock["due_at"].endswith("Z")


@pytest.mark.req("ACC-01")
def test_a_stranger_s_ticket_does_not_exist_and_his_writing_leaves_nothing(
    alice: Program, charlie: Program, world: World
) -> None:
    number = alice.open()["number"]
    before = written(world.contract), written(world.other)
    for program in (charlie, world.session(world.charlie)):
        for response in (
            program.get("tickets"),
            program.get(f"tickets/{number}"),
            program.post("tickets", {"type": "incident", "title": "x"}),
            program.act(number, "take"),
        ):
            refusal(response, 404, "not_found")
    assert (written(world.contract), written(world.other)) == before


def test_an_unknown_number_is_answered_like_a_hidden_one(alice: Program) -> None:
    refusal(alice.get("tickets/T-999999"), 404, "unknown_ticket")
    refusal(alice.act("T-999999", "take"), 404, "unknown_ticket")
    refusal(alice.act("with/slash", "take"), 404, "unknown_ticket")


@pytest.mark.req("ACC-01")
def test_a_role_without_the_right_is_refused(alice: Program, bob: Program, world: World) -> None:
    number = alice.open()["number"]
    before = written(world.contract)
    refusal(bob.act(number, "resolve"), 403, "not_permitted")
    reader = person(world, "rita", Role.CLIENT_READER)
    assert reader.get(f"tickets/{number}").status_code == 200
    refusal(reader.act(number, "take"), 403, "not_permitted")
    refusal(reader.post("tickets", {"type": "incident", "title": "x"}), 403, "not_permitted")
    refusal(person(world, "ada", Role.ADMINISTRATOR).get("tickets"), 403, "not_permitted")
    assert written(world.contract) == before


@pytest.mark.req("ACC-01")
def test_an_end_user_sees_and_says_his_own_alone(alice: Program, world: World) -> None:
    hidden = alice.open("Somebody else's")["number"]
    user = person(world, "ugo", Role.END_USER)
    own = user.open("Mine", category="x")["number"]
    assert [one["number"] for one in user.get("tickets").json()["tickets"]] == [own]
    refusal(user.get(f"tickets/{hidden}"), 404, "unknown_ticket")
    assert user.get("search", q="somebody").json() == {"results": [], "next": None}
    value = {"type": "incident", "title": "x", "priority": "major"}
    assert refusal(user.post("tickets", value), 422, "unknown_field")["params"]["field"] == "priority"


def test_a_version_that_somebody_else_has_passed_is_a_conflict(
    alice: Program, bob: Program, world: World
) -> None:
    number = alice.open()["number"]
    assert alice.act(number, "take", 1).status_code == 200
    before = written(world.contract)
    refusal(bob.act(number, "assign", 1, team="N2"), 409, "conflict")
    assert written(world.contract) == before
    assert bob.act(number, "assign", 2, team="N2").json()["version"] == 3


def test_what_the_state_does_not_admit_is_refused_with_its_reason(alice: Program) -> None:
    number = alice.open()["number"]
    found = refusal(alice.act(number, "return_ball"), 422, "not_allowed_now")
    assert found["params"] == {"verb": "return_ball", "state": "new"}
    assert refusal(alice.act(number, "hand_over", holder="client"), 422, "field_needed")
    assert refusal(alice.act(number, "dance"), 422, "unknown_verb")
    assert refusal(alice.act(number, "take", colour="red"), 422, "unknown_field")
    assert refusal(alice.act(number, "escalate", to="N2", level=99), 422, "bad_value")


def _bodies(value: Any) -> list[str]:
    return [f"{one['code']} {one['params']['field']}" for one in value["errors"]]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"title": "x"}, ["value_missing type"]),
        ({"type": "riot", "title": "x"}, ["value_not_listed type"]),
        ({"type": "incident", "title": ""}, ["value_wrong title"]),
        ({"type": "incident", "title": "x", "vip": "yes"}, ["value_wrong vip"]),
        ({"type": "incident", "title": "x", "level": "2"}, ["value_wrong level"]),
        ({"type": "incident", "title": "x", "colour": "red"}, ["value_unexpected colour"]),
        ({"type": "incident", "title": 7, "level": 10}, ["value_wrong title", "value_wrong level"]),
    ],
)
def test_a_value_that_does_not_fit_is_named(
    alice: Program, world: World, body: dict[str, Any], named: list[str]
) -> None:
    before = written(world.contract)
    found = refusal(alice.post("tickets", body), 422, "invalid_request")
    assert _bodies(found) == named
    assert all(one["fr"] and one["en"] and one["fr"] != one["en"] for one in found["errors"])
    assert written(world.contract) == before


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "bad_json"),
        (b"\xff", "bad_json"),
        (b'{"type":"incident","type":"request","title":"x"}', "bad_json"),
        (b'{"type":"incident","title":NaN}', "bad_json"),
        (b"[" * 200_000, "bad_json"),
        (b'{"type":"incident","title":"a\\u0000b"}', "bad_characters"),
        (b'{"type":"incident","title":"a\\ud800b"}', "bad_characters"),
    ],
)
def test_what_is_no_proper_json_is_refused(alice: Program, world: World, body: bytes, code: str) -> None:
    before = written(world.contract)
    refusal(alice.post("tickets", body), 400, code)
    assert written(world.contract) == before


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"null", b'"x"'])
def test_json_that_is_no_object_is_refused(alice: Program, body: bytes) -> None:
    response: HttpResponse = alice.post("tickets", body)
    assert response.status_code == 422, response.content


def test_only_who_decides_for_the_client_accepts_in_his_name(alice: Program, bob: Program) -> None:
    number = alice.open()["number"]
    said = {"reason": "double", "accepted_by": "client"}
    refusal(alice.act(number, "cancel", **said), 403, "only_the_client_accepts")
    assert bob.act(number, "cancel", **said).status_code == 200

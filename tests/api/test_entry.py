"""The doors of the API: tokens, sessions with their CSRF token, languages, faults; and every route described."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.api.ground import Program, World, refusal
from tests.api.test_tickets import written
from timonier.config.api import STATUS, api
from timonier.config.api_description import operations, rights_of
from timonier.core.messages import MESSAGES
from timonier.desk import api as desk
from timonier.directory.models import ApiToken
from timonier.directory.rights import ACTIONS
from timonier.foundation.registries import routes
from timonier.foundation.tenancy.scopes import scope

BODY = {"type": "incident", "title": "Écran noir"}


@pytest.mark.req("ACC-03")
def test_without_proof_nothing_opens(world: World) -> None:
    nobody = Program(Client(), world.contract.key)
    for response in (
        nobody.get("tickets"),
        nobody.post("tickets", BODY),
        nobody.client.get("/api/v1/contracts"),
        Program(Client(headers={"Authorization": "Bearer tim_wrong"}), world.contract.key).get("tickets"),
        Program(Client(headers={"Authorization": "Basic eDp5"}), world.contract.key).get("tickets"),
    ):
        refusal(response, 401, "not_signed_in")
        assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.req("ACC-03")
def test_a_token_opens_its_contract_and_its_actions_alone(world: World) -> None:
    program = world.program(world.alice, world.contract, "ticket.open", "ticket.list")
    number = program.open()["number"]
    assert program.get(f"tickets/{number}").status_code == 200
    refusal(program.act(number, "take"), 403, "not_permitted")
    program.place = world.other.key
    refusal(program.get("tickets"), 404, "not_found")
    with scope([world.contract.pk]):
        ApiToken.objects.update(revoked_at="2026-01-01T00:00:00Z")
    program.place = world.contract.key
    refusal(program.get("tickets"), 401, "not_signed_in")


def test_a_token_never_does_more_than_its_person(world: World) -> None:
    program = world.program(world.bob, world.contract, "ticket.open", "ticket.list", "ticket.resolve")
    number = program.open()["number"]
    refusal(program.act(number, "resolve"), 403, "not_permitted")
    world.bob.is_active = False
    world.bob.save()
    refusal(program.get("tickets"), 401, "not_signed_in")


def test_a_bad_token_is_not_saved_by_a_session(world: World) -> None:
    program = world.session(world.alice)
    assert program.get("tickets").status_code == 200
    response = program.client.get(program.at("tickets"), headers={"Authorization": "Bearer tim_wrong"})
    refusal(response, 401, "not_signed_in")


@pytest.mark.req("ACC-03")
def test_a_session_writes_with_its_csrf_token_alone(world: World) -> None:
    program = world.session(world.alice, checks=True)
    before = written(world.contract)
    refusal(program.post("tickets", BODY), 403, "csrf_failed")
    refusal(program.post("tickets", BODY, **{"X-CSRFToken": "x" * 64}), 403, "csrf_failed")
    assert written(world.contract) == before
    page = program.client.get(f"/c/{world.contract.key}/tickets/new").content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    response = program.post("tickets", BODY, **{"X-CSRFToken": found[1]})
    assert response.status_code == 201, response.content
    read = program.get(f"tickets/{response.json()['number']}").json()
    assert (read["channel"], read["version"]) == ("phone", 1)


def test_a_token_needs_no_csrf_token(world: World, alice: Program) -> None:
    strict = Client(
        enforce_csrf_checks=True, headers={"Authorization": alice.client.defaults["HTTP_AUTHORIZATION"]}
    )
    assert Program(strict, alice.place).post("tickets", BODY).status_code == 201


@pytest.mark.req("ACC-02")
@pytest.mark.parametrize(
    ("language", "title", "detail"),
    [
        ("", "Introuvable", "Aucun fait connu"),
        ("fr-FR", "Introuvable", "Aucun fait connu"),
        ("de, en;q=0.5", "Not found", "No fact is known"),
        ("en-GB", "Not found", "No fact is known"),
        ("de", "Introuvable", "Aucun fait connu"),
    ],
)
def test_a_refusal_speaks_the_language_that_was_asked_for(
    world: World, language: str, title: str, detail: str
) -> None:
    program = world.program(world.alice, language=language)
    response = program.get("tickets/T-0")
    found = refusal(response, 404, "unknown_ticket")
    assert found["title"] == title
    assert found["detail"].startswith(detail)
    assert found["params"] == {"item": "T-0"}
    assert "Accept-Language" in response["Vary"]


def test_the_caller_s_contracts_are_listed_with_his_actions(world: World, alice: Program) -> None:
    (own,) = alice.client.get("/api/v1/contracts").json()["contracts"]
    assert own["key"] == world.contract.key
    assert "ticket.open" in own["actions"]
    assert "month.seal" not in own["actions"]
    (other,) = world.session(world.charlie).client.get("/api/v1/contracts").json()["contracts"]
    assert other["key"] == world.other.key


def test_what_is_not_there_is_a_problem_too(alice: Program) -> None:
    for path in ("/api/v1/nothing", "/api/v1/", "/api/v2/contracts", "/api/v1/contracts/"):
        refusal(alice.client.get(path), 404, "not_found")
    response = alice.client.put(alice.at("tickets"), b"{}", content_type="application/json")
    refusal(response, 405, "method_not_allowed")
    assert sorted(response["Allow"].split(", ")) == ["GET", "POST"]
    refusal(alice.client.post(alice.at("search"), b"", content_type="text/plain"), 405, "method_not_allowed")


@pytest.mark.parametrize("path", ["tickets/T%00", "tickets?team=a%00b", "explain/%00", "search?q=%2500%00"])
def test_a_character_that_no_text_holds_is_refused(alice: Program, path: str) -> None:
    refusal(alice.get(path), 400, "bad_characters")


@pytest.mark.req("DSK-01")
def test_a_fault_leaves_nothing_and_the_same_key_serves_again(
    world: World, alice: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written(world.contract)

    def fails(*args: Any, **values: Any) -> Any:
        real(*args, **values)
        raise RuntimeError("on purpose, after writing")

    real = desk.open_ticket
    monkeypatch.setattr(desk, "open_ticket", fails)
    key = uuid4().hex
    found = refusal(alice.post("tickets", BODY, key=key), 500, "server_fault")
    assert "purpose" not in str(found)
    assert written(world.contract) == before
    monkeypatch.setattr(desk, "open_ticket", real)
    assert alice.post("tickets", BODY, key=key).status_code == 201


def _patterns(found: list[URLPattern | URLResolver], prefix: str = "") -> list[tuple[str, URLPattern]]:
    rows: list[tuple[str, URLPattern]] = []
    for one in found:
        if isinstance(one, URLResolver):
            rows += _patterns(one.url_patterns, prefix + str(one.pattern))
        else:
            rows.append((prefix + str(one.pattern), one))
    return rows


@pytest.mark.req("ACC-03")
def test_the_description_lists_every_route_and_is_open_to_all(world: World) -> None:
    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200
    description = response.json()
    described = {re.sub(r"^/", "", path) for path in description["paths"]}
    served = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
        for route, one in _patterns(get_resolver().url_patterns)
        if route.startswith("api/v1/") and one.name not in ("openapi-json", "api-root", "api_unknown")
    }
    assert described == served
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            assert "application/problem+json" in operation["responses"]["default"]["content"], path
            names = {one["name"]: one for one in operation["parameters"]}
            assert set(re.findall(r"{(\w+)}", path)) <= names.keys()
            assert (method == "post") == ("Idempotency-Key" in names)
            assert (method == "post") == ("requestBody" in operation)


@pytest.mark.req("ACC-01")
def test_no_route_of_a_contract_opens_to_a_stranger(world: World, charlie: Program) -> None:
    values = {"number": "T-000001", "item": "T-000001", "month": "2026-03", "contract": world.contract.key}
    values |= {"kind": "steering", "identity": "1"}
    nobody, session = Client(), world.session(world.charlie).client
    tried = 0
    for path, methods in api.get_openapi_schema()["paths"].items():
        if "{contract}" not in path:
            continue
        for method in methods:
            tried += 1
            address = path.format(**values)
            sent: dict[str, Any] = {"headers": {"Idempotency-Key": uuid4().hex}} if method == "post" else {}
            refusal(getattr(charlie.client, method)(address, **sent), 404, "not_found")
            refusal(getattr(session, method)(address, **sent), 404, "not_found")
            refusal(getattr(nobody, method)(address, **sent), 401, "not_signed_in")
    assert tried == 20


@pytest.mark.req("ACC-01", "ACC-03")
def test_every_operation_has_its_gate_and_its_route_its_right() -> None:
    for name, actions in rights_of(api).items():
        assert set(actions) <= ACTIONS.keys()
        assert actions or name.endswith("list_contracts"), f"{name} is open to whoever signs in"
    for operation in operations(api):
        assert routes.action(f"api:{operation.url_name}") == "own_check"


def test_every_refusal_of_the_api_has_both_sentences() -> None:
    assert [code for code in STATUS if code not in MESSAGES] == []

"""Calls over the API: JSON Lines, each line judged alone, the whole request once."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse

from tests.api.ground import Program, World, refusal
from timonier.config.api import LARGEST
from timonier.directory.choices import Role, Side
from timonier.directory.services import grant_role
from timonier.exchange.api import ImportReport
from timonier.foundation.journal import read
from timonier.foundation.tenancy.scopes import scope


@pytest.fixture
def manager(world: World) -> Program:
    """Alice as service manager: she may import facts."""
    with scope([world.contract.pk]):
        grant_role(world.alice, world.contract, Role.SERVICE_MANAGER, "provider", Side.PROVIDER)
    return world.program(world.alice)


def lines(count: int, first: int = 0) -> list[dict[str, Any]]:
    return [
        {"call": f"C-{n}", "at": f"2026-03-04T10:00:{n % 60:02d}+01:00", "event": "offered", "queue": "desk"}
        for n in range(first, first + count)
    ]


def body(found: list[Any]) -> bytes:
    return b"\n".join(
        one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode() for one in found
    )


def send(program: Program, content: bytes, key: str = "", kind: str = "application/x-ndjson") -> HttpResponse:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return program.client.post(program.at("calls"), content, content_type=kind, headers=headers)


def calls(world: World) -> list[tuple[str, str, str]]:
    with scope([world.contract.pk]):
        return [(row.stream, row.actor, row.via) for row in read(world.contract, family="call")]


@pytest.mark.req("ACC-03", "DSK-01")
def test_calls_come_in_once_and_a_bad_line_is_refused_alone(world: World, manager: Program) -> None:
    content = body([*lines(3), b"no json", {"ticket": "T-1", "at": "x", "event": "taken"}, *lines(1, 2)])
    response = send(manager, content, "k1")
    report = response.json()
    ImportReport.model_validate(report)
    assert (report["read"], report["accepted"], report["duplicates"], report["refused_count"]) == (6, 3, 1, 2)
    assert [(one["line"], one["code"]) for one in report["refused"]] == [(4, "not_json"), (5, "bad_instant")]
    stored = calls(world)
    assert sorted(stored) == [(f"call/C-{n}", world.alice.email, "api") for n in range(3)]
    again = send(manager, content, "k1")
    assert (again.content, again["Idempotent-Replay"]) == (response.content, "true")
    assert send(manager, content, "k2").json()["duplicates"] == 4
    refusal(send(manager, body(lines(1)), "k1"), 422, "key_reused")
    assert calls(world) == stored


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "application/json"])
def test_the_body_counts_and_not_its_name(world: World, manager: Program, kind: str) -> None:
    assert send(manager, body(lines(2)), kind=kind).json()["accepted"] == 2


@pytest.mark.req("ACC-01")
def test_who_may_not_import_facts_imports_none(world: World, alice: Program, charlie: Program) -> None:
    refusal(send(alice, body(lines(1))), 403, "not_permitted")
    refusal(send(charlie, body(lines(1))), 404, "not_found")
    assert calls(world) == []


def test_a_body_beyond_the_bound_is_not_read(world: World, manager: Program) -> None:
    refusal(send(manager, b"x" * (LARGEST + 1)), 413, "body_too_large")
    refusal(manager.post("tickets", b'"' + b"x" * 300_000 + b'"'), 413, "body_too_large")
    refusal(send(manager, b"--b--", kind="multipart/form-data; boundary=b"), 415, "bad_content_type")
    assert calls(world) == []


def test_a_body_that_would_look_empty_is_refused(world: World, manager: Program) -> None:
    """Sent in chunks without a length it is not read: silence would lose the calls."""
    refusal(send(manager, b" \n"), 422, "body_empty")
    response = manager.client.generic(
        "POST",
        manager.at("calls"),
        headers={"Idempotency-Key": "k", "Transfer-Encoding": "chunked"},
    )
    refusal(response, 411, "length_needed")
    assert calls(world) == []

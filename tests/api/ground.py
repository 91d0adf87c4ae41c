"""Programs that use the API in tests: a token, a client, the address of a contract."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from timonier.directory.models import Account
from timonier.directory.rights import ACTIONS
from timonier.directory.tokens import create_token
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

PROBLEM = "application/problem+json"


@dataclass
class Program:
    """Somebody with a token. `place` is the key of the contract that the addresses name."""

    client: Client
    place: str

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(self.at(path), query)

    def post(self, path: str, value: Any, key: str | None = "", **headers: str) -> HttpResponse:
        """Posts JSON; `key` "" = a new one, None = none."""
        if key is not None:
            headers["Idempotency-Key"] = key or uuid4().hex
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.client.post(self.at(path), body, content_type="application/json", headers=headers)

    def open(self, title: str = "Écran noir", **more: Any) -> dict[str, Any]:
        """A new ticket; the answer."""
        response = self.post("tickets", {"type": "incident", "title": title, **more})
        assert response.status_code == 201, response.content
        return dict(response.json())

    def act(self, number: str, verb: str, expected: int | None = None, **data: Any) -> HttpResponse:
        return self.post(f"tickets/{number}", {"verb": verb, "expected_version": expected, "data": data})

    def at(self, path: str) -> str:
        return f"/api/v1/contracts/{self.place}/{path}"


@dataclass(frozen=True)
class World:
    """Two contracts and three people."""

    contract: Contract
    other: Contract
    alice: Account
    bob: Account
    charlie: Account

    def program(
        self, account: Account | None, contract: Contract | None = None, *actions: str, language: str = ""
    ) -> Program:
        """A program with a token of this person (None: its own) that always names the first contract."""
        own = contract or self.contract
        with scope([own.pk]):
            secret = create_token(own, actions or sorted(ACTIONS), label="test", account=account)
        headers = {"Authorization": f"Bearer {secret}"} | ({"Accept-Language": language} if language else {})
        client = Client(headers=headers, raise_request_exception=False)
        return Program(client, self.contract.key)

    def session(self, account: Account, *, checks: bool = False) -> Program:
        """The browser of this person."""
        client = Client(enforce_csrf_checks=checks, raise_request_exception=False)
        client.force_login(account, backend="timonier.directory.backends.EmailBackend")
        return Program(client, self.contract.key)


def refusal(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """The problem of a refused request, checked."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == PROBLEM
    value: dict[str, Any] = response.json()
    assert value["code"] == code
    assert value["status"] == status
    assert value["title"]
    assert value["detail"] not in ("", code), "a sentence, and not the code"
    assert "{" not in value["detail"]
    return value

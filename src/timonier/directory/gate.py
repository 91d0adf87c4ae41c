"""The gate of the API: who asks, with what proof, on which contract, with which right. Before the body is read.

It must not decide about objects: own ticket, own perimeter are the room's rules.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from timonier.core.refusal import Refused
from timonier.directory.callers import Caller, caller_of
from timonier.directory.rights import ACTIONS
from timonier.foundation.tenancy.lookup import contract_named
from timonier.foundation.tenancy.models import Contract

KEY = "Idempotency-Key"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Entry:
    """Who came in. `contract` is None where the address names none."""

    who: Caller
    contract: Contract | None

    @property
    def place(self) -> Contract:
        """The contract that the address names."""
        if self.contract is None:
            raise LookupError("this address names no contract")
        return self.contract


class _Csrf(CsrfViewMiddleware):
    """The framework's own check, asked for its verdict instead of its page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        raise Refused("csrf_failed")


class Gate:
    """Lets in whoever has one of the actions on the contract of the address; no action: whoever is known.

    Called by the API with the request before its values are read. Raises: Refused.
    """

    def __init__(self, *actions: str) -> None:
        unknown = set(actions) - ACTIONS.keys()
        if unknown:
            raise ValueError(f"actions that the table does not know: {sorted(unknown)}")
        self.actions = actions

    def __call__(self, request: HttpRequest) -> Entry:
        who = caller_of(request)
        if who is None:
            raise Refused("not_signed_in")
        if who.grant is None and request.method not in _SAFE:
            check_csrf(request)
        match = request.resolver_match
        key = match.kwargs.get("contract") if match else None
        contract = None
        if key is not None:
            contract = contract_named(str(key)[:60])
            if contract is None:
                raise Refused("not_found")
            if self.actions and not any(who.may(action, contract) for action in self.actions):
                raise Refused("not_permitted")
        if request.method not in _SAFE:
            _check_form(request)
        return Entry(who, contract)


def _check_form(request: HttpRequest) -> None:
    if "Transfer-Encoding" in request.headers and not request.META.get("CONTENT_LENGTH"):
        # The framework reads as much as was announced: such a body would look empty.
        raise Refused("length_needed")
    if request.content_type == "multipart/form-data":
        raise Refused("bad_content_type", expected="application/json, application/x-ndjson")
    if not key_of(request):
        raise Refused("key_missing")


def check_csrf(request: HttpRequest) -> None:
    """A browser's session writes only from our own pages. Raises: Refused."""

    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    check = _Csrf(page)
    check.process_request(request)
    check.process_view(request, page, (), {})


def entry_of(request: HttpRequest) -> Entry:
    """What the gate found out about this request."""
    found: Any = getattr(request, "auth", None)
    if not isinstance(found, Entry):
        raise Refused("not_signed_in")
    return found


def asked(request: HttpRequest) -> bytes:
    """What tells one request from another under the same key: method, address, body."""
    return f"{request.method} {request.get_full_path()}\n".encode() + request.body


def key_of(request: HttpRequest) -> str:
    """The key of a request that may be sent twice; past the gate there is one."""
    return request.headers.get(KEY, "").strip()

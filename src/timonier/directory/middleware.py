"""Two doors of every request: the token that it carries, and the right that its route needs.

It must not decide about objects: a view still asks `may` for the object's own contract.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from timonier.directory.rights import OWN_CHECK, PUBLIC, SIGNED_IN, may
from timonier.directory.tokens import grant_of
from timonier.foundation.registries import routes
from timonier.foundation.tenancy.lookup import contract_named
from timonier.foundation.tenancy.scopes import current_scope


class TokenMiddleware:
    """`Authorization: Bearer …` → `request.grant`, and the token's contract as the scope of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        grant = grant_of(secret.strip()) if scheme.lower() == "bearer" else None
        request.grant = grant  # type: ignore[attr-defined]  # read by the API
        request.token_contract = grant.contract_id if grant else None  # type: ignore[attr-defined]  # the scope's
        return self.get_response(request)


class RightsMiddleware:
    """No route without an action: an unlisted one is refused, so that a forgotten line is a closed door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        action = routes.action(name)
        if action in (PUBLIC, OWN_CHECK):
            return None
        if action is None:
            raise PermissionDenied(f"the route {name!r} is not in the table of rights")
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if action == SIGNED_IN:
            return None
        self._check(request, action, kwargs.get("contract"))
        return None

    def _check(self, request: HttpRequest, action: str, key: str | None) -> None:
        """A contract that the account does not belong to does not exist; one on which it may not is refused."""
        scope = current_scope()
        if key is not None:
            contract = contract_named(key)
            if contract is None:
                raise Http404
            scope = frozenset([contract.pk])
        if not any(may(request.user, action, contract) for contract in scope):  # type: ignore[arg-type]  # our model
            raise PermissionDenied

"""Open the scope of the signed-in account round the view and the rendering of its answer.

The scope's transaction is undone on an answer of 500 and above, and on a refusal that the view marked with
`undo(request)`. Bodies that stream run after it: they open their own scope inside their generator.
"""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from timonier.foundation.registries import unscoped
from timonier.foundation.tenancy.membership import contracts_of
from timonier.foundation.tenancy.scopes import scope

_UNDO = "_timonier_undo"


def undo(request: HttpRequest) -> None:
    """Let nothing that this request wrote remain, whatever it answers."""
    setattr(request, _UNDO, True)


class ScopeMiddleware:
    """One request, one transaction, one scope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = getattr(request, "user", None)
        if request.path_info.startswith(unscoped.prefixes()):
            return self.get_response(request)
        token_contract = getattr(request, "token_contract", None)
        if token_contract is not None:
            contracts = [token_contract]
        elif account is not None and account.is_authenticated:
            contracts = contracts_of(account.pk)
        else:
            contracts = []
        with scope(contracts):
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, _UNDO, False):
                transaction.set_rollback(True)
        return response

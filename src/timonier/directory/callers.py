"""Who asks: a person in a session, or a program with a token. Rooms ask this object, and never the request.

It must not decide about objects: own ticket, own perimeter are the room's rules.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from timonier.core.refusal import Refused
from timonier.directory.choices import Role
from timonier.directory.models import Account
from timonier.directory.rights import may, roles_of
from timonier.directory.tokens import Grant
from timonier.foundation.jobs import current_account
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import current_scope


@dataclass(frozen=True, slots=True)
class Caller:
    """`name` is what the journal calls the actor; `via` the door; `source` tells askers apart for repeated requests."""

    name: str
    via: str
    source: str
    account: Account | None = None
    grant: Grant | None = None

    @property
    def called(self) -> str:
        """What people call the asker: in sentences for people. The journal keeps `name`."""
        return (self.account.name if self.account else "") or self.name

    def may(self, action: str, contract: Contract | int) -> bool:
        """Whether the caller may do this on this contract: a token never more than its person."""
        contract_id = contract if isinstance(contract, int) else contract.pk
        if self.grant is not None:
            if self.grant.contract_id != contract_id or action not in self.grant.actions:
                return False
            if self.grant.account_id is None:
                return contract_id in current_scope()
        return self.account is not None and may(self.account, action, contract_id)

    def roles(self, contract: Contract | int) -> frozenset[Role]:
        """The roles of the person behind; none for a program of its own."""
        contract_id = contract if isinstance(contract, int) else contract.pk
        if self.account is None:
            return frozenset()
        return frozenset(role for role, _ in roles_of(self.account).get(contract_id, ()))


def caller_of(request: HttpRequest) -> Caller | None:
    """Who asks; None for a stranger. A token comes before a session. Needs the scope of the request."""
    grant: Grant | None = getattr(request, "grant", None)
    if grant is not None:
        account = None
        if grant.account_id is not None:
            account = Account.objects.filter(pk=grant.account_id, is_active=True).first()
            if account is None:
                return None
        return Caller(account.email if account else "api", "api", f"token/{grant.token_id}", account, grant)
    if "Authorization" in request.headers or not request.user.is_authenticated:
        return None
    account = request.user
    return Caller(account.email, "web", f"account/{account.pk}", account)  # type: ignore[union-attr]  # our model


def caller_of_job(contract: Contract, *actions: str) -> tuple[Caller, Account]:
    """Who asked for the job that runs here, when they still may: rights can have been taken away since. Raises: Refused."""
    account = Account.objects.filter(pk=current_account() or 0, is_active=True).first()
    if account is None or not all(may(account, one, contract) for one in actions):
        raise Refused("not_permitted")
    return Caller(account.email, "web", f"account/{account.pk}", account), account


def who_asks(request: HttpRequest) -> Caller:
    """The person of a page. Raises: PermissionDenied when nobody signed in: the gate let nobody else through."""
    who = caller_of(request)
    if who is None:
        raise PermissionDenied
    return who

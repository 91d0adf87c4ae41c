"""What is typed is never lost: forms begun and not sent, kept with the account until they are sent or a month has passed.

Any room names its forms here (`ticket/T-000001/assign`). It must not send anything, nor show a draft to anybody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from timonier.directory.models import Account, Draft
from timonier.foundation.tenancy.models import Contract

KEPT = timedelta(days=30)
MOST, MOST_FIELDS, LONGEST, LONGEST_ALL = 60, 40, 4000, 16_000
"""Drafts of a person on a contract; fields of one; characters of a field; characters of all of them."""
SENT = "timonier-sent"
"""The cookie that tells the browser which form has been sent, so that its own copy goes too."""
_UNKEPT = frozenset({"csrfmiddlewaretoken", "version", "key", "password"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as forms show it."""

    values: Mapping[str, str]
    saved_at: datetime


def save(account: Account, contract: Contract, form: str, values: Mapping[str, str]) -> datetime:
    """Keep what is typed in place of what was kept; the instant. The oldest beyond the bound go."""
    bounded: dict[str, str] = {}
    room = LONGEST_ALL
    for name, text in list(values.items())[:MOST_FIELDS]:
        text = str(text).replace("\0", "")[: min(LONGEST, room)]
        if name not in _UNKEPT and text:
            bounded[str(name)[:60]] = text
            room -= len(text)
    mine = Draft.objects.filter(contract=contract, account=account)
    Draft.objects.filter(contract=contract, saved_at__lt=timezone.now() - KEPT).delete()
    kept, _ = Draft.objects.update_or_create(
        contract=contract, account=account, form=form[:200], defaults={"values": bounded}
    )
    surplus = list(mine.order_by("-saved_at").values_list("pk", flat=True)[MOST:])
    if surplus:
        mine.filter(pk__in=surplus).delete()
    at: datetime = kept.saved_at
    return at


def of(account: Account, contract: Contract, prefix: str) -> dict[str, Kept]:
    """Drafts of the forms whose names begin so, by the rest of the name."""
    rows = Draft.objects.filter(
        contract=contract, account=account, form__startswith=prefix, saved_at__gte=timezone.now() - KEPT
    )
    return {row.form[len(prefix) :]: Kept(row.values, row.saved_at) for row in rows}


def discard(account: Account | None, contract: Contract, form: str) -> None:
    """Forget a draft: its form has been sent, or its author does not want it any more."""
    if account is not None:
        Draft.objects.filter(contract=contract, account=account, form=form[:200]).delete()


def sent(
    request: HttpRequest, response: HttpResponse, account: Any, contract: Contract, form: str
) -> HttpResponse:
    """The answer to a form that went well: the draft goes in the same transaction, the browser's copy with the answer."""
    if isinstance(account, Account):
        discard(account, contract, form)
        name = quote(f"{contract.key}:{form}", safe="")
        response.set_cookie(SENT, name, max_age=600, samesite="Lax", secure=request.is_secure())
    return response

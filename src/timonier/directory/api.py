"""Contracts over the API: which ones the caller may see, and what he may do there."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from timonier.directory.gate import Gate, entry_of
from timonier.directory.rights import ACTIONS
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import current_scope

router = Router(tags=["contracts"])


class ContractShape(Schema):
    """A contract, and the caller's actions on it."""

    key: str
    title_fr: str
    title_en: str
    is_demonstration: bool
    actions: list[str]


class Contracts(Schema):
    """All contracts of the caller."""

    contracts: list[ContractShape]


@router.get("/contracts", auth=Gate(), response=Contracts, url_name="contracts", summary="My contracts")
def list_contracts(request: HttpRequest) -> dict[str, Any]:
    """The contracts that the caller belongs to, by key; a token sees its own."""
    who = entry_of(request).who
    rows = Contract.objects.filter(pk__in=current_scope()).order_by("key")
    return {
        "contracts": [
            {
                "key": one.key,
                "title_fr": one.title_fr,
                "title_en": one.title_en,
                "is_demonstration": one.is_demonstration,
                "actions": sorted(action for action in ACTIONS if who.may(action, one)),
            }
            for one in rows
        ]
    }

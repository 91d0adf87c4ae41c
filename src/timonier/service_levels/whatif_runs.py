"""A what-if that goes on in the background: asked for once, its progress on the page that asked, which then shows the result."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from timonier.directory.callers import Caller
from timonier.foundation.jobs import defer
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.tenancy.lookup import contract_named
from timonier.foundation.tenancy.models import Contract

EFFECT, REGISTER = "service_levels.effect", "service_levels.register"


def ask_effect(who: Caller, contract: Contract, draft: int, last: str, count: int) -> UUID:
    """Have the effect of a draft computed; who asks twice while it waits has one run."""
    return _ask(EFFECT, who, contract, f"{draft}/{last}/{count}", draft=draft, last=last, count=count)


def ask_register(who: Caller, contract: Contract, last: str, count: int) -> UUID:
    """Have the register priced."""
    return _ask(REGISTER, who, contract, f"{last}/{count}", last=last, count=count)


def _ask(name: str, who: Caller, contract: Contract, key: str, **ids: Any) -> UUID:
    account = None if who.account is None else int(who.account.pk)
    return defer(name, contract_id=contract.pk, account_id=account, key=f"{account}/{key}", **ids)


def shown(request: HttpRequest, contract: Contract, name: str) -> dict[str, Any]:
    """What a page says about the run that its address names: nothing for another's, and once it is done."""
    try:
        row = _run(request, contract, UUID(request.GET.get("run", "")))
    except (ValueError, Http404):
        return {}
    if row.name != name or row.state == "done":
        return {}
    return {"run": row, "again": _address(contract, row)}


@require_GET
def run_state(request: HttpRequest, contract: str, run: UUID) -> HttpResponse:
    """How far it is; at its end, where the result stands."""
    place = contract_named(contract)
    if place is None:
        raise Http404
    row = _run(request, place, run)
    context = {"contract": place, "run": row, "again": _address(place, row)}
    response = render(request, "service_levels/whatif_run.html", context)
    response["Cache-Control"] = "no-store"
    if row.state == "done":
        response["HX-Redirect"] = _address(place, row, is_done=True)
    return response


def _run(request: HttpRequest, contract: Contract, run: UUID) -> JobRun:
    rows = JobRun.objects.filter(contract=contract, account_id=request.user.pk, name__in=(EFFECT, REGISTER))
    row: JobRun | None = rows.filter(public_id=run).first()
    if row is None:
        raise Http404
    return row


def _address(contract: Contract, row: JobRun, *, is_done: bool = False) -> str:
    run = {} if is_done else {"run": str(row.public_id)}
    if row.name == EFFECT:
        query = f"?{urlencode(run)}" if run else ""
        return f"{reverse('contracts:draft', args=[contract.key, row.ids['draft']])}{query}#effect"
    span = {"last": row.ids["last"], "months": str(row.ids["count"])}
    return f"{reverse('service_levels:whatif_register', args=[contract.key])}?{urlencode(span | run)}"


def address_of(contract: Contract, run: UUID) -> str:
    """The page that shows a run, then its result."""
    return _address(contract, JobRun.objects.get(contract=contract, public_id=run))

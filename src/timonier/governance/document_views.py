"""The page of documents: ask for one, see those that were asked for."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from timonier.contracts.queries import plans_of
from timonier.directory.rights import may
from timonier.foundation import datasets, parts
from timonier.foundation.asked import contract_of, speaks
from timonier.foundation.jobs import defer
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.tenancy.models import Contract
from timonier.governance.forms import KINDS, DocumentForm
from timonier.measures.marks import months_since
from timonier.measures.services import now

SHOWN = 12
"""Documents on one page of those that were asked for."""
JOBS = ("governance.document", "governance.table", "governance.journal", "desk.list")
"""Jobs that leave a file for whoever asked: they are named, since the room does not know the desk."""
OTHERS = {"desk.list": _("List of tickets"), "governance.journal": _("Sealed journal")}


@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, contract: str) -> HttpResponse:
    """Choose a document, and find one's own again."""
    place = contract_of(contract)
    plans = plans_of(place)
    months = months_since(plans, None, now())
    language = speaks()
    tables = [
        (one.name, one.title(language))
        for one in datasets.known()
        if may(request.user, one.action, place)  # type: ignore[arg-type]  # our model
    ]
    last = months[-2] if len(months) > 1 else months[-1]
    given = request.GET.get("month", "")
    chosen = given if given in months else last
    form = DocumentForm(
        request.POST or None,
        months=months,
        tables=tables,
        initial={"what": "steering", "form": "xlsx", "first": chosen, "last": chosen},
    )
    for name in ("first", "last"):
        form.fields[name].choices = [(one, parts.month_name(one, language)) for one in reversed(months)]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        run = _ask(place, request.user.pk, form.cleaned_data, language)
        return redirect("job", place.key, run)
    runs = JobRun.objects.filter(contract=place, account_id=request.user.pk, name__in=JOBS)
    page = Paginator(runs.order_by("-created_at", "-pk"), SHOWN).get_page(request.GET.get("page"))
    told = [_told(run, dict(tables)) for run in page]
    context = {"contract": place, "form": form, "runs": told, "page": page}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "governance/documents.html", context, status=status)


def _ask(place: Contract, account: Any, chosen: dict[str, Any], language: str) -> Any:
    what, span = chosen["what"], {"first": chosen["first"], "last": chosen["last"], "language": language}
    if what.startswith("table:"):
        return defer(
            "governance.table",
            contract_id=place.pk,
            account_id=account,
            dataset=what.removeprefix("table:"),
            **span,
        )
    form = chosen["form"] or "xlsx"
    return defer(
        "governance.document", contract_id=place.pk, account_id=account, kind=what, form=form, **span
    )


def _told(run: JobRun, tables: dict[str, str]) -> dict[str, Any]:
    """A run as a row: what was asked for, in words."""
    ids = run.ids
    what = OTHERS.get(run.name) or (
        dict(KINDS).get(ids.get("kind", "")) or tables.get(ids.get("dataset", "")) or ids.get("dataset", "")
    )
    return {
        "run": run,
        "what": what,
        "form": "jsonl" if run.name == "governance.journal" else ids.get("form", "xlsx"),
        "first": ids.get("first", ""),
        "last": ids.get("last", ""),
    }

"""Versions of the contract: what is in force, what is proposed, what changes; and the steps of the two parties."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from timonier.contracts import changes, drafts
from timonier.contracts.effects import effect_of
from timonier.contracts.files import LARGEST
from timonier.contracts.forms import DraftForm
from timonier.contracts.models import ContractVersionRow
from timonier.contracts.pages import clauses, problem_lines, step_lines, version_lines
from timonier.contracts.queries import definition, sources_of
from timonier.contracts.versions import Read, take_step, write_draft
from timonier.core.contract.difference import difference
from timonier.core.contract.source import Invalid
from timonier.core.refusal import Refused
from timonier.directory.callers import Caller, who_asks
from timonier.directory.people import names_of
from timonier.foundation.asked import contract_of, say_why, speaks
from timonier.foundation.registries import panels
from timonier.foundation.tenancy.middleware import undo
from timonier.foundation.tenancy.models import Contract

STEPS = ("proposed", "accepted", "refused", "withdrawn")


@require_GET
def versions(request: HttpRequest, contract: str) -> HttpResponse:
    """Versions in force and drafts."""
    who, place = who_asks(request), contract_of(contract)
    found = drafts.all_drafts(who, place)
    context = {
        "contract": place,
        "versions": version_lines(place),
        "drafts": found,
        "names": names_of(one.row.made_by for one in found),
        "may_propose": who.may("contract.propose", place),
    }
    return render(request, "contracts/versions.html", context)


@require_GET
def compare(request: HttpRequest, contract: str) -> HttpResponse:
    """What differs between two versions that were loaded."""
    place = contract_of(contract)
    rows = list(ContractVersionRow.objects.filter(contract=place).order_by("number"))
    sources = {row.number: source for row, source in zip(rows, sources_of(place), strict=True)}
    last = rows[-1].number
    older, newer = _number(request, "from", max(1, last - 1)), _number(request, "to", last)
    if older not in sources or newer not in sources:
        raise Http404
    before, after = sources[older], sources[newer]
    entries = difference(before.tree, after.tree, before.lists, after.lists)
    context = {
        "contract": place,
        "rows": rows,
        "older": older,
        "newer": newer,
        "clauses": clauses(entries, speaks()),
        "count": len(entries),
    }
    return render(request, "contracts/difference.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, contract: str) -> HttpResponse:
    """Write a draft: by the form of frequent changes, a typed amendment, or a file."""
    who, place = who_asks(request), contract_of(contract)
    former = None
    if request.GET.get("from"):
        former = _draft(who, place, _number(request, "from", 0))
    base = former.source if former else sources_of(place)[-1]
    values = changes.values_of(request.POST if request.method == "POST" else request.GET)
    problems: list[Any] = []
    if request.method == "POST":
        typed = _typed(request, values)
        if typed.file and not values["amendment"] and not typed.file.startswith(b"PK"):
            # The text of a file that is wrong comes back, to be mended where it stands.
            values["amendment"] = typed.file.decode("utf-8", "replace")[:200_000]
        try:
            source = changes.source_from(place, typed, base)
            number = write_draft(
                who,
                place,
                source,
                title=typed.get("title"),
                is_retroactive=request.POST.get("retroactive") == "1",
                replaces=former.row.number if former and former.state == "draft" else None,
            )
            messages.success(
                request, _("Draft %(number)s is kept. Nobody else sees it yet.") % {"number": number}
            )
            return redirect("contracts:draft", contract, number)
        except Invalid as invalid:
            problems = invalid.problems
        except Refused as refused:
            problems = [refused]
        undo(request)
    elif former and not values["title"]:
        values["title"] = former.row.title
        values["effective_from"] = former.row.effective_from.isoformat()
    context = _form(request, place, values, problems)
    context |= {"former": former, "only": request.GET.get("only", "")}
    return render(request, "contracts/new.html", context, status=422 if problems else 200)


@require_GET
def draft(request: HttpRequest, contract: str, number: int) -> HttpResponse:
    """A draft: what it changes, what it would have changed in figures, who said what, and what may be done now."""
    who, place = who_asks(request), contract_of(contract)
    return _page(request, who, place, _draft(who, place, number))


@require_POST
def step(request: HttpRequest, contract: str, number: int, kind: str) -> HttpResponse:
    """One step of the dialogue."""
    who, place = who_asks(request), contract_of(contract)
    if kind not in STEPS:
        raise Http404
    told = _draft(who, place, number)
    read = Read(
        request.POST.get("difference", "")[:64],
        request.POST.get("effect", "")[:64],
        is_retroactive=request.POST.get("retroactive") == "1",
    )
    words = request.POST.get("words", "")
    try:
        after = take_step(who, place, number, kind, words=words, read=read)
    except Refused as refused:
        undo(request)
        said = {"kind": kind, "sentence": say_why(refused), "words": words}
        return _page(request, who, place, told, said, 403 if refused.code == "not_permitted" else 422)
    if after.version is not None:
        messages.success(
            request,
            _("Version %(version)s is agreed, in force from %(day)s.")
            % {"version": after.version, "day": after.row.effective_from.isoformat()},
        )
    else:
        messages.success(request, _("Your step is in the journal."))
    return redirect("contracts:draft", contract, number)


def _page(
    request: HttpRequest,
    who: Caller,
    place: Contract,
    told: drafts.Told,
    refusal: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    entries = drafts.difference_of(place, told)
    effect = effect_of(place, told.row.number)
    steps = drafts.steps_for(who, place, told)
    context = {
        "contract": place,
        "draft": told,
        "clauses": clauses(entries, speaks()),
        "count": len(entries),
        "difference": drafts.difference_digest(entries),
        "effect": effect,
        "steps": step_lines(told.steps),
        "possible": steps,
        "needs_effect": effect is None and bool({"proposed", "accepted"} & set(steps)),
        "may_propose": who.may("contract.propose", place),
        "panels": [render_panel(request, place, told) for render_panel in panels.of("contracts.draft")],
        "refusal": refusal,
    }
    return render(request, "contracts/draft.html", context, status=status)


def _form(
    request: HttpRequest, place: Contract, values: dict[str, str], problems: list[Any]
) -> dict[str, Any]:
    errors: dict[str, list[str]] = defaultdict(list)
    lines = problem_lines(problems, speaks())
    for line in lines:
        if line["field"]:
            errors[line["field"]].append(line["sentence"])
    made = definition(place)
    form = DraftForm(made.versions[-1], sources_of(place)[-1], values, errors, speaks())
    return {
        "contract": place,
        "form": form,
        "problems": lines,
        "base": made.versions[-1],
        "retroactive": request.POST.get("retroactive") == "1",
    }


def _typed(request: HttpRequest, values: dict[str, str]) -> changes.Typed:
    given = request.FILES.get("file")
    if given is None or isinstance(given, list):
        return changes.Typed(values)
    # No more than one byte over the bound is read: the check says that it is too large.
    raw = given.read(LARGEST + 1)
    return changes.Typed(values, str(given.name), raw)


def _draft(who: Caller, place: Contract, number: int) -> drafts.Told:
    try:
        return drafts.draft_of(who, place, number)
    except Refused as refused:
        raise Http404 from refused


def _number(request: HttpRequest, name: str, usual: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 7 else usual

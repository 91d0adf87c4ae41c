"""The month, and the evidence drawer: figure → items → ledger → events → clause, each step with its own address."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from timonier.contracts.editions import phase_titles
from timonier.contracts.queries import plans_of
from timonier.core.contract.model import Kpi
from timonier.core.instants import month_first, parse_instant
from timonier.core.measures import EXCLUDED, MET, MISSED, Measure
from timonier.core.messages import sentence
from timonier.core.plan import Plan
from timonier.core.refusal import Refused
from timonier.core.workings import SCORES
from timonier.directory.rights import may
from timonier.foundation.asked import contract_of, say_why, speaks
from timonier.foundation.registries import links
from timonier.foundation.signature import EventLine, Step, with_clause, with_contest, with_proofs
from timonier.foundation.templatetags.parts import titled
from timonier.foundation.tenancy.middleware import undo
from timonier.foundation.tenancy.models import Contract
from timonier.measures.queries import told_of
from timonier.measures.services import now
from timonier.service_levels import pages
from timonier.service_levels.comparison import Pair, contested, pairs_of, pending_about
from timonier.service_levels.formula import Figure, rows_of
from timonier.service_levels.frames import frame
from timonier.service_levels.models import Dispute
from timonier.service_levels.month_panel import left_open, words_of
from timonier.service_levels.services import seal_month
from timonier.service_levels.statement import statement
from timonier.service_levels.words import FORMULAS

OUTCOMES = (MET, MISSED, EXCLUDED)
"""What the items behind a figure can be narrowed to: the numbers of its sum."""


@require_GET
def latest(request: HttpRequest, contract: str) -> HttpResponse:
    """The last month that is over; a form's choice comes here too."""
    place = contract_of(contract)
    return redirect(
        "service_levels:months_month", contract, request.GET.get("month") or pages.latest_month(place)
    )


@require_GET
def month(request: HttpRequest, contract: str, month: str) -> HttpResponse:
    """All service levels and the penalties of a month."""
    place = contract_of(contract)
    months = pages.months_of(place)
    context: dict[str, Any] = {"contract": place, "month": month, "months": months}
    try:
        context |= pages.month_page(place, month)
        context["beside"] = pages.beside(place, month, speaks())
    except Refused as refused:
        context["refusal"] = say_why(refused)
        return render(request, "service_levels/month.html", context, status=404)
    sealed = context["result"]["sealed"]
    context |= {
        "phases": phase_titles(place, context["result"]["phases"], speaks()),
        "sealed_at": parse_instant(sealed["at"]) if sealed else None,
        "may_see_money": may(request.user, "penalty.read", place),  # type: ignore[arg-type]  # our model
        "may_seal": may(request.user, "month.seal", place) and not sealed,  # type: ignore[arg-type]
    }
    context["words"] = words_of(place, month, context["result"], may_see_money=context["may_see_money"])
    if context["may_seal"]:
        context["left"] = left_open(place, month, context["words"]["lines"])
    return render(request, "service_levels/month.html", context)


@require_POST
def seal(request: HttpRequest, contract: str, month: str) -> HttpResponse:
    """Close the month, once somebody has said that he knows that it is for ever."""
    place = contract_of(contract)
    if request.POST.get("sure") != "1":
        messages.error(request, _("Nothing was sealed: tick that it is for ever, then seal."))
        return redirect(reverse("service_levels:months_month", args=[contract, month]) + "#seal")
    try:
        seal_month(place, month, by=request.user.get_username(), via="web")
        messages.success(request, _("The month is sealed. Later evidence becomes a correction."))
    except Refused as refused:
        undo(request)
        messages.error(request, say_why(refused))
    return redirect("service_levels:months_month", contract, month)


@require_GET
def items(request: HttpRequest, contract: str, month: str, kpi: str) -> HttpResponse:
    """What is behind a figure: its formula, then its items, the missed ones first."""
    place = contract_of(contract)
    try:
        summary = pages.month_page(place, month)
    except Refused as refused:
        raise Http404 from refused
    line = next((one for one in summary["lines"] if one.kpi.key == kpi), None)
    if line is None:
        raise Http404
    found, facts = pages.items_of(place, month, line.kpi)
    outcome = request.GET.get("outcome", "")
    wanted = [one for one in found if one.outcome == outcome] if outcome in OUTCOMES else found
    page = Paginator(wanted, pages.SHOWN).get_page(request.GET.get("page"))
    shown = list(page)
    plan = plans_of(place).at(now())
    context = {
        "contract": place,
        "month": month,
        "line": line,
        "formula": _formula(line.kpi),
        "rows": rows_of(_figure(request, place, summary, line, found, facts)),
        "contested": contested(place, month, kpi),
        "may_see_money": may(request.user, "penalty.read", place),  # type: ignore[arg-type]  # our model
        "measures": shown,
        "is_scored": line.kpi.family in SCORES,
        "page": page,
        "outcome": outcome if outcome in OUTCOMES else "",
        "outcomes": _outcomes(found),
        "titles": _titles(place, shown),
        "facts": facts,
        "family": pages.FACTS.get(line.kpi.family, ""),
        "readings": _readings(plan),
        "steps": _steps_of_items(place, month, line.kpi.key, found, facts),
        **frame(request),
    }
    return render(request, "service_levels/items.html", context)


def _outcomes(found: list[Measure]) -> list[tuple[str, int]]:
    """How many items there are of each outcome; none when all have the same."""
    counted = Counter(one.outcome for one in found)
    return [(name, counted[name]) for name in OUTCOMES if counted[name]] if len(counted) > 1 else []


def _figure(
    request: HttpRequest,
    place: Contract,
    summary: dict[str, Any],
    line: pages.Line,
    found: list[Measure],
    facts: list[str],
) -> Figure:
    """What the sum is written from: the month as the page has it, the items and facts behind the one figure."""
    month, kpi = summary["result"]["month"], line.kpi
    version = plans_of(place).on(month_first(month)).version
    may_see_money = may(request.user, "penalty.read", place)  # type: ignore[arg-type]  # our model
    stands = None
    if may_see_money and kpi.level is not None:
        lines = statement(place, month, summary["result"]).lines
        stands = next((one for one in lines if one.kpi.key == kpi.key), None)
    return Figure(
        kpi,
        version,
        line.result,
        summary["result"],
        found,
        reverse("service_levels:months_items", args=[place.key, month, kpi.key]),
        compliant=pages.compliant_in(place, month, facts) if kpi.family == "compliance" else None,
        services={
            key: (titled(service), _ledger(place, f"service/{key}", month, "") if key in facts else "")
            for key, service in (version.services.items() if kpi.family == "availability" else ())
        },
        may_see_money=may_see_money,
        stands=stands,
    )


def _disputed(place: Contract, stream: str, wanted: str) -> list[tuple[Dispute, list[Pair]]]:
    """The open disputes about a ticket, each with the measures shown that it alone would move."""
    family, _slash, number = stream.partition("/")
    rows = pending_about(place, number) if family == "ticket" else []
    told = told_of(place, stream) if rows else None
    if told is None:
        return []
    return [
        (row, [one for one in pairs_of(place, told, of=row.of) if wanted in ("", one.kpi)]) for row in rows
    ]


def _titles(place: Contract, measures: list[Measure]) -> dict[str, str]:
    """Number → title of the tickets among these, as the desk names them."""
    numbers = [one.item for one in measures if one.kind == "ticket"]
    label = links.get("ticket")
    return dict(label(place, numbers)) if label and numbers else {}


@require_GET
def ledger(request: HttpRequest, contract: str, stream: str) -> HttpResponse:
    """One item under one service level, to the minute; then its events and the clause."""
    place = contract_of(contract)
    month, answer = request.GET.get("month", "")[:7], ""
    told = pages.told_in(place, stream, month)
    if told is None and stream.startswith("survey/") and "#" in stream:
        # One answer of a survey: its facts are those of the survey.
        answer, stream = stream.partition("/")[2], stream.rpartition("#")[0]
        told = pages.told_in(place, stream, month)
    if told is None:
        raise Http404
    plan = plans_of(place).at(told.events[0].at)
    kpis = {kpi.key: kpi for kpi in plan.version.kpis}
    wanted = request.GET.get("kpi", "")
    measures = [one for one in told.outcome.measures if not wanted or one.kpi == wanted]
    measures = [one for one in measures if answer in ("", one.item)]
    if answer and not measures:
        raise Http404
    lines = [
        EventLine(
            sentence(f"{event.family}.{event.kind}", dict(event.data), speaks()),
            event.at,
            actor=row.actor,
            via=row.via,
            known_at=row.known_at,
            recorded_at=row.recorded_at,
            position=row.position,
            anchor=f"e-{number}",
        )
        for number, (event, row) in enumerate(zip(told.events, told.rows, strict=True), 1)
    ]
    proofs = [(line.at, f"#{line.anchor}") for line in lines]
    kpi = wanted or (measures[0].kpi if measures else "")
    contest = ""
    if stream.startswith("ticket/") and may(request.user, "kpi.contest", place):  # type: ignore[arg-type]
        contest = reverse("service_levels:dispute_new", args=[place.key, stream.partition("/")[2]])
    context = {
        "contract": place,
        "stream": stream,
        "kpi": kpi,
        "item": stream.partition("/")[2],
        "is_ticket": stream.startswith("ticket/"),
        "month": request.GET.get("month", ""),
        "measures": [
            {
                "measure": one,
                "is_scored": one.kpi in kpis and kpis[one.kpi].family in SCORES,
                "kpi": kpis.get(one.kpi),
                "rows": _clause_rows(
                    place, kpis.get(one.kpi), with_contest(with_proofs(one.intervals(), proofs), contest)
                )
                if one.counted is not None
                else [],
                "formula": _formula(kpis[one.kpi]) if one.kpi in kpis else "",
            }
            for one in measures
        ],
        "disputed": _disputed(place, stream, wanted),
        "events": lines,
        "steps": _steps_of_ledger(place, stream, request.GET.get("month", "")[:7], kpi),
        "version": plan.version,
        **frame(request),
    }
    return render(request, "service_levels/ledger.html", context)


def _steps_of_items(
    place: Contract, month: str, kpi: str, found: list[Measure], facts: list[str]
) -> list[Step]:
    """From the figure: what is further down is that of its first item, the missed ones first."""
    here = reverse("service_levels:months_items", args=[place.key, month, kpi])
    stream = f"{found[0].kind}/{found[0].item}" if found else ""
    ledger = _ledger(place, stream, month, kpi) if stream else ""
    return [
        Step(_("Formula"), f"{here}#formula", is_current=True),
        Step(_("Items"), f"{here}#items" if found or facts else ""),
        Step(_("Ledger"), f"{ledger}#ledger" if ledger else ""),
        Step(_("Events"), f"{ledger}#events" if ledger else ""),
        Step(_("Clause"), f"{ledger}#clause" if ledger else ""),
    ]


def _steps_of_ledger(place: Contract, stream: str, month: str, kpi: str) -> list[Step]:
    figure = reverse("service_levels:months_items", args=[place.key, month, kpi]) if month and kpi else ""
    here = _ledger(place, stream, month, kpi)
    return [
        Step(_("Formula"), f"{figure}#formula" if figure else ""),
        Step(_("Items"), f"{figure}#items" if figure else ""),
        Step(_("Ledger"), f"{here}#ledger", is_current=True),
        Step(_("Events"), f"{here}#events"),
        Step(_("Clause"), f"{here}#clause"),
    ]


def _ledger(place: Contract, stream: str, month: str, kpi: str) -> str:
    asked = urlencode({name: value for name, value in (("kpi", kpi), ("month", month)) if value})
    return reverse("service_levels:ledger", args=[place.key, stream]) + (f"?{asked}" if asked else "")


def _formula(kpi: Kpi) -> str:
    french, english = FORMULAS.get(kpi.family, ("", ""))
    return english if speaks() == "en" else french


def _readings(plan: Plan) -> dict[str, str]:
    return dict(sorted(plan.version.readings.items()))


def _clause_rows(place: Contract, kpi: Kpi | None, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if kpi is None or not kpi.clause:
        return rows
    return with_clause(rows, kpi.clause, reverse("contracts:clause", args=[place.key, kpi.clause]))

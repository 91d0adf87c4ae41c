"""The contract, readable: its sections, each clause with all that is said under it, one subject on one page, the whole.

Every page exists for each version: `?on=YYYY-MM-DD` reads the version that was in force that day.
"""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from timonier.contracts import index, sheets
from timonier.contracts.drawings import time_line
from timonier.contracts.editions import Edition, edition
from timonier.contracts.listing import Asked, listed
from timonier.core.contract.annexes import number_of
from timonier.core.refusal import Refused
from timonier.directory.rights import may
from timonier.foundation.asked import contract_of, is_part
from timonier.foundation.registries import panels
from timonier.foundation.tenancy.models import Contract

SECTIONS: dict[str, Any] = {
    "phases": _("Phases"),
    "who": _("Who does what"),
    "hours": _("Hours"),
    "kpis": _("Indicators and penalties"),
    "governance": _("Governance and roles"),
    "deliverables": _("Deliverables and duties"),
    "perimeter": _("Perimeter and prices"),
    "places": _("Sites and applications"),
    "register": _("Unknowns and readings"),
    "glossary": _("Glossary"),
    "clauses": _("Clauses"),
}
READING_SLOT = "contracts.reading"
"""Slot of the register: `render(request=…, contract=…, reading=name, on=date | None) -> str` for each reading."""
_NEAR = timedelta(days=365)


@require_GET
def overview(request: HttpRequest, contract: str) -> HttpResponse:
    """Where one finds one's way: subjects, phase, deadlines, what is open."""
    return render(request, "contracts/overview.html", _context(request, contract, "overview"))


@require_GET
def section(request: HttpRequest, contract: str, name: str) -> HttpResponse:
    """One part of the contract."""
    if name not in SECTIONS:
        raise Http404
    return render(request, "contracts/section.html", _context(request, contract, name))


@require_GET
def whole(request: HttpRequest, contract: str) -> HttpResponse:
    """The whole contract as one document, for paper."""
    return render(request, "contracts/whole.html", {**_context(request, contract, "whole"), "is_whole": True})


@require_GET
def subject(request: HttpRequest, contract: str, article: str) -> HttpResponse:
    """One subject: who does what, in which hours, how fast, at what price."""
    context = _context(request, contract, "who")
    read: Edition = context["edition"]
    found = [one for one in sheets.subjects(read) if one.row.get("article") == article]
    if not found:
        raise Http404
    context |= {
        "article": article,
        "subject": found[0],
        "tasks": sheets.tasks_of(read, article),
        **sheets.about(read, article),
    }
    return render(request, "contracts/subject.html", context)


@require_GET
def clause(request: HttpRequest, contract: str, cited: str) -> HttpResponse:
    """Everything the data hold for a clause. In the drawer as a part, elsewhere as a page."""
    context = _context(request, contract, "clauses")
    read: Edition = context["edition"]
    number = number_of(cited)
    own, within = index.of_clause(read, cited, with_money=context["may_see_money"])
    known = read.clauses()
    if not own and not within and number not in known:
        raise Http404
    steps = number.split(".")
    parents = [".".join(steps[:depth]) for depth in range(1, len(steps))]
    context |= {
        "cited": cited,
        "number": number,
        "clause_title": known.get(number, ""),
        "parents": [(one, known.get(one, "")) for one in parents if one in known],
        "own": own,
        "within": within,
        "children": [(key, title) for key, title in known.items() if key.rpartition(".")[0] == number],
        "kpis": [one for one in sheets.kpi_lines(read) if one.kpi.clause == cited],
        "frame": "contracts/drawer.html" if is_part(request) else "contracts/frame.html",
    }
    return render(request, "contracts/clause_page.html", context)


@require_GET
def search(request: HttpRequest, contract: str) -> HttpResponse:
    """Search in the contract: subjects first, then every datum with the words."""
    context = _context(request, contract, "search")
    asked = request.GET.get("q", "")[:200]
    read: Edition = context["edition"]
    wanted = index.fold(asked).split()
    context |= {
        "asked": asked,
        "found": index.search(read, asked, with_money=context["may_see_money"]),
        "found_subjects": [
            one
            for one in sheets.subjects_once(read)
            if wanted and all(word in index.fold(spoken(one)) for word in wanted)
        ],
    }
    return render(request, "contracts/search.html", context)


_ALSO = {"2.1.4": "wifi wi-fi", "2.1.5": "internet pare-feu", "2.2.1": "pc ordinateur", "2.2.5": "imprimante"}


def spoken(one: sheets.Subject) -> str:
    """A subject with the words that people use for it."""
    return f"{one.row['title']} {one.row['article']} {_ALSO.get(one.row['article'], '')}"


def _context(request: HttpRequest, key: str, name: str) -> dict[str, Any]:
    place = contract_of(key)
    on = _day(request.GET.get("on", ""))
    try:
        read = edition(place, on)
    except Refused as refused:
        raise Http404 from refused
    today = timezone.localdate()
    shown = sheets.phases(read, today)
    asked = Asked.of(request.GET.dict())
    wants_all = name == "whole"
    return {
        "contract": place,
        "edition": read,
        "version": read.version,
        "section": name,
        "section_title": SECTIONS.get(name, ""),
        "sections": SECTIONS,
        "keep": f"?on={on.isoformat()}" if on else "",
        "on": on,
        "today": today,
        "may_see_money": may(request.user, "penalty.read", place),  # type: ignore[arg-type]  # our model
        "phases": shown,
        "line": time_line(shown, today),
        "phases_now": [one for one in shown if one["state"] == "now"],
        "deadlines": sheets.deadlines(read, today)[: None if name == "phases" or wants_all else 6],
        "roles": read.part("roles"),
        "subjects": sheets.subjects(read),
        "subjects_once": sheets.subjects_once(read),
        "kpi_lines": sheets.kpi_lines(read),
        "readings": _readings(request, place, read, on) if name in ("register", "whole") else [],
        "unknowns": sheets.unknowns(read) if name in ("register", "whole") else [],
        "open_unknowns": [one for one in read.version.unknowns.values() if not one.decision],
        "contradictions": read.rows("contradictions"),
        "left_open": [one for one in read.rows("left_open") if one.get("state") == "open"],
        "history": _history(place, read) if name in ("perimeter", "whole") else [],
        "asked_filters": asked,
        "sites": listed(read, "sites", asked if not wants_all else Asked()),
        "applications": listed(read, "business_applications", asked if not wants_all else Asked()),
        "next_holidays": [
            one for one in read.holidays() if today <= date.fromisoformat(one["date"]) <= today + _NEAR
        ],
        "citations": index.counts(read) if name == "clauses" else {},
    }


def _readings(request: HttpRequest, place: Contract, read: Edition, on: date | None) -> list[dict[str, Any]]:
    """The register; rooms above add what the other answers would give."""
    found = sheets.readings(read)
    for one in found:
        rendered = [
            render_panel(request=request, contract=place, reading=one["name"], on=on)
            for render_panel in panels.of(READING_SLOT)
        ]
        one["panels"] = [panel for panel in rendered if isinstance(panel, SafeString)]
    return found


def _history(place: Contract, read: Edition) -> list[dict[str, Any]]:
    numbers = [stamp for stamp in read.stamps if stamp.number <= read.version.number]
    return sheets.quantity_history([edition(place, stamp.effective_from) for stamp in numbers])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise Http404 from error

"""The page of the journal: the last facts or those sought, each leading to what it is about; its verification, its export.

It must not know a room: what a fact is about is found by the family of its stream and the name of a route.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from timonier.contracts.queries import plans_of
from timonier.core.events import read_event
from timonier.core.instants import midnight, month_of
from timonier.core.messages import MESSAGES, sentence
from timonier.core.refusal import Refused
from timonier.directory.people import accounts_called, names_of
from timonier.directory.rights import may
from timonier.foundation.asked import contract_of, speaks
from timonier.foundation.jobs import defer
from timonier.foundation.journal import Row
from timonier.foundation.journal.latest import Sought, latest
from timonier.foundation.journal.proof import verify
from timonier.foundation.journal.seals import head_of, seal_lag
from timonier.foundation.parts import whole
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import now

SHOWN = 100
VERIFIED = "verified-"
"""Name in the session, before the contract's number, of the last verification that somebody asked for."""
_PARIS = "Europe/Paris"
_FAMILIES = {
    "ticket": _("Tickets"),
    "call": _("Calls"),
    "alert": _("Alerts"),
    "service": _("Availability of services"),
    "compliance": _("Compliance"),
    "milestone": _("Milestones"),
    "quote": _("Quotes"),
    "survey": _("Surveys"),
    "source": _("Sources of measure"),
    "month": _("Months"),
    "contract": _("Versions of the contract"),
}
_WITH_LEDGER = frozenset({"alert", "call", "milestone", "quote", "survey"})
_DATA = re.compile(r"\s*\([^)]*\{[^)]*\)|\s*n° \{\w+\}|\s*no\. \{\w+\}")
_PLACE = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Line:
    """A fact as the page shows it. `author`: who did it; `writer`: who wrote it down, when that is somebody else
    and says more than the way it came."""

    row: Row
    sentence: str
    url: str
    in_drawer: bool
    author: str
    writer: str
    author_name: str = ""
    writer_name: str = ""


@require_GET
def journal(request: HttpRequest, contract: str) -> HttpResponse:
    """The last facts, or those sought, and the head that proves all before it."""
    place = contract_of(contract)
    tz, language = _zone(place), speaks()
    before = request.GET.get("before", "")
    given = {name: request.GET.get(name, "")[:100].strip() for name in ("kind", "author", "since", "until")}
    given = {name: value for name, value in given.items() if value and _is_sound(name, value)}
    found = latest(
        place,
        SHOWN,
        before=int(before) if before.isdecimal() and len(before) < 18 else None,
        sought=_sought(given, tz, accounts_called(place, given.get("author", ""))),
    )
    query = QueryDict(mutable=True)
    query.update(given)
    shown = [_line(place, row, tz, language) for row in found.rows]
    called = names_of({name for one in shown for name in (one.author, one.writer) if name})
    context = {
        "contract": place,
        "lines": [
            replace(one, author_name=called[one.author], writer_name=called.get(one.writer, ""))
            for one in shown
        ],
        "is_turned": given.get("since", "") > given.get("until", "9999"),
        "found": found,
        "given": given,
        "query": query.urlencode(),
        "kinds": list(_kinds(language)),
        "authors": sorted({called[one.author] for one in shown}),
        "head": head_of(place),
        "waiting": seal_lag(place)[0],
        "verified": request.session.get(f"{VERIFIED}{place.pk}"),
        "may_verify": may(request.user, "journal.verify", place),  # type: ignore[arg-type]  # our model
        "may_export": may(request.user, "journal.export", place),  # type: ignore[arg-type]  # our model
    }
    return render(request, "config/journal.html", context)


def _zone(place: Contract) -> str:
    try:
        return plans_of(place).tz
    except Refused:
        return _PARIS  # no version yet: nothing has happened either


def _is_sound(name: str, value: str) -> bool:
    """What is no kind and no day is left out, as if it had not been given."""
    if name == "kind":
        return value in _FAMILIES or (value in MESSAGES and value.partition(".")[0] in _FAMILIES)
    return value.isprintable() if name == "author" else _day(value) is not None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _sought(given: dict[str, str], tz: str, accounts: tuple[str, ...]) -> Sought:
    since, until = _day(given.get("since", "")), _day(given.get("until", ""))
    return Sought(
        given.get("kind", ""),
        given.get("author", ""),
        accounts,
        midnight(since, tz) if since else None,
        midnight(until + timedelta(days=1), tz) if until else None,
    )


def _kinds(language: str) -> Iterator[tuple[str, Any, list[tuple[str, str]]]]:
    """Family, its name, its kinds with theirs: the sentence of each without its data."""
    for family, label in _FAMILIES.items():
        kinds = [code for code in MESSAGES if code.startswith(f"{family}.")]
        yield family, label, [(code, _named(code, language)) for code in kinds]


def _named(code: str, language: str) -> str:
    french, english = MESSAGES[code]
    return _PLACE.sub("…", _DATA.sub("", english if language == "en" else french))


def _line(place: Contract, row: Row, tz: str, language: str) -> Line:
    payload = _payload(row)
    author = _author(row, payload)
    url, in_drawer = _about(place, row, payload, tz)
    writer = row.actor if row.actor not in (author, row.via) else ""
    return Line(row, _said(row, language), url, in_drawer, author, writer)


def _payload(row: Row) -> dict[str, Any]:
    found = json.loads(row.payload)
    return found if isinstance(found, dict) else {}


def _author(row: Row, payload: dict[str, Any]) -> str:
    return str(payload.get("by") or row.actor)


def _about(place: Contract, row: Row, payload: dict[str, Any], tz: str) -> tuple[str, bool]:
    """The address of what a fact is about, and whether the drawer shows it. What only months read leads to its month."""
    family, _slash, key = row.stream.partition("/")
    if family == "ticket":
        return reverse("desk:ticket", args=[place.key, key]), False
    if family in _WITH_LEDGER:
        return reverse("service_levels:ledger", args=[place.key, row.stream]), True
    if family == "contract":
        return reverse("contracts:versions", args=[place.key]), False
    month = key if family == "month" else month_of(row.occurred_at, tz)
    kpi = payload.get("kpi") if family == "month" else None
    if isinstance(kpi, str) and kpi:
        return reverse("service_levels:months_items", args=[place.key, month, kpi]), False
    route = "service_levels:gaps" if family == "source" else "service_levels:months_month"
    return reverse(route, args=[place.key, month]), False


def _said(row: Row, language: str) -> str:
    """A fact as a sentence. Those of months and of the contract's versions are their rooms' own, and no measure's."""
    family, _slash, key = row.stream.partition("/")
    if family in ("month", "contract"):
        return sentence(row.kind, {"number": key} | json.loads(row.payload), language)
    return sentence(row.kind, dict(read_event(row.stream, row.payload).data), language)


@require_POST
def journal_verify(request: HttpRequest, contract: str) -> HttpResponse:
    """Recompute every digest and seal, and say what was found; it stays on the page of who asked, with its hour."""
    place = contract_of(contract)
    (verdict,) = verify(place)
    head = head_of(place)
    if verdict.fault is None:
        said = _("Checked: %(count)s sealed events, every digest and every seal is right.") % {
            "count": whole(verdict.sealed, speaks())
        }
        messages.success(request, str(said))
    else:
        fault = {"kind": verdict.fault.kind, "position": verdict.fault.position}
        said = _("The journal is not whole: %(kind)s at position %(position)s.") % fault
        messages.error(request, str(said))
    request.session[f"{VERIFIED}{place.pk}"] = {
        "at": now(),
        "said": str(said),
        "is_whole": verdict.fault is None,
        "hash": head.hash if head else "",
    }
    return redirect("journal", contract)


@require_POST
def journal_export(request: HttpRequest, contract: str) -> HttpResponse:
    """Have the sealed journal written to a file that a stranger can check; to the page that says how far it is."""
    place = contract_of(contract)
    run = defer("governance.journal", contract_id=place.pk, account_id=request.user.pk)
    return redirect("job", place.key, run)

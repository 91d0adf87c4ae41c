"""One ticket: its page with ledger, time line and verbs; a short look beside the list; a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from timonier.contracts.queries import plans_of
from timonier.core.contract.model import Kpi
from timonier.core.events import Event
from timonier.core.refusal import Refused
from timonier.core.workings import SCORES
from timonier.desk import acts, changes, forms, plain
from timonier.desk.columns import short_name
from timonier.desk.models import Ticket
from timonier.desk.queries import clock_of, ticket_of
from timonier.desk.services import act, answers, is_user, open_ticket
from timonier.desk.views.common import STATUS, said, told, verb_label
from timonier.directory import drafts
from timonier.directory.callers import Caller, who_asks
from timonier.directory.people import names_of
from timonier.foundation.asked import contract_of, speaks
from timonier.foundation.journal import Row
from timonier.foundation.live import mark_of
from timonier.foundation.parts import typographic
from timonier.foundation.registries import panels
from timonier.foundation.signature import EventLine, with_clause, with_contest, with_proofs
from timonier.foundation.tenancy.middleware import undo
from timonier.foundation.tenancy.models import Contract
from timonier.measures.queries import Told, told_of
from timonier.measures.services import now

_USER_NEW, _USER_MORE = ("title", "type", "category"), ("service", "urgency", "scope")
"""What a user says of what happens to him; who he is and how he came, the house knows."""
_NEW = ("title", "requester", "type", "priority")
_NEW_MORE = ("urgency", "scope", "category", "service", "channel", "vip", "blocking")
_ANSWERS = ("validate", "reopen")
"""What a requester says when he is asked whether it works."""
_PEEKED = 5


@require_GET
@never_cache
def ticket_page(request: HttpRequest, contract: str, number: str) -> HttpResponse:
    """One ticket."""
    return _page(request, contract_of(contract), number)


@require_GET
@never_cache
def peek(request: HttpRequest, contract: str, number: str) -> HttpResponse:
    """What one wants to know without leaving the list."""
    who, place = who_asks(request), contract_of(contract)
    ticket = ticket_of(who, place, number)
    known = told_of(place, f"ticket/{number}") if ticket else None
    if ticket is None or known is None:
        raise Http404
    context = {
        "contract": place,
        "ticket": ticket,
        "clock": clock_of(plans_of(place), ticket, known.as_of),
        "requester": short_name(ticket.requester),
        "assignee": short_name(ticket.assignee),
        "events": _events(known, None if who.may("ticket.list", place) else plain.sentences(known.events))[
            :_PEEKED
        ],
        "more": max(0, len(known.events) - _PEEKED),
    }
    return render(request, "desk/peek.html", context)


@require_http_methods(["GET", "POST"])
def act_on(request: HttpRequest, contract: str, verb: str, number: str) -> HttpResponse:
    """Do a verb; what was typed comes back with the reason when it is refused."""
    who, place = who_asks(request), contract_of(contract)
    if request.method != "POST":
        # Whoever signs in again after a form was refused lands here: his draft waits on the page.
        return redirect("desk:ticket", contract, number)
    version = request.POST.get("version", "")
    expected = int(version) if version.isdecimal() and len(version) < 10 else None
    try:
        act(verb, who, place, number, forms.values_of(request.POST), expected_version=expected)
    except Refused as refused:
        undo(request)
        if refused.code == "unknown_ticket":
            raise Http404 from refused
        refusal = {
            "verb": verb,
            "label": verb_label(verb),
            "sentence": said(refused),
            "values": request.POST,
            "since": expected if refused.code == "conflict" else None,
        }
        return _page(request, place, number, refusal, STATUS.get(refused.code, 422))
    to = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure()):
        # From a list one stays in the list: there it must be said which ticket it was.
        said_of = {"verb": verb_label(verb), "number": number}
        messages.success(request, _("Done on %(number)s: %(verb)s.") % said_of)
        answer = redirect(to)
    else:
        messages.success(request, _("Done: %(verb)s.") % {"verb": verb_label(verb)})
        answer = redirect("desk:ticket", contract, number)
    return drafts.sent(request, answer, who.account, place, f"ticket/{number}/{verb}")


@require_http_methods(["GET", "POST"])
def new_ticket(request: HttpRequest, contract: str) -> HttpResponse:
    """Open a ticket: three fields, everything else folded."""
    who, place = who_asks(request), contract_of(contract)
    refusal, status = "", 200
    if request.method == "POST":
        values = forms.values_of(request.POST)
        try:
            answer, _made = answers.once(
                place, who.source, request.POST.get("key", ""), repr(sorted(values.items())).encode(),
                lambda: {"number": open_ticket(who, place, **values).number},
            )  # fmt: skip
            messages.success(request, _("Ticket %(number)s is open.") % {"number": answer["number"]})
            response = redirect("desk:ticket", contract, answer["number"])
            return drafts.sent(request, response, who.account, place, "new")
        except Refused as refused:
            undo(request)
            refusal, status = said(refused), STATUS.get(refused.code, 422)
    version = plans_of(place).at(now()).version
    kept = drafts.of(who.account, place, "new").get("") if who.account and not request.POST else None
    given = kept.values if kept else request.POST
    usual = {"type": "incident", "priority": version.default_priority, "channel": "phone"}
    asks = is_user(who, place)

    def fields(names: tuple[str, ...]) -> list[forms.FormField]:
        return [
            forms.field(
                name,
                version,
                speaks(),
                needed=name in ("title", "type"),
                value=given.get(name) or usual.get(name, ""),
                for_user=asks,
            )
            for name in names
        ]

    context = {
        "contract": place,
        "fields": _plain(fields(_USER_NEW)) if asks else fields(_NEW),
        "more": fields(_USER_MORE if asks else _NEW_MORE),
        "asks": asks,
        "refusal": refusal,
        "key": request.POST.get("key") or uuid4().hex,
        "draft": _draft_of(who, place, "new", kept, is_refused=bool(refusal)),
    }
    return render(request, "desk/new.html", context, status=status)


def _plain(fields: list[forms.FormField]) -> list[forms.FormField]:
    """The kind of a request in a user's words; the two others are no matter of his."""
    words = (
        ("incident", _("Something does not work")),
        ("request", _("I need something")),
        ("information", _("I have a question")),
    )
    return [
        replace(one, label=_("What it is"), options=words)
        if one.name == "type"
        else replace(one, label=_("It concerns"))
        if one.name == "category"
        else one
        for one in fields
    ]


def _page(
    request: HttpRequest,
    place: Contract,
    number: str,
    refusal: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    who = who_asks(request)
    ticket = ticket_of(who, place, number)
    known = told_of(place, f"ticket/{number}") if ticket else None
    if ticket is None or known is None:
        raise Http404
    contest = reverse("service_levels:dispute_new", args=[place.key, number])
    measures = _measures(place, known, contest if who.may("kpi.contest", place) else "")
    verbs = _verbs(who, place, ticket, refusal)
    handles = who.may("ticket.list", place)
    # A requester answers under the banner that asks; the same acts do not stand twice on his page.
    asked = {} if handles else {one["name"]: one for one in verbs if one["name"] in _ANSWERS}
    verbs = [one for one in verbs if one["name"] not in asked]
    version = plans_of(place).at(known.events[0].at).version
    context = {
        "contract": place,
        "ticket": ticket,
        "clock": clock_of(plans_of(place), ticket, known.as_of),
        "requester": short_name(ticket.requester),
        "assignee": short_name(ticket.assignee),
        "category": _title_in(version.categories, ticket.category),
        "service": _title_in(version.services, ticket.service),
        "measures": measures,
        "has_others": any(not one["rows"] for one in measures),
        "events": _events(known, plain.sentences(known.events) if not handles else None),
        "asked": asked,
        "notes": [{**note, "sentence": told(note["code"], note["params"])} for note in known.outcome.notes],
        "verbs": [one for one in verbs if not one["is_rare"]],
        "rare_verbs": [one for one in verbs if one["is_rare"]],
        "rare_is_open": any(one["is_rare"] and one["is_open"] for one in verbs),
        "refusal": refusal,
        "changes": _changes(who, place, known, refusal),
        "panels": [draw(request, place, number) for draw in panels.of("ticket")],
        "may_explain": who.may("kpi.explain", place),
        "handles": handles,
        "is_taking": ticket.due_kpi in {kpi.key for kpi in version.kpis if kpi.family == "tickets_taken"},
        "mark": mark_of(place.pk, f"ticket/{number}"),
        "instant": known.as_of,
    }
    return render(request, "desk/ticket.html", context, status=status)


def _title_in(known: Mapping[str, Any], key: str) -> str:
    """The title that the contract gives to a key; the key when it gives none."""
    one = known.get(key)
    return typographic(one.title_en if speaks() == "en" else one.title_fr) if one else key


def _changes(
    who: Caller, place: Contract, known: Told, refusal: dict[str, Any] | None
) -> dict[str, Any] | None:
    """What others did while the reader was typing, for a form that came too late."""
    if refusal is None or refusal["since"] is None:
        return None
    found = changes.since(place, known, refusal["since"])
    names = names_of(row.actor for _event, row in found.events)
    lines = [
        {
            "sentence": told(f"{event.family}.{event.kind}", dict(event.data)),
            "actor": names[row.actor],
            "is_me": row.actor == who.name,
            "at": event.at,
        }
        for event, row in found.events
    ]
    return {"lines": lines, "differences": found.differences}


def _measures(place: Contract, known: Told, contest: str) -> list[dict[str, Any]]:
    plan = plans_of(place).at(known.events[0].at)
    titles = {kpi.key: kpi for kpi in plan.version.kpis}
    return [
        {
            "kpi": one.kpi,
            "title": titles.get(one.kpi),
            "outcome": one.outcome,
            "is_scored": one.kpi in titles and titles[one.kpi].family in SCORES,
            "score": one.value,
            "target": one.target,
            "counted": one.counted,
            "reason": one.reason,
            "rows": _clause_rows(
                place,
                titles.get(one.kpi),
                with_contest(with_proofs(one.intervals(), _proofs(known)), contest),
            )
            if one.counted is not None
            else [],
            "url": reverse("service_levels:ledger", args=[place.key, known.events[0].stream])
            + f"?kpi={one.kpi}",
        }
        for one in sorted(
            known.outcome.measures, key=lambda one: (one.counted is None, one.outcome != "running", one.kpi)
        )
    ]


def _events(known: Told, said: Sequence[str] | None = None) -> list[EventLine]:
    """The time line, the newest first. `said`: other sentences than the trade's."""
    pairs = enumerate(zip(known.events, known.rows, strict=True), 1)
    lines = [_event(number, event, row) for number, (event, row) in pairs]
    if said is not None:
        lines = [replace(line, sentence=one) for line, one in zip(lines, said, strict=True)]
    return lines[::-1]


def _event(number: int, event: Event, row: Row) -> EventLine:
    sentence = told(f"{event.family}.{event.kind}", dict(event.data))
    proof = str(event.data.get("reference") or "")[:80]
    return EventLine(
        sentence,
        event.at,
        actor=_doer(event, row),
        via=row.via,
        known_at=event.known_at,
        position=row.position,
        proof="" if proof in sentence else proof,
        anchor=f"e-{number}",
    )


def _doer(event: Event, row: Row) -> str:
    """Who did it, as the fact says; else who wrote it down."""
    return short_name(event.by) if event.by else row.actor


def _proofs(known: Told) -> list[tuple[int, str]]:
    return [(event.at, f"#e-{number}") for number, event in enumerate(known.events, 1)]


def _verbs(
    who: Caller, place: Contract, ticket: Ticket, refusal: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """What can be done now, the likeliest first; forms hold what was refused, or else what was begun."""
    version = plans_of(place).at(now()).version
    refused = refusal or {"verb": "", "values": {}}
    prefix = f"ticket/{ticket.number}/"
    begun = drafts.of(who.account, place, prefix) if who.account else {}
    verbs = acts.possible(who, place, ticket)
    likely = acts.likely(ticket, verbs)
    rows = []
    for verb in verbs:
        is_refused = refused["verb"] == verb.name
        kept = None if is_refused else begun.get(verb.name)
        typed = refused["values"] if is_refused else kept.values if kept else {}
        rows.append(
            {
                "name": verb.name,
                "label": verb_label(verb.name),
                "fields": forms.verb_fields(verb, version, speaks(), typed),
                "is_open": is_refused or kept is not None,
                "is_likely": verb.name == likely,
                "is_rare": verb.name in acts.RARE and verb.name != likely,
                "draft": _draft_of(who, place, prefix + verb.name, kept, is_refused=is_refused),
            }
        )
    return rows


def _draft_of(
    who: Caller, place: Contract, form: str, kept: drafts.Kept | None, *, is_refused: bool
) -> dict[str, Any]:
    """What the template of a form says about its draft."""
    return {
        "form": form,
        "url": reverse("directory:draft", args=[place.key]),
        "owner": mark_of(who.account.pk if who.account else 0, "draft"),
        "saved_at": kept.saved_at if kept else None,
        "stamp": int(kept.saved_at.timestamp() * 1000) if kept else 0,
        "is_refused": is_refused,
    }


def _clause_rows(place: Contract, kpi: Kpi | None, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if kpi is None or not kpi.clause:
        return rows
    return with_clause(rows, kpi.clause, reverse("contracts:clause", args=[place.key, kpi.clause]))

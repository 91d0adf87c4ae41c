"""What if: choose months and what to try, read figures and euros side by side, open the items whose fate changes."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from timonier.contracts import drafts
from timonier.contracts.drafts import Told
from timonier.core.refusal import Refused
from timonier.directory.callers import Caller, caller_of, who_asks
from timonier.foundation.asked import contract_of, say_why, speaks
from timonier.foundation.tenancy.middleware import undo
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels import kept as store
from timonier.service_levels import pages, whatif_pages
from timonier.service_levels import whatif_runs as runs
from timonier.service_levels.asked import AskedWhatIf
from timonier.service_levels.frames import frame
from timonier.service_levels.whatif import last_months

COUNTS = (1, 3, 6, 13, 24)
EFFECT = 13


@require_http_methods(["GET", "POST"])
def whatif(request: HttpRequest, contract: str) -> HttpResponse:
    """The choice, and under it the result. What is chosen stands in the address; a POST computes it again."""
    who, place = who_asks(request), contract_of(contract)
    given = request.POST if request.method == "POST" else request.GET
    asked = _asked(place, given)
    context = _choice(who, place, asked)
    if not asked.is_something:
        return render(request, "service_levels/whatif.html", context)
    if asked.draft is not None:
        _visible(who, place, asked.draft)
    try:
        found = store.comparison(
            place, asked.months(), asked.alternative(place), who.name, again=request.method == "POST"
        )
    except Refused as refused:
        undo(request)
        context["refusal"] = say_why(refused)
        return render(request, "service_levels/whatif.html", context, status=422)
    if request.method == "POST":
        messages.success(request, _("Computed again."))
        return redirect(f"{reverse('service_levels:whatif', args=[place.key])}?{_address(asked)}")
    return render(request, "service_levels/whatif.html", context | _result(place, found))


@require_GET
def items(request: HttpRequest, contract: str, inputs: str, month: str, kpi: str) -> HttpResponse:
    """The items of one figure whose fate changes."""
    who, place = who_asks(request), contract_of(contract)
    found = _kept(who, place, inputs)
    line = whatif_pages.line_of(found, month, kpi)
    if line is None:
        raise Http404
    context = {
        "contract": place,
        "kept": found,
        "month": month,
        "line": {**line, "items_shown": whatif_pages.items_shown(line)},
        "kpi": whatif_pages.kpis_of(place, found).get(kpi),
        "hidden": max(0, line["changed_items"] - len(line["items"])),
        **frame(request),
    }
    return render(request, "service_levels/whatif_items.html", context)


@require_GET
def ledgers(request: HttpRequest, contract: str, inputs: str, stream: str) -> HttpResponse:
    """One item to the minute, under the contract in force and under what was tried."""
    who, place = who_asks(request), contract_of(contract)
    found = _kept(who, place, inputs)
    kpi, month = request.GET.get("kpi", "")[:20], request.GET.get("month", "")[:7]
    both = whatif_pages.both_ledgers(place, found, stream, kpi)
    if both is None:
        raise Http404
    kpis = whatif_pages.kpis_of(place, found)
    context = {
        "contract": place,
        "kept": found,
        "month": month,
        "kpi": kpi,
        "stream": stream,
        "item": stream.partition("/")[2],
        "pairs": [
            {
                "kpi": kpis.get(one.kpi),
                "sides": [
                    {"name": name, "measure": side, "rows": _rows(side)}
                    for name, side in (("before", one.before), ("after", one.after))
                ],
            }
            for one in both
        ],
        **frame(request),
    }
    return render(request, "service_levels/whatif_ledgers.html", context)


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, contract: str) -> HttpResponse:
    """The ambiguity register priced. A POST prices it, and keeps the result."""
    who, place = who_asks(request), contract_of(contract)
    given = request.POST if request.method == "POST" else request.GET
    last = given.get("last") or pages.latest_month(place)
    count = _count(given.get("months", "1"))
    context: dict[str, Any] = {
        "contract": place,
        "months": pages.months_of(place),
        "counts": COUNTS,
        "last": last,
        "count": count,
    }
    try:
        months = AskedWhatIf(last, count).months()
        if request.method == "POST":
            try:
                store.register(place, months, who.name, again=True, seconds=store.QUICK)
            except Refused as refused:
                if refused.code != "whatif_too_long":
                    raise
                return redirect(runs.address_of(place, runs.ask_register(who, place, last, count)))
            address = urlencode({"last": last, "months": str(count)})
            return redirect(f"{reverse('service_levels:whatif_register', args=[place.key])}?{address}")
        found = store.kept_register(place, months)
        context |= runs.shown(request, place, runs.REGISTER)
    except Refused as refused:
        undo(request)
        context["refusal"] = say_why(refused)
        return render(request, "service_levels/whatif_register.html", context, status=422)
    if found is not None:
        context |= {"kept": found, "blocks": whatif_pages.register_lines(place, found, _at())}
    return render(request, "service_levels/whatif_register.html", context)


@require_POST
def effect(request: HttpRequest, contract: str, number: int) -> HttpResponse:
    """Compute what a draft would have changed in the last months, for both parties to read."""
    who, place = who_asks(request), contract_of(contract)
    _visible(who, place, number)
    last = pages.latest_month(place)
    try:
        store.make_effect(place, number, last_months(last, EFFECT), who.name, seconds=store.QUICK)
    except Refused as refused:
        if refused.code == "whatif_too_long":
            return redirect(runs.address_of(place, runs.ask_effect(who, place, number, last, EFFECT)))
        undo(request)
        messages.error(request, say_why(refused))
    return redirect(f"{reverse('contracts:draft', args=[place.key, number])}#effect")


def effect_panel(request: HttpRequest, contract: Contract, told: Told) -> SafeString:
    """The effect of a draft, on its own page; the address to compute it when it was not."""
    who = caller_of(request)
    if who is None or not who.may("whatif.read", contract):
        return SafeString("")
    found = store.effect_kept(contract, told.row.number)
    context: dict[str, Any] = {"contract": contract, "draft": told, "kept": found}
    context |= runs.shown(request, contract, runs.EFFECT)
    if found is not None:
        context |= _result(contract, found)
    return render_to_string("service_levels/effect.html", context, request=request)


def reading_panel(
    request: HttpRequest, contract: Contract, reading: str = "", on: date | None = None
) -> SafeString:
    """What each answer of a reading would give on the last month that is over; of all readings without a name.

    `on`: the day whose version the page shows; prices are those of the version in force now, whatever the day.
    """
    who = caller_of(request)
    if who is None or not who.may("whatif.read", contract):
        return SafeString("")
    months = [pages.latest_month(contract)]
    asked = getattr(request, "_timonier_register", None)
    if asked is None:  # a page asks once for each of its readings
        asked = (store.kept_register(contract, months),)
        request._timonier_register = asked  # type: ignore[attr-defined]  # kept for this request
    found = asked[0]
    blocks = [] if found is None else whatif_pages.register_lines(contract, found, _at(), reading)
    context = {
        "contract": contract,
        "kept": found,
        "blocks": blocks,
        "months": months,
        "is_one": bool(reading),
    }
    return render_to_string("service_levels/reading_panel.html", context, request=request)


def _result(place: Contract, found: store.Kept) -> dict[str, Any]:
    months = whatif_pages.month_lines(place, found)
    names = (_("Penalties of each month, side by side"), _("In force"), _("Replayed"))
    return {
        "kept": found,
        "by_month": months,
        "euros": whatif_pages.euros_chart(months, names, speaks()),
        "moved": [month["month"] for month in reversed(months) if whatif_pages.moves(month)],
        "unmoved": sum(bool(month["lines"]) and not whatif_pages.moves(month) for month in months),
        "changed_items": sum(month["changed_items"] for month in months),
        "tried": whatif_pages.tried_words(place, found, _at()),
        "first": found.result["months"][0],
        "until": found.result["months"][-1],
        "effective_from": _day(found.result["alternative"]["effective_from"]),
    }


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _choice(who: Caller, place: Contract, asked: AskedWhatIf) -> dict[str, Any]:
    register = whatif_pages.register_choices(place, asked.readings, _at())
    return {
        "contract": place,
        "asked": asked,
        "months": pages.months_of(place),
        "counts": COUNTS,
        "hours": [one for one in register if one.is_of_hours],
        "readings": [one for one in register if not one.is_of_hours],
        "services": whatif_pages.services_of(place, _at()),
        "drafts": [one for one in drafts.all_drafts(who, place) if one.state in ("draft", "proposed")],
        "address": _address(asked),
    }


def _asked(place: Contract, given: Any) -> AskedWhatIf:
    draft = given.get("draft", "")
    return AskedWhatIf(
        last=given.get("last") or pages.latest_month(place),
        count=_count(given.get("months", str(EFFECT))),
        readings=tuple(one[:200] for one in given.getlist("reading")[:40] if one),
        hours=given.get("hours", "")[:60],
        week=given.get("week", "").strip()[:200],
        draft=int(draft) if draft.isdecimal() and len(draft) < 7 else None,
        throughout=given.get("from_its_date") != "1",
    )


def _address(asked: AskedWhatIf) -> str:
    found: list[tuple[str, str]] = [("last", asked.last), ("months", str(asked.count))]
    found += [("reading", one) for one in asked.readings]
    if asked.week:
        found += [("hours", asked.hours), ("week", asked.week)]
    if asked.draft is not None:
        found.append(("draft", str(asked.draft)))
    if not asked.throughout:
        found.append(("from_its_date", "1"))
    return urlencode(found)


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else EFFECT


def _rows(side: Any) -> list[dict[str, Any]]:
    return side.intervals() if side is not None and side.counted is not None else []


def _kept(who: Caller, place: Contract, inputs: str) -> store.Kept:
    found = store.newest(place, inputs[:64])
    if found is None or "alternative" not in found.result:
        raise Http404
    draft = found.result["alternative"]["draft"]
    if draft is not None:
        _visible(who, place, draft)
    return found


def _visible(who: Caller, place: Contract, number: int) -> None:
    try:
        drafts.draft_of(who, place, number)
    except Refused as refused:
        raise Http404 from refused


def _at() -> int:
    return int(speaks() == "en")

"""What is behind a number of a month's extras: its first items, each open to its ledger. A step of the evidence drawer."""

from itertools import zip_longest
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from timonier.contracts.queries import plans_of
from timonier.core.extras import DIMENSIONS, LISTED
from timonier.core.instants import SECOND, month_first
from timonier.core.messages import sentence
from timonier.directory.people import names_of
from timonier.foundation.asked import is_part, speaks
from timonier.foundation.parts import typographic
from timonier.foundation.registries import links
from timonier.foundation.tenancy.lookup import contract_named
from timonier.foundation.tenancy.models import Contract
from timonier.measures.words import HOLDERS, attribute_word
from timonier.service_levels import figures

TITLES: dict[str, Any] = {
    "opened": _("Opened in the month"),
    "closed": _("Resolved in the month"),
    "reopened": _("Reopened in the month"),
    "backlog": _("Open at the end of the month"),
    "held": _("Judged items, by holder"),
    "party": _("Held by a third party in the month"),
    "silent": _("Still held by a third party at the end of the month"),
    "unproven": _("Handed over without a complete proof"),
    "excluded": _("Excluded in the month"),
    "excluder": _("Taken out of the count, by author"),
    "changed": _("Re-classified in the month, by author"),
    "late": _("Facts learnt long after they occurred, by author"),
    "calls": _("Calls without an answer"),
}
"""First word of a number's name → what its items have in common."""
BY_AUTHOR = ("excluder", "changed", "late")
"""Numbers of one person's acts."""
LENGTHS = ("held", "party")
"""Numbers that are lengths of time: each item has its part of it."""


@require_GET
def behind(request: HttpRequest, contract: str, month: str, name: str) -> HttpResponse:
    """The items of a number, as the figures of the month were drawn."""
    place = contract_named(contract)
    head, _colon, rest = name.partition(":")
    figure = figures.one(place, month) if place is not None and head in TITLES else None
    if place is None or figure is None:
        raise Http404
    items = figures.items(place, month, name)
    streams = [one if "/" in one else f"ticket/{one}" for one in items]
    label = links.get("ticket")
    titles = label(place, items) if label else {}
    part = is_part(request)
    spent = [int(us) for us in figures.items(place, month, f"spent:{name}")] if head in LENGTHS else []
    total = _length(figure, head, rest) if spent else 0
    context = {
        "contract": place,
        "month": month,
        "title": TITLES[head],
        "about": _about(place, month, head, rest),
        "items": [
            {"item": item, "stream": stream, "title": titles.get(item, ""), "spent": us}
            for item, stream, us in zip_longest(items, streams, spent)
        ],
        "total": total,
        "others": total - sum(spent) if len(items) >= LISTED else 0,
        "figure": figure,
        "is_bounded": len(items) >= LISTED,
        "frame": "service_levels/drawer.html" if part else "ui/base.html",
    }
    return render(request, "service_levels/behind.html", context)


def _about(place: Contract, month: str, head: str, rest: str) -> str:
    """What the number is of, in the words of the page that shows it."""
    name, _colon, value = rest.partition(":")
    if name in DIMENSIONS:
        word = attribute_word(plans_of(place).on(month_first(month)), name, value, speaks())
        return word or str(_("not said"))
    if head == "held":
        return HOLDERS.get(rest, (rest, rest))[speaks() == "en"]
    if head == "excluded":
        return typographic(sentence(rest, {}, speaks())) if rest else ""
    if head in BY_AUTHOR:
        return names_of([rest])[rest] if rest else ""
    return "" if head == "calls" else rest


def _length(figure: figures.MonthFigure, head: str, rest: str) -> int:
    """The number itself, as dashboards show it. Units: microseconds."""
    if head == "held":
        return int(figure.extras["held"]["all"].get(rest, 0)) * SECOND
    return sum(int(one["seconds"]) for one in figure.extras["parties"] if one["party"] == rest) * SECOND

"""What is behind a number of a month's extras: its first items, each open to its ledger. A step of the evidence drawer."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from timonier.core.extras import DIMENSIONS, LISTED
from timonier.foundation.asked import is_part
from timonier.foundation.registries import links
from timonier.foundation.tenancy.lookup import contract_named
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
    context = {
        "contract": place,
        "month": month,
        "title": TITLES[head],
        "about": rest.partition(":")[2] if rest.partition(":")[0] in DIMENSIONS else rest,
        "items": [
            {"item": item, "stream": stream, "title": titles.get(item, "")}
            for item, stream in zip(items, streams, strict=True)
        ],
        "figure": figure,
        "is_bounded": len(items) >= LISTED,
        "frame": "service_levels/drawer.html" if part else "ui/base.html",
    }
    return render(request, "service_levels/behind.html", context)

"""The palette: one box that leads anywhere and acts. Rooms answer through `registries.finders`; here stand the shell's own.

It must not know a room: what it shows of one, the room has found itself.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from timonier.config.shell import is_user, places_for
from timonier.directory.choices import Density, Theme
from timonier.foundation.asked import speaks
from timonier.foundation.registries import Finder, Hit, Shortcut, finders, shortcuts
from timonier.foundation.tenancy.lookup import contract_named
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import current_scope
from timonier.foundation.typed import answers

LONGEST = 100
MOST = 8


@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """What answers the text, by kind: a part for the dialog, a page of its own without script."""
    text = request.GET.get("q", "")[:LONGEST].strip()
    key = request.GET.get("contract", "")
    contract = contract_named(key)
    groups: list[tuple[Any, list[tuple[int, Hit]]]] = []
    number = 0
    for _name, finder in sorted(finders, key=lambda row: (row[1].order, row[0])):
        if not text and not finder.knows_all:
            continue
        hits = []
        for hit in finder.find(request, contract, text):
            hits.append((number, hit))
            number += 1
            if len(hits) == MOST:
                break
        if hits:
            groups.append((finder.label, hits))
    context = {
        "groups": groups,
        "text": text,
        "count": number,
        "contract_key": contract.key if contract else "",
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "config/palette_hits.html" if is_part else "config/palette.html", context)


def _places(request: HttpRequest, contract: Contract | None, text: str) -> Iterator[Hit]:
    for entry in places_for(request, contract):
        if answers(str(entry.label), text):
            yield Hit(str(entry.label), entry.url, f"g {entry.key}" if entry.key else "")


def _contracts(request: HttpRequest, contract: Contract | None, text: str) -> Iterator[Hit]:
    for one in Contract.objects.filter(pk__in=current_scope()).order_by("key"):
        if (contract is None or one.pk != contract.pk) and answers(
            f"{one.key} {one.title_fr} {one.title_en}", text
        ):
            is_english = speaks() == "en"
            title = (is_english and one.title_en) or one.title_fr
            language = "fr" if is_english and title == one.title_fr else ""
            yield Hit(str(title), reverse("switch") + f"?contract={one.key}", one.key, language=language)


def _acts(request: HttpRequest, contract: Contract | None, text: str) -> Iterator[Hit]:
    """What the shell itself can do."""
    to = reverse("preferences")
    rows = [
        (_("Dark theme"), "theme apparence nuit", "theme", Theme.DARK),
        (_("Light theme"), "theme apparence jour", "theme", Theme.LIGHT),
        (_("Theme of the device"), "theme apparence automatique auto systeme", "theme", Theme.SYSTEM),
        (_("Compact rows"), "densite dense lignes", "density", Density.COMPACT),
        (_("Comfortable rows"), "densite lignes", "density", Density.COMFORTABLE),
        ("English", "langue anglais language", "locale", "en"),
        ("Français", "langue french language", "locale", "fr"),
    ]
    account: Any = request.user
    for label, also, name, value in rows:
        if getattr(account, name) != value and answers(str(label), text, also):
            language = str(value) if name == "locale" else ""
            yield Hit(str(label), to, fields=((name, str(value)),), language=language)
    if answers(str(_("Sign out")), text, "quitter deconnexion"):
        yield Hit(str(_("Sign out")), reverse("directory:sign_out"), fields=(("palette", "1"),))
    if not is_user(request, contract) and answers(str(_("Style guide")), text, "composants developpeurs"):
        yield Hit(str(_("Style guide")), reverse("styleguide"))
    if answers(str(_("Accessibility")), text, "rgaa declaration"):
        yield Hit(str(_("Accessibility")), reverse("accessibility"))


def register() -> None:
    """Put the shell's own answers and keys on the lists."""
    finders.add("places", Finder(_("Go to"), _places, 10, knows_all=True))
    finders.add("contracts", Finder(_("Contracts"), _contracts, 40))
    finders.add("acts", Finder(_("Do"), _acts, 50))
    for order, (keys, label) in enumerate(
        (
            ("/", _("Search tickets")),
            ("Ctrl K", _("Go anywhere, do anything")),
            ("j", _("Next row of the list")),
            ("k", _("Previous row of the list")),
            ("Enter", _("Open the row")),
            ("Space", _("Look at the row")),
            ("x", _("Choose the row")),
            ("Esc", _("Close what is open")),
            ("← →", _("Previous or next step of the evidence")),
            ("?", _("This help")),
        )
    ):
        shortcuts.add(f"shell.{order}", Shortcut(keys, label, order=order))

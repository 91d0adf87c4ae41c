"""What the desk answers to the palette: tickets by number or words, a new one, and what may be done to the one in sight."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from timonier.desk.acts import KNOWN_AS, possible
from timonier.desk.filters import Filters
from timonier.desk.forms import shown_names
from timonier.desk.models import Ticket
from timonier.desk.perms import visible
from timonier.desk.queries import page_of, ticket_of
from timonier.desk.views.common import verb_label
from timonier.directory.callers import caller_of
from timonier.foundation.registries import Hit
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.typed import answers
from timonier.measures.services import now

MOST = 6
_LONGEST = 90
_LONGEST_VERSION = 10
_WORTH = 2  # shorter texts would list what nobody looks for


def tickets(request: HttpRequest, contract: Contract | None, text: str) -> Iterator[Hit]:
    """A ticket by its number on any of one's contracts; then by words on the contract on screen."""
    who = caller_of(request)
    if who is None or len(text) < _WORTH:
        return
    rows = list(
        visible(who, Ticket.objects.filter(number__in={text, text.upper()})).select_related("contract")[:MOST]
    )
    if contract is not None:
        known = {(row.contract_id, row.number) for row in rows}
        found = page_of(who, contract, Filters(state="all", q=text, sort="opened"), now(), size=MOST).tickets
        rows += [row for row in found if (row.contract_id, row.number) not in known]
    keys = {
        row.contract_id: row.contract.key
        for row in rows
        if contract is None or row.contract_id != contract.pk
    }
    for row in rows[:MOST]:
        key = keys.get(row.contract_id) or (contract.key if contract else "")
        hint = row.get_status_display() if contract and row.contract_id == contract.pk else key
        yield Hit(
            f"{row.number} – {_shortened(row.title)}", reverse("desk:ticket", args=[key, row.number]), hint
        )


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST else title[:_LONGEST].rstrip() + "…"


def acts(request: HttpRequest, contract: Contract | None, text: str) -> Iterator[Hit]:
    """A new ticket."""
    who = caller_of(request)
    if who is None or contract is None or not who.may("ticket.open", contract):
        return
    label = _("New ticket")
    if answers(label, text, "incident demande ouvrir creer"):
        yield Hit(label, reverse("desk:new", args=[contract.key]), "n")


def on_ticket(request: HttpRequest, contract: Contract | None, text: str) -> Iterator[Hit]:
    """What the reader may do now to the ticket in sight: the page's own (`on`), or the chosen row of a list (`on`, `version`).

    On the page the hit leads to the form or button that stands there. From a list, an act without fields is done at once,
    with the version that the row shows, and one with fields leads to its form.
    """
    who, number = caller_of(request), request.GET.get("on", "")[:_LONGEST]
    if who is None or contract is None or not number:
        return
    ticket = ticket_of(who, contract, number)
    if ticket is None:
        return
    version = request.GET.get("version", "")
    page = reverse("desk:ticket", args=[contract.key, number])
    for verb in possible(who, contract, ticket):
        label = verb_label(verb.name)
        if not answers(label, text, KNOWN_AS.get(verb.name, "")):
            continue
        if shown_names(verb):
            yield Hit(f"{label}…", f"{page}#act-{verb.name}", number)
        elif version.isdecimal() and len(version) < _LONGEST_VERSION:
            url = reverse("desk:act", args=[contract.key, verb.name, number])
            yield Hit(label, url, number, (("version", version),))
        else:
            yield Hit(label, f"{page}#act-{verb.name}", number)


def on_ticket_untyped(request: HttpRequest, contract: Contract | None, text: str) -> Iterator[Hit]:
    """The same before anything is typed, below the places: Enter alone does nothing to a ticket."""
    if not text:
        yield from on_ticket(request, contract, text)

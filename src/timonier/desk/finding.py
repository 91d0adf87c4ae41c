"""What the desk answers to the palette: tickets by number or words, and a new one."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from timonier.desk.filters import Filters
from timonier.desk.models import Ticket
from timonier.desk.perms import visible
from timonier.desk.queries import page_of
from timonier.directory.callers import caller_of
from timonier.foundation.registries import Hit
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.typed import answers
from timonier.measures.services import now

MOST = 6
_LONGEST = 90
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

"""The rows of the list as markup: fifty of some nine cells, filled in and not interpreted anew by the template engine."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from timonier.desk.columns import Cell
from timonier.desk.models import Ticket
from timonier.desk.queries import Clock
from timonier.foundation.chips import clock_chip
from timonier.foundation.markup import NOTHING, fill, joined

_ROW = '<tr data-row data-number="{}" data-version="{}">{}{}</tr>'
_PICK = (
    '<td class="tim-pick"><input class="form-check-input m-0" type="checkbox" form="bulk" name="ticket" value="{0}:{1}"'
    ' aria-label="{2} {0}"></td>'
)
_NUMBER = '<td data-label="{}"><a class="tim-whole" href="{}">{}</a></td>'
_CLOCK = '<td data-label="{}"><span{}>{}</span></td>'
_TICK = ' data-tick="{}" data-tick-until="{}" data-tick-target="{}"'
_TITLE = '<td data-label="{}" class="tim-break tim-title"{}><span class="tim-clamp">{}{}{}</span></td>'
_VIP = '<strong class="tim-vip">{}</strong> '
_UNPROVEN = '<span class="tim-state tim-state-risk">{}</span> '
_TEXT = '<td data-label="{}" class="tim-cell-{}"{}><span class="tim-clamp">{}</span></td>'
_HOVER = ' title="{}"'


def row_of(
    ticket: Ticket, cells: Sequence[Cell], clock: Clock | None, url: str, *, is_picked: bool
) -> SafeString:
    """A ticket's row. `url`: its page; `is_picked`: with a box to choose it by."""
    pick = fill(_PICK, ticket.number, ticket.version, _("Choose")) if is_picked else NOTHING
    drawn = joined([_cell(ticket, cell, clock, url) for cell in cells])
    return fill(_ROW, ticket.number, ticket.version, pick, drawn)


def _cell(ticket: Ticket, cell: Cell, clock: Clock | None, url: str) -> SafeString:
    if cell.kind == "number":
        return fill(_NUMBER, cell.label, url, cell.text)
    if cell.kind == "clock":
        tick = NOTHING
        if clock is not None and clock.until:
            tick = fill(_TICK, clock.remaining, clock.until, ticket.target)
        chip = clock_chip(clock, ticket.holder, party=ticket.party, target=ticket.target)
        return fill(_CLOCK, cell.label, tick, chip)
    hover = fill(_HOVER, cell.title) if cell.title else NOTHING
    if cell.kind == "title":
        vip = fill(_VIP, "VIP") if ticket.vip else NOTHING
        unproven = fill(_UNPROVEN, _("no proof")) if ticket.is_unproven else NOTHING
        return fill(_TITLE, cell.label, hover, vip, unproven, cell.text)
    return fill(_TEXT, cell.label, cell.name, hover, cell.text)

"""What is on the screen as a file: the same filters, columns and order, without the page's end."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from timonier.contracts.queries import plans_of
from timonier.desk.columns import Drawer, chosen, safe_for_sheets
from timonier.desk.filters import Filters
from timonier.desk.queries import clock_of, settings_of
from timonier.desk.workbooks import AT_ONCE, ask, in_pieces, keys_of
from timonier.directory.callers import Caller, who_asks
from timonier.foundation.asked import contract_of, speaks
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scoped_stream
from timonier.measures.services import now

MOST_ROWS = 100_000


@require_GET
def export_csv(request: HttpRequest, contract: str) -> HttpResponseBase:
    """The list as CSV for French spreadsheets: UTF-8 with its mark, semicolons, no cell that is a formula."""
    who, place = who_asks(request), contract_of(contract)
    if not who.may("ticket.list", place):
        raise Http404
    filters = Filters.of(request.GET.dict())
    drawer = Drawer(chosen(settings_of(who, place).columns), speaks())
    body = scoped_stream([place.pk], lambda: _lines(who, place, filters, drawer))
    response = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tickets-{place.key}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def export_xlsx(request: HttpRequest, contract: str) -> HttpResponse:
    """The list as a workbook, made in the background: its page says how far it is, then holds the file."""
    who, place = who_asks(request), contract_of(contract)
    if not who.may("ticket.list", place):
        raise Http404
    return redirect("job", place.key, ask(who, place, Filters.of(request.GET.dict()), speaks()))


def _lines(who: Caller, place: Contract, filters: Filters, drawer: Drawer) -> Iterator[bytes]:
    instant, plans = now(), plans_of(place)
    yield b"\xef\xbb\xbf" + _joined([[column.label for column in drawer.columns]])
    waiting: list[list[str]] = []
    for ticket in in_pieces(keys_of(who, place, filters, instant)[:MOST_ROWS]):
        waiting.append(drawer.texts(ticket, clock_of(plans, ticket, instant)))
        if len(waiting) >= AT_ONCE:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(rows: Iterable[list[Any]]) -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(
        [safe_for_sheets(str(cell)) for cell in row] for row in rows
    )
    return text.getvalue().encode()

"""What is answered while the database does not: 503 and when to come back, at once, on pages and in the API alike.

It must not touch the database, nor a session: both are what is missing.
"""

import logging
import sys

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from timonier.foundation.wire import problem

COME_BACK = 5
"""Units: seconds."""
log = logging.getLogger(__name__)
_LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


def is_outage(error: BaseException | None) -> bool:
    """Whether a fault, or what it came from, is a database that is out of reach."""
    while error is not None:
        if isinstance(error, _LOST):
            return True
        error = error.__cause__ or error.__context__
    return False


def unavailable(request: HttpRequest) -> HttpResponse:
    """503. Whether the request was done is not known when its last answer was lost: a key tells on the next try."""
    if request.path_info.startswith(("/api/", "/intake/")):
        response = problem("database_away", {"seconds": COME_BACK}, status=503)
    else:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(COME_BACK)
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The framework's last resort: called with the fault in hand."""
    if is_outage(sys.exc_info()[1]):
        log.warning("the database does not answer: %s", request.path)
        return unavailable(request)
    if request.path_info.startswith("/api/"):
        return problem("server_fault", status=500)
    return HttpResponse(render_to_string("500.html"), status=500)

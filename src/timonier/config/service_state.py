"""Whether the service desk is open, in words: "open until 6.30 pm", by the contract's own hours.

It must not decide anything: figures are made by the core.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from timonier.contracts.queries import plans_of
from timonier.core.calendars import Opening
from timonier.core.instants import DAY
from timonier.core.refusal import Refused
from timonier.foundation.parts import instant, until
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import now

_AHEAD = 16 * DAY


@dataclass(frozen=True, slots=True)
class ServiceState:
    """What the clock of the top bar says now, and from `changes_at` on. Units: microseconds."""

    at: int
    is_open: bool
    sentence: str
    changes_at: int | None
    next_sentence: str


def service_state(contract: Contract | None, language: str) -> ServiceState | None:
    """The desk's state; None when the contract has no such service."""
    if contract is None:
        return None
    moment = now()
    try:
        opening = plans_of(contract).at(moment).opening("desk")
    except (Refused, KeyError):
        return None
    is_open, changes_at = _edge(opening, moment)
    if changes_at is None:
        always = _("desk open day and night") if is_open else _("desk closed")
        return ServiceState(moment, is_open, always, None, "")
    _next_open, later = _edge(opening, changes_at)
    return ServiceState(
        moment,
        is_open,
        _sentence(is_open, changes_at, moment, language),
        changes_at,
        _sentence(not is_open, later, changes_at, language) if later is not None else "",
    )


def _edge(opening: Opening, moment: int) -> tuple[bool, int | None]:
    """Open or not, and when that changes next; None when it does not within two weeks."""
    windows = opening.windows(moment, moment + _AHEAD)
    if not windows:
        return False, None
    begin, end = windows[0]
    if begin > moment:
        return False, begin
    for following, closing in windows[1:]:
        if following > end:
            break
        end = closing
    return True, end if end < moment + _AHEAD else None


def _sentence(is_open: bool, edge: int, moment: int, language: str) -> str:
    when = until(edge, moment, language)
    return (_("desk open until %(when)s") if is_open else _("desk closed until %(when)s")) % {"when": when}


def clock(moment: int, language: str) -> str:
    """The time of day, "14:05"."""
    return instant(moment, language).rpartition(" ")[2]

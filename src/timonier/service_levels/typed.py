"""What people type into the forms of the room: local times, days, actions of a plan. Raises a refusal with its sentence."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from timonier.core.instants import local
from timonier.core.refusal import Refused
from timonier.service_levels.justifications import Action, Fault

ROWS = 4
"""How many empty lines of a plan a form offers."""


def local_text(us: int, tz: str) -> str:
    """An instant as a field of local date and time shows it, to the second."""
    return local(us, tz).replace(tzinfo=None).isoformat(timespec="seconds")


def instant_of(typed: str, exact: str, tz: str) -> int:
    """An instant typed as local time; `exact`, the microseconds that were offered, when nothing was changed.

    Raises: Refused.
    """
    if exact.isdecimal() and len(exact) < 20 and local_text(int(exact), tz) == typed:
        return int(exact)
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError as error:
        raise Refused("bad_option_instant", value=typed[:60]) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(tz))
    if not 1990 <= moment.year < 2200:
        raise Refused("bad_option_instant", value=typed[:60])
    return round((moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)


def day_of(text: str) -> date:
    """A day. Raises: Refused."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("bad_day", value=text[:40]) from error


def plan_of(posted: Mapping[str, Any]) -> tuple[dict[int, Action], list[Fault]]:
    """Row → action of the lines of a plan that were filled, wholly or not; and the days that are none."""
    found, faults = {}, []
    for row in range(ROWS):
        text, owner, due = (str(posted.get(f"{name}-{row}", "")).strip() for name in ("text", "owner", "due"))
        if not (text or owner or due):
            continue
        day = None
        try:
            day = day_of(due) if due else None
        except Refused as refused:
            faults.append(Fault("due", refused, row))
        found[row] = Action(text, owner, day)
    return found, faults

"""Who held the ball, as spans and as time: read from the life of a ticket, never judged again.

Source: article 4.1.4.6 (follow-up of third parties, reminders, escalations).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from timonier.core.calendars import Opening
from timonier.core.contract.model import NOBODY
from timonier.core.ledger import STOPS, Life
from timonier.core.measures import Piece


@dataclass(slots=True)
class Hold:
    """A span in which somebody else than the provider held, as proven. Instants in microseconds.

    `reminders`: instants of the reminders; `overdue`: stretches in which what the provider owed was not done.
    """

    holder: str
    party: str
    since: int
    until: int
    is_open: bool = False
    reminders: list[int] = field(default_factory=list)
    overdue: list[tuple[int, int]] = field(default_factory=list)


def holds(life: Life, as_of: int) -> list[Hold]:
    """The spans of a ticket in their order; one that still runs ends at `as_of` and is open."""
    found: list[Hold] = []
    hold: Hold | None = None
    for event in life.effective:
        if event.at >= as_of:
            break
        if event.kind == "handed_over" and life.evidence.proves(event):
            party = life.evidence.party(event)
            if hold is not None and (hold.holder, hold.party) == (event.data["holder"], party):
                continue
            _end(found, hold, event.at)
            hold = Hold(event.data["holder"], party, event.at, as_of)
        elif event.kind == "reminded" and hold is not None:
            hold.reminders.append(event.at)
        elif event.kind in ("handed_over", "returned", "reopened") or event.kind in STOPS:
            _end(found, hold, event.at)
            hold = None
    if hold is not None:
        ended = life.ended
        if ended is not None and ended.at < as_of:
            _end(found, hold, ended.at)
        else:
            hold.is_open = True
            found.append(hold)
    for one in found:
        one.overdue = [
            (max(piece.start, one.since), min(piece.end, one.until))
            for piece in life.pieces
            if piece.why == "duty_overdue" and piece.start < one.until and piece.end > one.since
        ]
    return found


def _end(found: list[Hold], hold: Hold | None, at: int) -> None:
    if hold is not None:
        hold.until = at
        found.append(hold)


def by_holder(pieces: Sequence[Piece], opening: Opening | None) -> Counter[tuple[str, str]]:
    """(holder, "duty_overdue" or "") → service time of these pieces. Units: microseconds."""
    found: Counter[tuple[str, str]] = Counter()
    for piece in pieces:
        if piece.holder == NOBODY:
            continue
        spent = piece.end - piece.start if opening is None else opening.elapsed(piece.start, piece.end)
        found[piece.holder, piece.why if piece.why == "duty_overdue" else ""] += spent
    return found

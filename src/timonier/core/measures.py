"""What a measure is: one item under one KPI, judged, with the stretches of time it was judged on."""

from dataclasses import dataclass, field
from typing import Any

from timonier.core.calendars import Opening

MET, MISSED, RUNNING, EXCLUDED = "met", "missed", "running", "excluded"


@dataclass(slots=True)
class Piece:
    """A stretch of an item's life with one holder. Counted when it is the provider's own time (or its missed duty)."""

    start: int
    end: int
    holder: str
    counted: bool
    why: str


@dataclass(slots=True)
class Measure:
    """One item under one KPI. Instants and durations in microseconds; None where the KPI has no clock.

    `exceeds_at`: when the target is, was, or without a further fact will be exceeded. `excluded_month`: where the
    exclusion is listed. `month`: None while running, and for what is excluded.
    """

    item: str
    kind: str
    kpi: str
    outcome: str
    started_at: int
    stopped_at: int | None = None
    target: int | None = None
    counted: int | None = None
    gross: int | None = None
    month: str | None = None
    reason: str | None = None
    excluded_month: str | None = None
    exceeds_at: int | None = None
    version: int = 0
    charged: bool = True
    provisional: bool = False
    carried: int = 0
    pieces: list[Piece] = field(default_factory=list)
    opening: Opening | None = None
    value: int | float | None = None
    former: str | None = None

    def intervals(self) -> list[dict[str, Any]]:
        """The partition of the clock's life: who held, open or closed, counted or not, and why."""
        rows = []
        for piece in self.pieces:
            start = piece.start
            while start < piece.end:
                if self.opening is None:
                    is_open, until = True, piece.end
                else:
                    is_open, until = self.opening.is_open(start), min(self.opening.until(start), piece.end)
                rows.append((start, until, piece, is_open))
                start = until
        return [_interval(*row) for row in rows]


def _interval(start: int, end: int, piece: Piece, is_open: bool) -> dict[str, Any]:
    counted = piece.counted and is_open
    return {
        "from": start,
        "to": end,
        "holder": piece.holder,
        "open": is_open,
        "counted": counted,
        "us": end - start if is_open else 0,
        "why": piece.why if is_open or piece.holder == "none" else "closed_hours",
    }


def service_time(pieces: list[Piece], opening: Opening | None) -> tuple[int, int]:
    """Service time of the pieces that count, and of all that somebody holds. Units: microseconds."""
    counted = gross = 0
    edge = reading = -1
    for piece in pieces:
        end = piece.end
        if piece.holder == "none":
            continue
        if opening is None:
            spent = end - piece.start
        else:
            if piece.start != edge:  # mostly a piece begins where the last one ended
                reading = opening.reading(piece.start)
            edge, before, reading = end, reading, opening.reading(end)
            spent = reading - before
        gross += spent
        if piece.counted:
            counted += spent
    return counted, gross


def exceeding(pieces: list[Piece], opening: Opening | None, target: int, *, strict: bool) -> int | None:
    """Instant at which the counted time passes the target (`strict`: reaches it), if it does within the pieces."""
    left = target
    for piece in pieces:
        if not piece.counted or piece.holder == "none":
            continue
        spent = piece.end - piece.start if opening is None else opening.elapsed(piece.start, piece.end)
        if spent > left or (strict and spent >= left and spent > 0):
            if opening is None:
                return piece.start + left
            return opening.add(piece.start, left) if strict else opening.exceeds(piece.start, left)
        left -= spent
    return None


def is_missed(counted: int, target: int, *, strict: bool) -> bool:
    """Whether a counted time misses its target: longer than it, or as long under the reading "less_than"."""
    return counted >= target if strict else counted > target

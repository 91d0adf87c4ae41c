"""What the signature parts are told: a clock, the intervals of a ledger, a figure, an event, the steps of a proof.

It must not know a room: rooms fill these shapes, `templatetags.parts` draws them. Units: microseconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from timonier.foundation.charts import Point

Unit = Literal["percent", "count", "money", "duration"]


@dataclass(frozen=True, slots=True)
class EventLine:
    """One fact of the journal: `known_at` and `recorded_at` are shown when they tell another time than `at`."""

    sentence: str
    at: int
    actor: str = ""
    via: str = ""
    known_at: int | None = None
    recorded_at: int | None = None
    position: int | None = None  # in the journal; None: not sealed yet
    proof: str = ""  # "mail 4711"
    proof_url: str = ""
    anchor: str = ""  # the identifier by which an interval leads here


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the evidence drawer; without an address it is not there yet."""

    label: Any
    url: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """One figure with all it takes to judge it. `value` None: no measure, which is never shown as a zero."""

    key: str
    title: str
    value: Decimal | int | None
    objective: Decimal | int | None = None
    at_most: bool = False  # the objective is a ceiling
    unit: Unit = "percent"
    state: str = "none"  # met, risk, missed, excluded, running, none
    items: int | None = None
    url: str = ""  # the evidence; opens in the drawer
    clause: str = ""
    history: Sequence[Point] = field(default=())  # thirteen months, this one last
    last_year: Decimal | int | None = None
    last_year_label: str = ""
    note: str = ""  # "provisional", "demonstration amount"

    @property
    def distance(self) -> Decimal | int | None:
        """From the objective, positive on the good side."""
        if self.value is None or self.objective is None:
            return None
        gap = self.value - self.objective
        return -gap if self.at_most else gap


def with_proofs(rows: Iterable[Mapping[str, Any]], events: Sequence[tuple[int, str]]) -> list[dict[str, Any]]:
    """Intervals, each with the address of the event that began it. `events`: (instant, address), in order.

    An interval that only the opening hours began keeps the proof of the one before it, as long as its holder.
    """
    found: list[dict[str, Any]] = []
    for row in rows:
        exact = [url for at, url in events if at == row["from"]]
        before = [url for at, url in events if at < row["from"]]
        last = found[-1] if found else None
        if exact:
            url = exact[-1]
        elif last is not None and last["holder"] == row["holder"]:
            url = last["url"]
        else:
            url = before[-1] if before else ""
        found.append({**row, "url": row.get("url") or url})
    return found


def with_contest(rows: Iterable[Mapping[str, Any]], address: str) -> list[dict[str, Any]]:
    """Intervals, each with the address at which it can be disputed; none for who may not, and for closed hours."""
    return [
        {**row, "contest_url": f"{address}?from={row['from']}&to={row['to']}"}
        if address and row["open"] and row["holder"] != "none"
        else dict(row)
        for row in rows
    ]


def with_clause(rows: Iterable[Mapping[str, Any]], clause: str, address: str) -> list[dict[str, Any]]:
    """Intervals, each with the clause under which its time counts or not, and where it can be read; none for closed hours."""
    return [
        {**row, "clause": clause, "clause_url": address} if clause and row["open"] else dict(row)
        for row in rows
    ]

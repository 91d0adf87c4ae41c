"""The words about a month, folded from the events of its stream into rows. They can be drawn again at any time."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from timonier.contracts.queries import plans_of
from timonier.core.instants import month_bounds, month_first, parse_instant
from timonier.core.refusal import Refused
from timonier.directory.callers import Caller
from timonier.foundation.journal import append, read
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import lock, now
from timonier.service_levels.facts import MonthFact
from timonier.service_levels.models import GapWord, Improvement, Justification, PenaltyWord
from timonier.service_levels.rules import justify_until


class Fold:
    """The state of a month's words after its events."""

    def __init__(self, contract: Contract, month: str, due_at: int | None) -> None:
        self._frame: dict[str, Any] = {"contract": contract, "month": month}
        self._due_at = due_at
        self.justifications: dict[str, Justification] = {}
        self.improvements: dict[tuple[str, int], Improvement] = {}
        self.penalties: dict[str, PenaltyWord] = {}
        self.gaps: dict[tuple[str, int], GapWord] = {}

    def apply(self, said: dict[str, Any]) -> None:
        """One event."""
        handler = {
            "justified": self._justified,
            "action_moved": self._moved,
            "penalty_argued": self._argued,
            "penalty_decided": self._decided,
            "gap_justified": self._gap,
        }.get(said["event"])
        if handler is not None:
            handler(said, {**self._frame, "at": parse_instant(said["at"]), "by": said["by"]})

    def _justified(self, said: dict[str, Any], frame: dict[str, Any]) -> None:
        kpi, before = said["kpi"], self.justifications.get(said["kpi"])
        row = Justification(**frame, kpi=kpi, cause=said["cause"], items=said["items"], due_at=self._due_at)
        if before is not None:
            row.revision = before.revision + 1
        self.justifications[kpi] = row
        number = sum(1 for key, _ in self.improvements if key == kpi)
        for one in said["actions"]:
            number += 1
            self.improvements[kpi, number] = Improvement(
                **frame, kpi=kpi, number=number, text=one["text"], owner=one["owner"],
                due=date.fromisoformat(one["due"]), state="open",
            )  # fmt: skip

    def _moved(self, said: dict[str, Any], frame: dict[str, Any]) -> None:
        row = self.improvements.get((said["kpi"], said["number"]))
        if row is not None:
            row.state, row.note, row.moved_at = said["state"], said["note"], frame["at"]

    def _argued(self, said: dict[str, Any], frame: dict[str, Any]) -> None:
        row = self._penalty(said, frame)
        row.state, row.argument = "argued", said["argument"]
        row.argued_at, row.argued_by = frame["at"], frame["by"]

    def _decided(self, said: dict[str, Any], frame: dict[str, Any]) -> None:
        row = self._penalty(said, frame)
        row.state, row.reason = said["decision"], said["reason"]
        row.waived = Decimal(said["waived"])

    def _penalty(self, said: dict[str, Any], frame: dict[str, Any]) -> PenaltyWord:
        row = self.penalties.get(said["kpi"])
        if row is None:
            row = self.penalties[said["kpi"]] = PenaltyWord(**frame, kpi=said["kpi"])
        row.at, row.by, row.computed = frame["at"], frame["by"], Decimal(said["computed"])
        return row

    def _gap(self, said: dict[str, Any], frame: dict[str, Any]) -> None:
        since = parse_instant(said["from"])
        self.gaps[said["source"], since] = GapWord(
            **frame,
            kpi="",
            source=said["source"],
            since=since,
            until=parse_instant(said["to"]),
            cause=said["cause"],
        )


def fold(contract: Contract, month: str, events: Iterable[dict[str, Any]]) -> Fold:
    """The words of a month after these events, in their order."""
    folded = Fold(contract, month, due_of(contract, month))
    for said in events:
        folded.apply(said)
    return folded


def redraw(contract: Contract, month: str) -> Fold:
    """Replace the rows of a month from its stream, in the caller's transaction."""
    folded = fold(
        contract, month, [orjson.loads(row.payload) for row in read(contract, stream=f"month/{month}")]
    )
    for model, rows in (
        (Justification, folded.justifications),
        (Improvement, folded.improvements),
        (PenaltyWord, folded.penalties),
        (GapWord, folded.gaps),
    ):
        model.objects.filter(contract=contract, month=month).delete()
        model.objects.bulk_create(list(rows.values()))
    return folded


def due_of(contract: Contract, month: str) -> int:
    """Until when a missed service level of the month is justified."""
    plans = plans_of(contract)
    return justify_until(plans.on(month_first(month)), month_bounds(month, plans.tz)[1])


def begin(who: Caller, contract: Contract, month: str, action: str) -> int:
    """Lock the month's stream; the instant of what follows. Raises: Refused."""
    lock(contract, [f"month/{month}"])
    if not who.may(action, contract):
        raise Refused("not_permitted")
    at = now()
    if at < month_bounds(month, plans_of(contract).tz)[1]:
        raise Refused("month_still_runs", month=month)
    return at


def write(who: Caller, contract: Contract, month: str, kind: str, at: int, said: dict[str, Any]) -> Fold:
    """Append the fact and draw the rows again."""
    append(contract, [MonthFact.of(month, kind, at, who.name, said)], actor=who.name, via=who.via)
    return redraw(contract, month)

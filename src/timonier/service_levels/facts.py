"""The room's own facts in the journal: a month sealed, and by whom."""

from dataclasses import dataclass
from typing import Any

from timonier.core.canonical import canonical_bytes
from timonier.core.instants import format_instant


@dataclass(frozen=True, slots=True)
class MonthSealed:
    """Stream "month/2026-04", kind "month.sealed". Carries the digest of the result, its total and its corrections."""

    key: str
    at: int
    canonical: bytes
    family: str = "month"
    kind: str = "sealed"
    known_at: int | None = None

    @classmethod
    def of(cls, result: dict[str, Any], cutoff: int, by: str) -> "MonthSealed":
        """The fact of a sealed result."""
        payload = {
            "event": "sealed",
            "at": format_instant(cutoff),
            "by": by,
            "digest": result["digest"],
            "engine": result["engine"],
            "journal_position": result["journal_position"],
            "penalty_total": result["penalty_total"],
            "values": {one["kpi"]: one["value"] for one in result["results"]},
            "corrections": result["corrections"][:200],
        }
        return cls(result["month"], cutoff, canonical_bytes(payload))


@dataclass(frozen=True, slots=True)
class MonthFact:
    """What people say and decide about a month, in its stream: kind "month.justified", "month.penalty_decided" …"""

    key: str
    at: int
    kind: str
    canonical: bytes
    family: str = "month"
    known_at: int | None = None

    @classmethod
    def of(
        cls, month: str, kind: str, at: int, by: str, said: dict[str, Any], *, known_at: int | None = None
    ) -> "MonthFact":
        """The fact; `said` is plain JSON without floats."""
        payload = {**said, "event": kind, "at": format_instant(at), "by": by}
        if known_at is not None:
            payload["known_at"] = format_instant(known_at)
        return cls(month, at, kind, canonical_bytes(payload), known_at=known_at)

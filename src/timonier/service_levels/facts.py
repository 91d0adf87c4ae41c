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

"""Collects the lines of the demonstration, gives each its zone, its `known_at` and its author, and sorts them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def instant(local: datetime) -> datetime:
    """A local time of Paris as an instant, in the zone."""
    return local.replace(tzinfo=PARIS).astimezone(UTC).astimezone(PARIS)


def text(local: datetime) -> str:
    """A local time of Paris in ISO 8601 with its offset."""
    return instant(local).isoformat()


class Writer:
    """The lines of one month."""

    def __init__(self) -> None:
        self._lines: list[tuple[datetime, int, dict[str, Any]]] = []

    def put(
        self, family: str, key: str, at: datetime, event: str, by: str, *, lag: int = 5, **more: Any
    ) -> datetime:
        """Adds one event; `lag` is how many seconds later the source learnt it. Gives `at` back."""
        line: dict[str, Any] = {family: key, "at": text(at), "event": event}
        line |= {"known_at": text(at + timedelta(seconds=lag)), "by": by}
        line.update((name, value) for name, value in more.items() if value is not None)
        self._lines.append((instant(at), len(self._lines), line))
        return at

    def sorted(self) -> list[dict[str, Any]]:
        """All lines in order of time; lines of one instant in the order in which they were told."""
        return [
            line for _, _, line in sorted(self._lines, key=lambda entry: (entry[0].timestamp(), entry[1]))
        ]

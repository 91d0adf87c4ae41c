"""What is measured over a month and not item by item: availability, compliance, gaps in the sources.

Source: KPIS.md, KPI-19, KPI-20; requirement KPI-37.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from timonier.core.contract.model import Service
from timonier.core.events import Event
from timonier.core.instants import month_bounds, parse_instant
from timonier.core.plan import Plan
from timonier.core.streams import spans

Spans = list[tuple[int, int]]
BLINDS: dict[str, tuple[str, ...]] = {
    "phone": ("calls_answered",),
    "mail": ("tickets_taken",),
    "monitoring": ("alerts_handled", "availability"),
    "survey": ("ticket_scores", "survey_scores"),
}
"""Source -> families of KPI that are incomplete while it is silent."""


@dataclass(slots=True)
class Uptime:
    """One service over one month. Units: microseconds of its service time."""

    service: str
    time: int
    up: int
    downs: Spans = field(default_factory=list)
    maintenance: Spans = field(default_factory=list)

    @property
    def share(self) -> Fraction | None:
        """Up ÷ time; None when the service was never to be up."""
        return Fraction(self.up, self.time) if self.time else None


def uptimes(plan: Plan, month: str, streams: Mapping[str, Sequence[Event]], as_of: int) -> list[Uptime]:
    """Availability of every service of the administration perimeter in a month, as of an instant."""
    start, end = month_bounds(month, plan.tz)
    end = min(end, as_of)
    found = []
    for key, service in sorted(plan.version.services.items()):
        if service.administration and end > start:
            found.append(_uptime(plan, service, streams.get(key, ()), start, end))
    return found


def _uptime(plan: Plan, service: Service, events: Sequence[Event], start: int, end: int) -> Uptime:
    clock = plan.opening(service.hours)
    open_windows = clock.windows(start, end)
    spared = _intersect(_maintenance(events), open_windows)
    to_be_up = _subtract(open_windows, spared)
    downs: Spans = []
    if not (service.third_party and plan.readings["third_party_outages"] == "ignored"):
        downs = _intersect(_union(spans(events, "down", "up", end)), to_be_up)
    time = _length(to_be_up)
    return Uptime(service.key, time, time - _length(downs), downs, spared)


def _maintenance(events: Sequence[Event]) -> Spans:
    """Maintenance that was agreed and announced before it began."""
    agreed: dict[str, tuple[int, int]] = {}
    announced: dict[str, int] = {}
    for event in events:
        if event.kind == "maintenance_agreed":
            begins = parse_instant(event.data["from"])
            if event.at < begins:
                agreed[event.data["id"]] = (begins, parse_instant(event.data["to"]))
        elif event.kind == "announced":
            announced.setdefault(event.data["of"], event.at)
    return _union([span for key, span in agreed.items() if announced.get(key, span[0]) < span[0]])


def compliance(events: Mapping[str, Sequence[Event]], month: str, tz: str) -> tuple[int, int]:
    """KPI-20: (compliant, total) over the last measure of each snapshot in the month."""
    start, end = month_bounds(month, tz)
    compliant = total = 0
    for stream in events.values():
        last = next(
            (event for event in reversed(stream) if start <= event.at < end and event.kind == "measured"),
            None,
        )
        if last is not None:
            compliant += last.data["compliant"]
            total += last.data["total"]
    return compliant, total


def gaps(
    events: Mapping[str, Sequence[Event]], month: str, tz: str, as_of: int
) -> dict[str, list[tuple[str, int, int]]]:
    """Family of KPI -> (source, from, to) of the silences that touch the month."""
    start, end = month_bounds(month, tz)
    found: dict[str, list[tuple[str, int, int]]] = {}
    for source, stream in sorted(events.items()):
        for since, until in spans(stream, "silent", "back", as_of):
            low, high = max(since, start), min(until, end)
            if low < high:
                for family in BLINDS.get(source, ()):
                    found.setdefault(family, []).append((source, low, high))
    return found


def _union(found: Spans) -> Spans:
    merged: Spans = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _intersect(left: Spans, right: Spans) -> Spans:
    found, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        low, high = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if low < high:
            found.append((low, high))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return found


def _subtract(left: Spans, right: Spans) -> Spans:
    found = []
    for start, end in left:
        for low, high in right:
            if high <= start or low >= end:
                continue
            if low > start:
                found.append((start, low))
            start = max(start, high)
        if start < end:
            found.append((start, end))
    return found


def _length(found: Spans) -> int:
    return sum(end - start for start, end in found)

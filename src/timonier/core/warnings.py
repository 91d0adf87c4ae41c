"""When a clock passes a share of its target: exactly for the past, by the inverse of service time for what is to come.

Source: KPI-34. Units: microseconds, whole percents.
"""

from timonier.core.calendars import Opening
from timonier.core.measures import MISSED, RUNNING, Measure, exceeding

THRESHOLDS = (50, 80, 100)


def passed(measure: Measure, threshold: int) -> int | None:
    """When an unstopped clock passed a share of its target; None when it has not. A clock that stands passes nothing."""
    target = measure.target
    if not target or measure.stopped_at is not None or measure.outcome not in (RUNNING, MISSED):
        return None
    if threshold >= 100:
        return measure.exceeds_at if measure.outcome == MISSED else None
    left = target * threshold // 100 - measure.carried
    if left <= 0:
        return measure.started_at
    return exceeding(measure.pieces, measure.opening, left, strict=True)


def expected(exceeds_at: int, target: int, threshold: int, opening: Opening | None) -> int:
    """When a clock that runs without pause until `exceeds_at` passes a share of its target; never too late."""
    rest = target - target * threshold // 100
    return exceeds_at - rest if opening is None else opening.back(exceeds_at, rest)


def share(counted: int | None, target: int | None) -> int:
    """Whole percents of the target that are used."""
    return 0 if not target else (counted or 0) * 100 // target

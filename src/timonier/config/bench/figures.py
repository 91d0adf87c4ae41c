"""Figures of the benchmarks: medians, tails and spread, and the machine they were taken on."""

import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing: its value, the spread between repetitions, and the goal."""

    what: str
    value: float
    unit: str
    low: float
    high: float
    goal: str
    is_reached: bool
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            name: round(value, 3) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


def at_most(what: str, values: Sequence[float], unit: str, goal: float, note: str = "") -> Figure:
    """A figure that should be small."""
    value = median(values)
    return Figure(what, value, unit, min(values), max(values), f"≤ {goal:g}", value <= goal, note)


def at_least(what: str, values: Sequence[float], unit: str, goal: float, note: str = "") -> Figure:
    """A figure that should be large."""
    value = median(values)
    return Figure(what, value, unit, min(values), max(values), f"≥ {goal:g}", value >= goal, note)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def timed(work: Callable[[], object]) -> float:
    """Seconds that a call took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    model = ""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [
            line.partition(":")[2].strip()
            for line in info.read_text("utf-8").splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else ""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return {
        "cores": os.cpu_count(),
        "model": model or platform.processor(),
        "memory_gib": round(memory / 2**30, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "load_before": round(load, 2),
        "loop_ms": round(min(_loop() for _ in range(9)), 1),
    }


def _loop() -> float:
    """How fast this machine is today: a million steps of plain Python, in milliseconds of its processor.

    Figures of two machines, or of two days of a shared one, are compared by it.
    """
    began = time.process_time()
    total = 0
    for step in range(1_000_000):
        total += step * step
    return (time.process_time() - began) * 1000

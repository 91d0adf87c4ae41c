"""Reads the lines of `import calls`: one JSON object a line, each with the key `call`.

Only reading: whether an event is right is told by the core's parser; here a line is bounded, decoded, and
recognised as a call. Engines' own formats (a queue log, a cloud telephone's webhook) are other readers that
end in the same lines, made with `call_line`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from timonier.exchange.lines import Doubt, Line

EVENTS = ("offered", "announced", "answered", "abandoned", "transferred", "ended")
KINDS = ("mass_message", "deterrent")
LONGEST_LINE = 64 * 1024


def call_line(call: str, at: str, event: str, **more: Any) -> dict[str, Any]:
    """One call event; attributes that are None are left out, as an absent key says the same in fewer bytes."""
    line: dict[str, Any] = {"call": call, "at": at, "event": event}
    line.update((key, value) for key, value in more.items() if value is not None)
    return line


def read_calls(source: Path | Iterable[bytes]) -> Iterator[Line | Doubt]:
    """Every line of a file (or of anything that gives lines of bytes) as an event or as a doubt."""
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield from _read(_bounded(stream))
    else:
        yield from _read(enumerate(source, 1))


def _bounded(stream: Any) -> Iterator[tuple[int, bytes]]:
    # readline with a limit: a line without end must not fill the memory.
    number = 0
    while piece := stream.readline(LONGEST_LINE + 1):
        number += 1
        yield number, piece
        while len(piece) > LONGEST_LINE and not piece.endswith(b"\n"):
            piece = stream.readline(LONGEST_LINE + 1)


def _read(lines: Iterable[tuple[int, bytes]]) -> Iterator[Line | Doubt]:
    for number, raw in lines:
        if len(raw) > LONGEST_LINE:
            yield Doubt(number, "line_too_long", kept=False)
            continue
        if not raw.strip():
            continue
        try:
            event = json.loads(raw)
        except (ValueError, RecursionError):
            yield Doubt(number, "unreadable_line", kept=False)
            continue
        if not isinstance(event, dict):
            yield Doubt(number, "not_an_object", kept=False)
        elif "call" not in event:
            yield Doubt(number, "not_a_call", kept=False)
        else:
            yield Line(number, event)

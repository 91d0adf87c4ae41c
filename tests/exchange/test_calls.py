"""Reading the lines of `import calls`."""

import json

from timonier.core.events import parse_event
from timonier.exchange.calls import LONGEST_LINE, call_line, read_calls
from timonier.exchange.lines import Doubt, Line


def test_each_line_is_an_event_or_a_doubt_with_its_number(tmp_path):
    good = call_line("C1", "2026-04-16T09:00:00+02:00", "offered", queue="guichet", agent=None)
    source = tmp_path / "calls.jsonl"
    lines = [json.dumps(good), "", "{", "[1]", '{"ticket":"T1"}', "x" * (LONGEST_LINE + 10), "[" * 60_000]
    source.write_text("\n".join(lines) + "\n" + json.dumps(good))
    assert list(read_calls(source)) == [
        Line(1, good),
        Doubt(3, "unreadable_line", kept=False),
        Doubt(4, "not_an_object", kept=False),
        Doubt(5, "not_a_call", kept=False),
        Doubt(6, "line_too_long", kept=False),
        Doubt(7, "unreadable_line", kept=False),
        Line(8, good),
    ]


def test_a_call_line_is_an_event_of_the_core():
    event = parse_event(call_line("C1", "2026-04-16T09:00:00+02:00", "answered", agent="a.martin"))
    assert (event.family, event.key, event.kind) == ("call", "C1", "answered")

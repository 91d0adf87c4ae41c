"""Pages that are made from the code say what the code says."""

from pathlib import Path

from tools.event_kinds import page

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_page_of_event_kinds_is_the_code_s() -> None:
    assert (DOCS / "event-kinds.md").read_text("utf-8") == page(), (
        "run: python tools/event_kinds.py > docs/event-kinds.md"
    )

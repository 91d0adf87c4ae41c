"""SQL scripts of this room's migrations. A published script never changes."""

from pathlib import Path


def script(name: str) -> str:
    """The text of one script of this folder."""
    return (Path(__file__).parent / name).read_text("utf-8")

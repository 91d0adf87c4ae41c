"""The part of docs/contract-format.md about what only people read: made from the kinds that check it.

`python tools/contract_format.py` writes it in place.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from timonier.core.contract.annexes import (  # noqa: E402 - the path comes first: this is a stand-alone script
    KEYS,
    LISTS,
    MATRICES,
    PHASE,
)
from timonier.core.contract.kinds import Kind  # noqa: E402 - the same

PAGE = Path(__file__).resolve().parents[1] / "docs" / "contract-format.md"
BEGIN, END = "<!-- made by tools/contract_format.py -->", "<!-- end -->"


def page(before: str) -> str:
    """The page with its made part anew."""
    head, _, rest = before.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{_made()}{END}{tail}"


def _made() -> str:
    lines = ["", "### Keys", "| key | holds | values: **needed**, others may stand |", "|---|---|---|"]
    lines += [f"| `{name}` | {_name(kind)} | {_values(kind)} |" for name, kind in KEYS.items()]
    lines += [
        "",
        "### Of a phase, besides `key`, `from`, `until`, `charging`",
        "| key | holds | values |",
        "|---|---|---|",
    ]
    lines += [f"| `{name}` | {_name(kind)} | {_values(kind)} |" for name, kind in PHASE.items()]
    lines += [
        "",
        "### Lists (CSV files, named under `lists`)",
        "| list | columns: **needed**, others may stand |",
        "|---|---|",
    ]
    lines += [f"| `{name}` | {_values(kind)} |" for name, kind in LISTS.items()]
    lines += ["", "### Matrices (CSV files, named under `matrices`)", "| matrix | columns |", "|---|---|"]
    lines += [f"| `{name}` | {_values(kind)} |" for name, kind in MATRICES.items()]
    return "\n".join(lines) + "\n\n"


def _name(kind: Kind) -> str:
    return kind.name.replace("|", "\\|")


def _values(kind: Kind, depth: int = 0) -> str:
    told = [f"**`{name}`** {_told(one, depth)}" for name, one in kind.need.items()]
    told += [f"`{name}` {_told(one, depth)}" for name, one in kind.may.items()]
    return ", ".join(one.strip() for one in told)


def _told(kind: Kind, depth: int) -> str:
    if kind.need or kind.may:
        within = _values(kind, depth + 1)
        return f"({_name(kind).replace('values below', '').strip()} {within})".replace("( ", "(")
    return "" if kind.name in ("text", "text or {fr, en}") else f"({_name(kind)})"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")

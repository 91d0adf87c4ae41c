#!/usr/bin/env python3
"""Write docs/coverage.md: which tests prove which requirement, from the marks `@pytest.mark.req("…")` of the tests.

    python tools/coverage.py            writes the page
    python tools/coverage.py --check    exit 1 when the page is not what the marks say

Standard library only; no test is run or imported, the marks are read from the source.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "coverage.md"
CHAPTERS = {
    "CON": "The contract is data",
    "TIM": "Service time and evidence",
    "KPI": "Service levels and penalties",
    "TEL": "Telephone portal",
    "DSK": "Service desk and ticketing",
    "PRC": "Other ITIL processes",
    "MON": "Supervision",
    "CMD": "Inventory and CMDB",
    "OPS": "Operation and security",
    "DOC": "Documentation",
    "GOV": "Governance",
    "COM": "Money",
    "RMT": "Remote control",
    "REV": "Reversibility",
    "ACC": "Access, security of the platform",
}
IDENTIFIER = re.compile(r"^([A-Z]{3})-(\d\d)$")
HEAD = """# Requirements and the tests that prove them

Written by `python tools/coverage.py` from the marks of the tests; do not edit. A requirement that is not listed has no
test yet that claims to prove it.
"""


class BadMark(ValueError):
    """A mark that names no requirement."""


def marked(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(requirement, test) of one file; the mark of a class, or of the whole file, holds for each of its tests."""
    whole: list[str] = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(one, ast.Name) and one.id == "pytestmark" for one in node.targets
        ):
            whole += _named(node.value)
    yield from _inside(tree, whole)


def _inside(tree: ast.AST, above: list[str]) -> Iterator[tuple[str, str]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            here = above + [name for one in node.decorator_list for name in _named(one)]
            if isinstance(node, ast.ClassDef):
                yield from _inside(node, here)
            elif node.name.startswith("test"):
                yield from ((name, node.name) for name in here)


def _named(tree: ast.AST) -> Iterator[str]:
    """The requirements that `pytest.mark.req(…)` names anywhere in an expression."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.req":
            for argument in node.args:
                name = argument.value if isinstance(argument, ast.Constant) else None
                found = IDENTIFIER.match(name) if isinstance(name, str) else None
                if found is None or found[1] not in CHAPTERS:
                    raise BadMark(f"line {node.lineno}: {ast.unparse(argument)} names no requirement")
                yield found[0]


def covered(tests: Path) -> dict[str, dict[str, list[str]]]:
    """Requirement → file → its tests, all in order. Raises: BadMark."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(tests.rglob("test_*.py")):
        try:
            for requirement, test in marked(ast.parse(path.read_text("utf-8"))):
                names = found[requirement][path.relative_to(tests.parent).as_posix()]
                if test not in names:
                    names.append(test)
        except BadMark as fault:
            raise BadMark(f"{path}: {fault}") from fault
    return {name: dict(found[name]) for name in sorted(found, key=_order)}


def _order(name: str) -> tuple[int, str]:
    return list(CHAPTERS).index(name[:3]), name


def page(found: dict[str, dict[str, list[str]]]) -> str:
    """The page, chapter by chapter."""
    lines = [HEAD]
    for key, title in CHAPTERS.items():
        rows = {name: files for name, files in found.items() if name.startswith(key)}
        if not rows:
            continue
        lines += [f"## {key} · {title}", ""]
        for name, files in rows.items():
            lines.append(f"- **{name}**")
            for file, tests in files.items():
                told = "; ".join(test.removeprefix("test_").replace("_", " ") for test in tests)
                lines.append(f"  - [{file}](../{file}): {told}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def main(arguments: list[str]) -> int:
    """Write or check; the exit code."""
    try:
        wanted = page(covered(ROOT / "tests"))
    except BadMark as fault:
        print(fault, file=sys.stderr)
        return 1
    if arguments == ["--check"]:
        if not PAGE.is_file() or PAGE.read_text("utf-8") != wanted:
            print("docs/coverage.md is out of date; run: python tools/coverage.py", file=sys.stderr)
            return 1
        return 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    PAGE.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

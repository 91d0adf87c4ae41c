"""Types and style hold, by the tools' own word."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def said(*command: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout[-3000:] + done.stderr[-1000:]


def test_lint_is_clean() -> None:
    assert said("ruff", "check", ".") == (0, "All checks passed!\n")


def test_the_format_is_the_one_format() -> None:
    code, text = said("ruff", "format", "--check", ".")
    assert code == 0, text


def test_types_are_whole() -> None:
    code, text = said("mypy")
    assert code == 0, text

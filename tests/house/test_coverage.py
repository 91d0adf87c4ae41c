"""The page of requirements and tests: made from the marks, and up to date."""

import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT

TOOL = ROOT / "tools" / "coverage.py"


def test_the_page_of_coverage_is_up_to_date() -> None:
    ended = subprocess.run(
        [sys.executable, str(TOOL), "--check"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def copied(folder: Path, test: str) -> subprocess.CompletedProcess[str]:
    """Run the tool on a tree of one test file."""
    for name in ("tools", "docs", "tests"):
        (folder / name).mkdir()
    (folder / "tools" / "coverage.py").write_text(TOOL.read_text("utf-8"), "utf-8")
    (folder / "tests" / "test_one.py").write_text(test, "utf-8")
    command = [sys.executable, str(folder / "tools" / "coverage.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_marks_of_files_classes_and_functions_are_gathered(tmp_path: Path) -> None:
    ended = copied(
        tmp_path,
        """import pytest
pytestmark = pytest.mark.req("TIM-01")
@pytest.mark.req("CON-02", "CON-01")
class TestIt:
    @pytest.mark.req("CON-02")
    def test_this_one(self): ...
def test_another(): ...
def helper(): ...
""",
    )
    assert ended.returncode == 0, ended.stderr
    told = (tmp_path / "docs" / "coverage.md").read_text("utf-8").split("## ")[1:]
    assert [one.splitlines()[0] for one in told] == [
        "CON · The contract is data",
        "TIM · Service time and evidence",
    ]
    assert told[0].splitlines()[2:6] == [
        "- **CON-01**",
        "  - [tests/test_one.py](../tests/test_one.py): this one",
        "- **CON-02**",
        "  - [tests/test_one.py](../tests/test_one.py): this one",
    ]
    assert told[1].splitlines()[3] == "  - [tests/test_one.py](../tests/test_one.py): this one; another"


def test_a_mark_that_names_no_requirement_is_refused(tmp_path: Path) -> None:
    ended = copied(tmp_path, 'import pytest\n@pytest.mark.req("XYZ-1")\ndef test_it(): ...\n')
    assert ended.returncode == 1
    assert "test_one.py: line 2: 'XYZ-1' names no requirement" in ended.stderr

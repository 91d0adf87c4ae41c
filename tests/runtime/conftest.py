"""Data folders for the tests of the launcher: prepared once, copied for each test."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.launcher import done


@pytest.fixture(scope="session", autouse=True)
def _on_linux() -> None:
    if sys.platform != "linux":
        pytest.skip("processes are looked up in /proc")


def _open_folder() -> Path:
    # Not pytest's own: PostgreSQL's account may not enter that one when the tests run as root.
    path = Path(tempfile.mkdtemp(prefix="timonier-runtime-"))
    path.chmod(0o755)
    return path


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every account may enter."""
    path = _open_folder()
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def model() -> Iterator[Path]:
    """A folder that `init --empty` has prepared. It is only copied."""
    path = _open_folder()
    done("init", "--empty", "--data", path / "data")
    yield path / "data"
    shutil.rmtree(path)


@pytest.fixture
def data(model: Path, place: Path) -> Path:
    """A prepared folder of one's own."""
    subprocess.run(["cp", "-a", str(model), str(place / "data")], check=True)
    return place / "data"

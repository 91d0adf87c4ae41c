"""What somebody hands in as a new version: a file or a folder, a zip, or typed text; nothing of it is trusted.

An amendment says what changes, and is laid over the version in force; a whole contract stands for itself. Sizes are
bounded before anything is read, names of a zip lead nowhere else, and YAML is read as texts alone.
"""

import errno
import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from timonier.contracts.files import LARGEST, MAIN, merge, read_lists, read_sources, read_tree
from timonier.contracts.queries import sources_of
from timonier.core.contract.schema import build
from timonier.core.contract.source import Invalid, Problem, Source
from timonier.foundation.tenancy.models import Contract

MOST_FILES = 200
MOST_UNPACKED = 20_000_000
AMENDMENT = "amendment.yaml"
_SPOILT = (
    zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError, ValueError,
)  # fmt: skip
WHOLE = frozenset({"key", "title", "hours", "kpis", "penalties", "phases", "duties", "defaults"})
"""A source that has all of these is a whole contract; one that lacks some is an amendment."""


def read_version(contract: Contract, path: Path) -> Source:
    """The last version that a file or folder holds, complete. Raises: Invalid with every problem."""
    if path.is_dir():
        if (path / MAIN).is_file():
            return checked(contract, read_sources(path)[-1])
        found = sorted(path.glob("*.yaml"))
        if len(found) != 1:
            raise Invalid([Problem("·", "contract_one_file", {"found": len(found)}, path.name)])
        path = found[0]
    return checked(contract, _one_file(contract, path))


def read_upload(contract: Contract, name: str, raw: bytes) -> Source:
    """The version that an upload holds: a zip, or a YAML file. Raises: Invalid with every problem."""
    if len(raw) > LARGEST:
        raise Invalid([Problem("·", "contract_too_large", {"limit": LARGEST}, name)])
    with TemporaryDirectory(prefix="timonier-version-") as folder:
        place = Path(folder)
        if raw[:4] == b"PK\x03\x04":
            _unpack(name, raw, place)
            return read_version(contract, _root(place))
        (place / AMENDMENT).write_bytes(raw)
        return read_version(contract, place / AMENDMENT)


def laid_over(contract: Contract, base: Source, part: dict[str, Any]) -> Source:
    """The version in force with a patch over it, checked. Raises: Invalid."""
    return checked(contract, Source(merge(base.tree, part), dict(base.lists), dict(base.places)))


def checked(contract: Contract, source: Source) -> Source:
    """The source, when it makes a version of this very contract. Raises: Invalid."""
    if str(source.tree.get("key", "")) != contract.key:
        given = str(source.tree.get("key", ""))[:60]
        raise Invalid([Problem("key", "contract_other_key", {"value": given, "key": contract.key})])
    build(contract.key, [source])
    return source


def _one_file(contract: Contract, path: Path) -> Source:
    problems: list[Problem] = []
    tree, places = read_tree(path, problems)
    if problems:
        raise Invalid(problems)
    if tree.keys() >= WHOLE:
        lists = read_lists(path.parent, tree, problems)
        if problems:
            raise Invalid(problems)
        return Source(tree, lists, places)
    if "effective_from" not in tree:
        raise Invalid([Problem("·", "contract_key_missing", {"key": "effective_from"}, path.name, 1)])
    base = sources_of(contract)[-1]
    merged = merge(base.tree, tree)
    # Lists that the amendment does not bring stay as they are.
    brought = read_lists(path.parent, merged, [])
    lists = {name: rows for name, rows in base.lists.items() if name not in brought} | brought
    return Source(merged, lists, places)


def _unpack(name: str, raw: bytes, place: Path) -> None:
    """Write the files of a zip under a folder. Raises: Invalid."""
    for parts, data in _members(name, raw):
        target = place / parts
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise
            # A name that no file system takes, or a file that another one needs as its folder.
            raise Invalid([Problem("·", "contract_zip_name", {"value": str(parts)[:100]}, name)]) from error


def _members(name: str, raw: bytes) -> list[tuple[PurePosixPath, bytes]]:
    """The files of a zip: bounded in number and size, no name that leads elsewhere. Raises: Invalid."""
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if len(members) > MOST_FILES or sum(one.file_size for one in members) > MOST_UNPACKED:
                raise Invalid([Problem("·", "contract_too_large", {"limit": MOST_UNPACKED}, name)])
            left = MOST_UNPACKED
            for one in members:
                parts = PurePosixPath(one.filename.replace("\\", "/"))
                is_link = (one.external_attr >> 16) & 0o170000 == 0o120000
                if is_link or parts.is_absolute() or ".." in parts.parts or ":" in one.filename:
                    raise Invalid([Problem("·", "contract_zip_name", {"value": one.filename[:100]}, name)])
                if parts.suffix not in (".yaml", ".csv", ".md"):
                    continue
                with archive.open(one) as stream:
                    # What the header announces may be a lie: read no more than is left.
                    data = stream.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise Invalid([Problem("·", "contract_too_large", {"limit": MOST_UNPACKED}, name)])
                found.append((parts, data))
    except Invalid:
        raise
    except _SPOILT as error:
        raise Invalid([Problem("·", "contract_bad_zip", {}, name)]) from error
    return found


def _root(place: Path) -> Path:
    """Where the contract lies in an unpacked zip: at its root, or in its only folder."""
    inside = list(place.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else place

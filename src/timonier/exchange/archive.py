"""The file of a backup: a tar with a manifest, the database's dump, the signing key and the files of contracts; every part
with its digest.

It must not know the database.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from timonier.core.refusal import Refused

FORMAT = "timonier-backup-1"
MANIFEST, DUMP, KEY = "manifest.json", "database.dump", "secret-key"
FILE = re.compile(r"files/\d{1,5}/[0-9a-f]{2}/[0-9a-f]{64}")
"""What a part may be called besides: contract, digest."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened and checked backup: its manifest, and the folder in which its parts lie for a while."""

    manifest: dict[str, Any]
    folder: Path

    @property
    def dump(self) -> Path:
        """The database's dump."""
        return self.folder / DUMP

    def put_key(self, data: Path) -> None:
        """Put the signing key into a data folder that has none."""
        target = data / KEY
        if not target.exists() and (self.folder / KEY).is_file():
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write((self.folder / KEY).read_bytes())

    def put_files(self, data: Path) -> None:
        """Put the files of contracts into a data folder."""
        for name in self.manifest["parts"]:
            if FILE.fullmatch(name):
                target = data / name
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                shutil.move(self.folder / name, target)


@contextmanager
def held_files(data: Path) -> Iterator[dict[str, Path]]:
    """Part → path of every file of a contract, held by a second name while the block lasts: results expire meanwhile."""
    folder = data / "files" / f".backup-{os.getpid()}"
    held: dict[str, Path] = {}
    try:
        for path in sorted((data / "files").rglob("*")):
            name = path.relative_to(data).as_posix()
            if FILE.fullmatch(name):
                folder.mkdir(exist_ok=True, mode=0o700)
                link = folder / name.replace("/", "-")
                with suppress(FileNotFoundError):
                    os.link(path, link)
                    held[name] = link
        yield held
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_archive(target: Path, dump: Path, data: Path, about: dict[str, Any]) -> dict[str, Any]:
    """Write the file beside its place and move it there whole; the manifest. Raises: Refused.

    A file of a contract is named by its digest, and never changes: those that the dump names are there.
    """
    with held_files(data) as files:
        key = data / KEY
        return _write(target, {DUMP: dump} | ({KEY: key} if key.is_file() else {}) | files, about)


def _write(target: Path, parts: dict[str, Path], about: dict[str, Any]) -> dict[str, Any]:
    manifest = {"format": FORMAT, **about, "parts": {name: digest_of(path) for name, path in parts.items()}}
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w") as tar:
                text = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
                info = tarfile.TarInfo(MANIFEST)
                info.size, info.mode = len(text), 0o600
                tar.addfile(info, io.BytesIO(text))
                for name, path in parts.items():
                    tar.add(path, arcname=name, filter=_plain)
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Refused("backup_not_written", path=str(target), why=error.strerror or "?") from error
    return manifest


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Unpack a backup for a while, each part checked against its digest. Raises: Refused."""
    folder = Path(tempfile.mkdtemp(prefix="timonier-restore-"))
    try:
        yield _unpack(path, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(path: Path, folder: Path) -> Archive:
    try:
        with tarfile.open(path, "r:") as tar:
            for info in tar:
                # Known names and nothing else: what a stranger put into the tar is never written anywhere.
                is_ours = info.name in (MANIFEST, DUMP, KEY) or FILE.fullmatch(info.name)
                source = tar.extractfile(info) if info.isfile() and is_ours else None
                if source is None:
                    raise Refused("backup_not_ours", path=str(path), why=info.name[:60])
                (folder / info.name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with (folder / info.name).open("wb") as target:
                    shutil.copyfileobj(source, target, _CHUNK)
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        parts = manifest["parts"]
    except OSError as error:
        raise Refused("no_such_file", path=str(path)) from error
    except (tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise Refused("backup_not_ours", path=str(path), why=type(error).__name__) from error
    if manifest.get("format") != FORMAT or DUMP not in parts:
        raise Refused("backup_not_ours", path=str(path), why=str(manifest.get("format"))[:60])
    for name, digest in parts.items():
        is_known = name in (DUMP, KEY) or FILE.fullmatch(name)
        if not is_known or not (folder / name).is_file() or digest_of(folder / name) != digest:
            raise Refused("backup_damaged", path=str(path), part=str(name)[:60])
    return Archive(manifest, folder)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            found.update(piece)
    return found.hexdigest()

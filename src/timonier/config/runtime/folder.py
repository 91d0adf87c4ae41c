"""The data folder: where everything of one installation lies, and the locks that keep commands from fighting."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from timonier.core.refusal import Refused

ROLES = ("postgres", "timonier_owner", "timonier_app", "timonier_keeper")
_SECRETS = "secrets"


@dataclass(frozen=True, slots=True)
class Folder:
    """One data folder. Everything in it belongs to the account that made it."""

    path: Path

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """The folder, made when it is not there. Raises: Refused when it cannot be written to."""
        whole = path.expanduser().absolute()
        try:
            whole.mkdir(parents=True, exist_ok=True, mode=0o711)
            with (whole / ".writable").open("w") as probe:
                probe.write("1")
            (whole / ".writable").unlink(missing_ok=True)
        except OSError as error:
            raise Refused("folder_not_writable", path=str(path), why=error.strerror or "?") from error
        return cls(whole)

    @property
    def mark(self) -> str:
        """A short name that no other folder of this machine has."""
        return sha256(str(self.path.resolve()).encode()).hexdigest()[:12]

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Hold a lock of the folder for a moment; others wait."""
        with self._lock_file(name) as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            yield

    def share(self, name: str) -> IO[str]:
        """Take a shared lock that lasts until the file is closed, or the process ends in whatever way."""
        guard = self._lock_file(name)
        fcntl.flock(guard, fcntl.LOCK_SH)
        return guard

    def take(self, name: str) -> IO[str] | None:
        """Take a lock alone, until the file is closed; None when somebody has it."""
        guard = self._lock_file(name)
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            guard.close()
            return None
        return guard

    def _lock_file(self, name: str) -> IO[str]:
        return (self.path / f"{name}.lock").open("a+")

    def note(self, name: str, value: dict[str, Any]) -> None:
        """Keep a small JSON document, readable by its owner alone, replaced in one step."""
        draft = self.path / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(value, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path / name)

    def noted(self, name: str) -> dict[str, Any]:
        """The document of this name; empty when there is none."""
        try:
            value = json.loads((self.path / name).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return value if isinstance(value, dict) else {}

    def passwords(self) -> dict[str, str]:
        """Passwords of the database's roles, made once: of two who come first at once, the second reads the first's."""
        known = self.noted("passwords.json")
        if set(ROLES) - known.keys():
            with self.alone(_SECRETS):
                known = {role: secrets.token_urlsafe(24) for role in ROLES} | self.noted("passwords.json")
                self.note("passwords.json", known)
        return {role: str(known[role]) for role in ROLES}

    def secret_key(self) -> str:
        """The signing key of this installation, made once."""
        kept = self.path / "secret-key"
        with self.alone(_SECRETS):
            if not kept.is_file() or not kept.read_text("utf-8").strip():
                draft = self.path / f".secret-key.{os.getpid()}"
                with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                    file.write(secrets.token_urlsafe(50) + "\n")
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(kept)
            return kept.read_text("utf-8").strip()

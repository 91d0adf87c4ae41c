"""The embedded PostgreSQL of a data folder: made once, started when needed, adopted when it runs already.

Durable always: fsync stays on, and every role signs in with SCRAM over a socket that only its owner reaches.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from timonier.config.runtime import account
from timonier.config.runtime.folder import Folder
from timonier.config.runtime.ghosts import is_ghost, lay_to_rest
from timonier.core.refusal import Refused

DATABASE = "timonier"
LONGEST_SOCKET = 90
_SETTINGS = """
# Written by Timonier when the cluster was made.
listen_addresses = ''
max_connections = 100
shared_buffers = {buffers}MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
password_encryption = 'scram-sha-256'
unix_socket_permissions = 0777
"""
_ACCESS = "local all all scram-sha-256\n"


@dataclass(frozen=True, slots=True)
class Cluster:
    """The server of a folder. `home` holds its files; `sockets` is where it listens."""

    folder: Folder
    home: Path
    sockets: Path

    @classmethod
    def of(cls, folder: Folder) -> "Cluster":
        """Where the cluster of a folder is, or will be."""
        home = folder.path / "postgresql"
        if not home.exists() and not account.can_enter(folder.path):
            # Root's own folders are closed to the account that PostgreSQL needs; the data then lie beside, by name.
            home = Path("/var/lib/timonier/data") / folder.mark
        sockets = folder.path / "run"
        if len(str(sockets)) > LONGEST_SOCKET or not account.can_enter(folder.path):
            sockets = Path(tempfile.gettempdir()) / f"timonier-{os.geteuid()}-{folder.mark}"
        return cls(folder, home, sockets)

    def address(self, role: str, database: str = DATABASE) -> str:
        """The address under which a role reaches the database."""
        password = quote(self.folder.passwords()[role], safe="")
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self.sockets), safe='')}"

    def is_made(self) -> bool:
        """Whether the cluster's files are complete."""
        return (self.home / "complete").is_file()

    def is_running(self) -> bool:
        """Whether the server of these files runs."""
        code, _ = account.run([str(account.programs() / "pg_ctl"), "-D", str(self.home / "data"), "status"])
        return code == 0 and not is_ghost(self.home / "data")

    def ensure(self) -> None:
        """Make the cluster if it is new, start it if it does not run. The caller holds the folder's start lock."""
        if not self.is_made():
            self._make()
        self._check_version()
        lay_to_rest(self.home / "data")
        if not self.is_running():
            self._start()
        self._introduce()

    def stop(self) -> None:
        """Stop the server after its last transaction; sessions that are left are ended."""
        if self.is_running():
            self._control("stop", "-m", "fast")

    def _make(self) -> None:
        if self.home.exists():
            shutil.rmtree(self.home)  # begun and never completed: nobody has written to it
        try:
            self.home.mkdir(parents=True, mode=0o700)
            if not account.can_enter(self.home.parent):
                self.home.parent.chmod(0o711)
        except OSError as error:
            raise Refused("folder_not_writable", path=str(self.home), why=error.strerror or "?") from error
        account.give(self.home)
        secret = self.home / "password"
        secret.write_text(self.folder.passwords()["postgres"] + "\n")
        secret.chmod(0o600)
        account.give(secret)
        code, output = account.run(
            [
                str(account.programs() / "initdb"), "-D", str(self.home / "data"), "-U", "postgres",
                f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
            ]
        )  # fmt: skip
        secret.unlink()
        if code:
            raise _fault("postgresql_not_made", output)
        data = self.home / "data"
        (data / "postgresql.auto.conf").write_text(_SETTINGS.format(buffers=_buffers()))
        (data / "pg_hba.conf").write_text(_ACCESS)
        self._start()
        with psycopg.connect(self.address("postgres", "postgres"), autocommit=True) as session:
            make_roles(session, self.folder.passwords())
            session.execute(
                sql.SQL("CREATE DATABASE {} OWNER timonier_owner").format(sql.Identifier(DATABASE))
            )
        (self.home / "complete").write_text("1\n")

    def _check_version(self) -> None:
        kept = (self.home / "data" / "PG_VERSION").read_text().strip()
        code, output = account.run([str(account.programs() / "postgres"), "--version"])
        ours = output.split()[-1].partition(".")[0] if code == 0 and output.split() else "?"
        if kept != ours:
            raise Refused("postgresql_other_version", kept=kept, ours=ours, path=str(self.home))

    def _start(self) -> None:
        self._make_sockets()
        try:
            self._control("start", "-o", f"-k '{self.sockets}'", "-l", str(self.home / "log"))
        except Refused:
            text = _tail(self.home / "log")
            raise _fault("postgresql_not_started", text) from None

    def _make_sockets(self) -> None:
        self.sockets.mkdir(mode=0o711, parents=True, exist_ok=True)
        who = account.runs_as()
        owner = self.sockets.stat().st_uid
        if owner not in (os.geteuid(), who.pw_uid if who else -1):
            raise Refused("sockets_not_ours", path=str(self.sockets))
        account.give(self.sockets)
        self.sockets.chmod(0o700)

    def _control(self, verb: str, *more: str) -> None:
        command = [str(account.programs() / "pg_ctl"), "-D", str(self.home / "data"), "-w", "-s", "-t", "120"]
        if verb == "start" and "-l" in more:
            (self.home / "log").touch()
            account.give(self.home / "log")
        code, output = account.run([*command, *more, verb])
        if code:
            raise _fault("postgresql_not_started", output)

    def _introduce(self) -> None:
        """The first session: what is wrong with the server is said here, once, in a sentence."""
        try:
            with psycopg.connect(self.address("postgres", "postgres"), connect_timeout=30) as session:
                row = session.execute("SHOW fsync").fetchone()
        except psycopg.OperationalError as error:
            raise _fault("postgresql_not_reached", str(error)) from error
        if row is not None and row[0] != "on":
            raise Refused("postgresql_not_durable")


def make_roles(session: psycopg.Connection, passwords: dict[str, str]) -> None:
    """The three roles: who changes tables, who works, who keeps and verifies."""
    kinds = {
        "timonier_owner": "NOSUPERUSER NOBYPASSRLS CREATEROLE",
        "timonier_app": "NOSUPERUSER NOBYPASSRLS",
        "timonier_keeper": "NOSUPERUSER BYPASSRLS",
    }
    for role, kind in kinds.items():
        there = session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        verb = "ALTER" if there else "CREATE"
        session.execute(
            sql.SQL(f"{verb} ROLE {{}} LOGIN {kind} PASSWORD {{}}").format(
                sql.Identifier(role), sql.Literal(passwords[role])
            )
        )


def _buffers() -> int:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // (1024 * 1024)
    return max(128, min(2048, pages // 8))


def _tail(path: Path) -> str:
    try:
        return "\n".join(path.read_text("utf-8", "replace").splitlines()[-20:])
    except OSError:
        return ""


def _fault(code: str, output: str) -> Refused:
    low = output.lower()
    if "no space left" in low:
        return Refused("disk_full")
    if "shared memory" in low and "already" in low:
        return Refused("postgresql_files_in_use")
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error" in line.lower()]
    return Refused(code, why=(telling or lines or ["?"])[-1][:300])

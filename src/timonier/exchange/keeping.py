"""Back the whole platform up, and bring it back: a dump by the keeper, the heads of every journal as witnesses.

Programs and addresses are handed in: where PostgreSQL lies is the launcher's knowledge.
"""

import os
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from timonier.core.refusal import Refused
from timonier.exchange.archive import DUMP, Archive, digest_of, write_archive
from timonier.foundation.journal.proof import verify
from timonier.foundation.journal.seals import Head, forget_xids, head_of
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
}


def back_up(target: Path, data: Path, programs: Path, keeper: str) -> dict[str, Any]:
    """Write the whole platform into one file; what it holds. Raises: Refused.

    The heads are taken first: every seal they name is in the dump, whatever is written meanwhile.
    """
    heads = _heads()
    with tempfile.TemporaryDirectory(prefix="timonier-backup-") as folder:
        dump = Path(folder) / DUMP
        _run(
            [str(programs / "pg_dump"), "--format=custom", "--compress=gzip:3", f"--file={dump}"],
            keeper,
            "backup_failed",
        )
        about = {"made_at": datetime.now(UTC).isoformat(timespec="seconds"), "heads": heads}
        write_archive(target, dump, data, about)
    return {"size": target.stat().st_size, "heads": heads, "digest": digest_of(target)}


def bring_back(archive: Archive, programs: Path, admin: str) -> list[dict[str, Any]]:
    """Restore into an empty database, check every journal and the backup's heads; the heads. Raises: Refused."""
    with psycopg.connect(admin) as session:
        row = session.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row is None or row[0]:
        raise Refused("restore_not_empty")
    command = [
        "pg_restore",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={_name(admin)}",
        str(archive.dump),
    ]
    _run([str(programs / command[0]), *command[1:]], admin, "restore_failed")
    for contract in Contract.objects.all():
        with scope([contract.pk]):
            forget_xids(contract)
    heads = [Head(**head) for head in archive.manifest["heads"]]
    for verdict in verify(heads=heads):
        if verdict.fault is not None:
            fault = verdict.fault
            raise Refused(
                "restore_not_whole", contract=verdict.contract, position=fault.position, kind=fault.kind
            )
    return [head.as_json() for head in heads]


def _heads() -> list[dict[str, Any]]:
    found = []
    for contract in Contract.objects.order_by("key"):
        with scope([contract.pk]):
            head = head_of(contract)
        if head is not None:
            found.append(head.as_json())
    return found


def _run(command: list[str], address: str, code: str) -> None:
    parts = conninfo_to_dict(address)
    # In the environment, not in the arguments: those are seen by every account of the machine.
    environment = {
        **os.environ,
        **{_VARIABLES[name]: str(value) for name, value in parts.items() if name in _VARIABLES},
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise Refused(code, why=(lines or ["?"])[0][:300])


def _name(address: str) -> str:
    return str(conninfo_to_dict(address).get("dbname") or "")

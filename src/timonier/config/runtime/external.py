"""An external PostgreSQL: its version, and the three roles, named by addresses or made by ourselves."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from timonier.config.runtime.cluster import make_roles
from timonier.config.runtime.folder import Folder
from timonier.config.speech import speak
from timonier.core.refusal import Refused

OLDEST = 16


@dataclass(frozen=True, slots=True)
class _Standing:
    version: int
    is_super: bool
    bypasses: bool
    is_durable: bool


def addresses(folder: Folder, env: Mapping[str, str]) -> dict[str, str]:
    """DATABASE_URL, DATABASE_OWNER_URL and DATABASE_KEEPER_URL, completed.

    An address with a superuser's role is used to make the three roles, never to work with: row-level security would
    not hold for it. Raises: Refused.
    """
    app = env["DATABASE_URL"]
    owner = env.get("DATABASE_OWNER_URL") or app
    keeper = env.get("DATABASE_KEEPER_URL", "")
    standing = _look(app)
    if standing.version < OLDEST:
        raise Refused("postgresql_too_old", found=standing.version, oldest=OLDEST)
    if not standing.is_durable:
        print(speak("external_not_durable"), file=sys.stderr)
    if standing.is_super or standing.bypasses:
        return _with_own_roles(folder, owner if _look(owner).is_super else app)
    return {"DATABASE_URL": app, "DATABASE_OWNER_URL": owner, "DATABASE_KEEPER_URL": keeper or owner}


def _with_own_roles(folder: Folder, admin: str) -> dict[str, str]:
    passwords = folder.passwords()
    with psycopg.connect(admin, autocommit=True) as session:
        make_roles(session, passwords)
        name = session.info.dbname
        session.execute(sql.SQL("GRANT ALL ON DATABASE {} TO timonier_owner").format(sql.Identifier(name)))
        session.execute("GRANT ALL ON SCHEMA public TO timonier_owner")
    return {
        "DATABASE_URL": _as(admin, "timonier_app", passwords),
        "DATABASE_OWNER_URL": _as(admin, "timonier_owner", passwords),
        "DATABASE_KEEPER_URL": _as(admin, "timonier_keeper", passwords),
    }


def _as(admin: str, role: str, passwords: Mapping[str, str]) -> str:
    parts = {name: value for name, value in conninfo_to_dict(admin).items() if value is not None}
    parts |= {"user": role, "password": passwords[role]}
    return make_conninfo("", **parts)


def _look(address: str) -> _Standing:
    try:
        with psycopg.connect(address, connect_timeout=15) as session:
            row = session.execute(
                "SELECT current_setting('server_version_num')::int / 10000, rolsuper, rolbypassrls,"
                " current_setting('fsync') = 'on' FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except (psycopg.Error, ValueError) as error:
        host = quote(_host(address), safe="/.:_-?")
        raise Refused("external_not_reached", host=host, why=type(error).__name__) from error
    assert row is not None  # the current role is always listed
    return _Standing(*row)


def _host(address: str) -> str:
    try:
        parts = conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        return "?"
    return str(parts.get("host") or parts.get("hostaddr") or "localhost")

"""Read the process environment once, for the settings. Contract matters are never read from here."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database(dsn: str, *, pool: bool = False) -> dict[str, Any]:
    """One Django database from a PostgreSQL URL or keyword string.

    Raises: ImproperlyConfigured, without the text of the DSN: it may hold a password.
    """
    try:
        parts = conninfo_to_dict(dsn)
    except Exception as fault:  # noqa: BLE001 - the driver's own message repeats the password
        raise ImproperlyConfigured("DATABASE_URL is not a PostgreSQL address") from fault.__class__()
    entry: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql", "CONN_HEALTH_CHECKS": True}
    options: dict[str, Any] = {}
    for name, value in parts.items():
        if value is None:
            continue
        if name in _NAMES:
            entry[_NAMES[name]] = str(value)
        else:
            options[name] = value
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 16, "timeout": 10}
    else:
        entry["CONN_MAX_AGE"] = 60
    options["prepare_threshold"] = 5  # only the cursors of `foundation.cursors` prepare
    entry["OPTIONS"] = options
    return entry


def databases(env: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The three roles as three aliases; a missing address falls back to the application's own."""
    app = env.get("DATABASE_URL", "postgresql:///timonier")
    owner = env.get("DATABASE_OWNER_URL", app)
    keeper = env.get("DATABASE_KEEPER_URL", owner)
    return {
        "default": database(app, pool=flag(env, "TIMONIER_POOL")),
        "owner": database(owner),
        "keeper": database(keeper),
    }


def listening(env: Mapping[str, str]) -> dict[str, Any]:
    """How to reach the database for listening: directly, for a pooler that shares connections passes no notices on."""
    address = env.get("DATABASE_LISTEN_URL") or env.get("DATABASE_URL", "postgresql:///timonier")
    return {name: value for name, value in conninfo_to_dict(address).items() if value is not None}


def flag(env: Mapping[str, str], name: str) -> bool:
    """A switch of the environment: 1, true, yes, on."""
    return env.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def listed(env: Mapping[str, str], name: str, default: str) -> list[str]:
    """A comma-separated list of the environment."""
    return [part.strip() for part in env.get(name, default).split(",") if part.strip()]


def mail(env: Mapping[str, str]) -> dict[str, Any]:
    """Where notices are mailed: `smtp://user:password@host:587`, `smtps://…`; empty when none is configured.

    `?starttls=no` leaves a plain connection plain; a password is always sent over TLS.
    Raises: ImproperlyConfigured, without the address: it may hold a password.
    """
    text = env.get("TIMONIER_SMTP_URL", "").strip()
    if not text:
        return {}
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("TIMONIER_SMTP_URL is not an address of a mail server") from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("TIMONIER_SMTP_URL begins with smtp:// or smtps:// and names a server")
    is_plain = "starttls=no" in parts.query and not parts.password
    return {
        "host": parts.hostname,
        "port": port or (465 if parts.scheme == "smtps" else 587),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "security": "tls" if parts.scheme == "smtps" else "none" if is_plain else "starttls",
        "sender": env.get("TIMONIER_MAIL_FROM", "").strip() or f"timonier@{parts.hostname}",
        "timeout": 15,
    }


def secret_key(env: Mapping[str, str], data: Path) -> str:
    """The signing key: given, or kept in the data folder, or one for this process alone."""
    given = env.get("TIMONIER_SECRET_KEY")
    if given:
        return given
    kept = data / "secret-key"
    if kept.is_file() and os.access(kept, os.R_OK):
        return kept.read_text("utf-8").strip()
    return secrets.token_urlsafe(50)

"""Notices between processes through the database: a contract's number and the marks of streams, nothing else."""

import hmac
from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.conf import settings
from django.db import connections, transaction

CHANNEL = "timonier_live"
MANY = "*"
"""The mark of a change too large to be named: an import, a recomputation."""
MOST_NAMED = 40
_TELL = "SELECT pg_notify(%s, notice) FROM unnest(%s::text[]) AS notice"


def mark_of(contract: int, stream: str) -> str:
    """What stands for a stream in a notice: nobody can make one for a stream that he was not shown."""
    text = f"{contract}\n{stream}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, sha256).hexdigest()[:12]


def announce(contract: int, streams: Iterable[str], *, using: str = "default") -> None:
    """Tell every web process now. Never inside the transaction of a fact: the queue of notices has one lock for all."""
    names = list(dict.fromkeys(streams))
    if not names:
        return
    marks = [MANY] if len(names) > MOST_NAMED else [mark_of(contract, one) for one in names]
    with connections[using].cursor() as cursor:
        cursor.execute(_TELL, [CHANNEL, [f"{contract} {mark}" for mark in marks]])


def announce_on_commit(contract: int, streams: Sequence[str], *, using: str = "default") -> None:
    """Tell every web process when the caller's transaction has ended well; a failure to tell fails nothing."""
    transaction.on_commit(lambda: announce(contract, streams, using=using), using=using, robust=True)


def read_notice(payload: str) -> tuple[int, str] | None:
    """Contract and mark of a notice; None for what is none of ours."""
    number, _, mark = payload.partition(" ")
    return (int(number), mark) if number.isdecimal() and mark else None

"""Keep a file, find it again, forget what has expired.

The same bytes in two contracts are two files: nothing of one contract may tell that another has them too.
"""

import hashlib
import os
import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.utils import timezone

from timonier.foundation.attachments.models import Attachment
from timonier.foundation.tenancy.models import Contract

FILES = "files"
MAKING = "making"
_CHUNK = 1 << 20


def keep(
    contract: Contract,
    source: Path,
    *,
    name: str,
    media_type: str,
    account_id: int | None = None,
    days: int | None = None,
) -> Attachment:
    """Take a file in; the row is written in the caller's transaction. `days` after which it goes; None: never.

    The file is there, whole and synchronised, before its row can be seen. Needs the scope.
    """
    digest, size = _digest_of(source)
    target = _place(contract.pk, digest)
    _hold(contract)
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = target.with_name(f".{uuid4().hex}")
        with (
            source.open("rb") as read,
            os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as write,
        ):
            shutil.copyfileobj(read, write, _CHUNK)
            write.flush()
            os.fsync(write.fileno())
        draft.replace(target)
    row = Attachment(
        contract=contract,
        account_id=account_id,
        digest=digest,
        size=size,
        name=clean_name(name),
        media_type=media_type[:120],
        expires_at=None if days is None else timezone.now() + timedelta(days=days),
    )
    row.save()
    return row


def attachment_of(contract: Contract, public_id: UUID, account_id: int | None) -> Attachment | None:
    """An attachment that this account may have; None for another's, for what has expired, and for a stranger's."""
    row = Attachment.objects.filter(contract=contract, public_id=public_id).first()
    if row is None or (row.account_id is not None and row.account_id != account_id):
        return None
    if row.expires_at is not None and row.expires_at <= timezone.now():
        return None
    return row if path_of(row).is_file() else None


def path_of(row: Attachment) -> Path:
    """Where the bytes lie: from the digest alone."""
    return _place(row.contract_id, row.digest)


def forget_expired(contract: Contract) -> int:
    """Remove rows that have expired, and files that no row names any more. Needs the scope."""
    _hold(contract)
    rows = Attachment.objects.filter(contract=contract, expires_at__lte=timezone.now())
    digests = set(rows.values_list("digest", flat=True))
    count = int(rows.delete()[0])
    kept = set(
        Attachment.objects.filter(contract=contract, digest__in=digests).values_list("digest", flat=True)
    )
    for digest in digests - kept:
        _place(contract.pk, digest).unlink(missing_ok=True)
    return count


def making() -> Path:
    """Where a file is made before it is kept: on the disk of the data, never half of one in a small temporary folder."""
    place = Path(settings.DATA_DIR) / MAKING
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def clean_name(name: str) -> str:
    """A name fit to be shown and sent: printable, without separators, not empty."""
    kept = "".join(one if one.isprintable() and one not in '/\\:*?"<>|' else "-" for one in name).strip(" .")
    return kept[:200] or "document"


def _place(contract_id: int, digest: str) -> Path:
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("not a digest")
    return Path(settings.DATA_DIR) / FILES / str(contract_id) / digest[:2] / digest


def _hold(contract: Contract) -> None:
    """Until the transaction ends nobody else takes in or throws away files of this contract: else one could do both."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('timonier.attachments'), %s)", [contract.pk])


def _digest_of(path: Path) -> tuple[str, int]:
    found, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            found.update(piece)
            size += len(piece)
    return found.hexdigest(), size

"""The bytes under each digest and each seal: the one place in Python that knows them. See docs/journal-format.md."""

from hashlib import sha256

ZERO = bytes(32)


def event_digest(
    stream: str,
    kind: str,
    version: int,
    occurred_at: int,
    known_at: int | None,
    recorded_at: int,
    actor: str,
    via: str,
    payload: bytes,
) -> bytes:
    """sha256 over the header's lines and the payload."""
    known = "" if known_at is None else known_at
    head = f"timonier-event-1\n{stream}\n{kind}\n{version}\n{occurred_at}\n{known}\n{recorded_at}\n{actor}\n{via}\n"
    return sha256(head.encode() + payload).digest()


def block_hash(
    contract: str, number: int, first: int, size: int, sealed_at: int, previous: bytes, digests: bytes
) -> bytes:
    """sha256 over the block's lines, the hash of the block before and the digests in order."""
    head = f"timonier-block-1\n{contract}\n{number}\n{first}\n{size}\n{sealed_at}\n"
    return sha256(head.encode() + previous + digests).digest()

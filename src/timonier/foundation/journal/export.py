"""Write the sealed journal of a contract as JSON Lines that a stranger can check. See docs/journal-format.md."""

import json
from collections.abc import Iterator
from typing import Any

from timonier.foundation.journal.reading import stream_rows
from timonier.foundation.journal.seals import head_of
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import NoScope, current_scope

FORMAT = "timonier-journal-1"
_EVENTS = """
SELECT p.position, e.stream, e.kind, e.version, e.occurred_at, e.known_at, e.recorded_at, e.actor, e.via, e.payload,
    e.digest
FROM journal_event e JOIN journal_position p ON p.contract_id = e.contract_id AND p.seq = e.seq
WHERE e.contract_id = %(contract)s ORDER BY p.position
"""
_BLOCKS = """
SELECT number, first_position, size, sealed_at, encode(previous, 'hex'), encode(hash, 'hex') FROM journal_block
WHERE contract_id = %(contract)s ORDER BY number
"""
_NAMES = (
    "position",
    "stream",
    "kind",
    "version",
    "occurred_at",
    "known_at",
    "recorded_at",
    "actor",
    "via",
)


def export_lines(contract: Contract, *, using: str = "default") -> Iterator[str]:
    """The lines of the export, without line ends: header, events with each block after its events, heads.

    What has no seal yet is not in it: seal first. Needs a scope that holds the contract.
    """
    if contract.pk not in current_scope(using):
        raise NoScope("the journal of a contract outside the scope was to be exported")
    params = {"contract": contract.pk}
    head = head_of(contract, using=using)
    yield _line(
        {"type": "journal", "format": FORMAT, "contract": contract.key, "unit": "microseconds since 1970 UTC"}
    )
    blocks = stream_rows(_BLOCKS, params, using)
    block = next(blocks, None)
    for row in stream_rows(_EVENTS, params, using, is_whole=True):
        *fields, payload, digest = row
        yield _line(
            {
                "type": "event",
                **dict(zip(_NAMES, fields, strict=True)),
                "payload": payload.decode("utf-8"),
                "digest": digest.hex(),
            }
        )
        if block is not None and row[0] == block[1] + block[2] - 1:
            yield _block(block)
            block = next(blocks, None)
    if head is not None:
        yield _line({"type": "heads", **head.as_json()})


def _block(block: tuple[Any, ...]) -> str:
    names = ("number", "first", "size", "sealed_at", "previous", "hash")
    return _line({"type": "block", **dict(zip(names, block, strict=True))})


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""Check a journal against its seals: recompute every digest, name the first fault.

It must not trust what it checks: digests and hashes are computed here, not asked from the database's functions.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from timonier.foundation.journal.bytes import ZERO, block_hash, event_digest
from timonier.foundation.journal.reading import stream_rows
from timonier.foundation.journal.seals import Head, head_of
from timonier.foundation.journal.writing import fact_key
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

Kind = Literal["changed", "missing", "inserted", "reordered", "truncated"]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place at which a journal is not what was sealed."""

    position: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of one contract found. `open` events have no seal yet: their own digest was checked."""

    contract: str
    sealed: int
    open: int
    head: str
    fault: Fault | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class _Event(NamedTuple):
    position: int | None
    digest: bytes
    computed: bytes
    key: bytes
    is_late: bool


class _Block(NamedTuple):
    number: int
    first: int
    size: int
    sealed_at: int
    previous: bytes
    digests: bytes
    hash: bytes


_EVENTS = """
SELECT p.position, e.digest, e.stream, e.kind, e.version, e.occurred_at, e.known_at, e.recorded_at, e.actor, e.via,
    e.payload, e.xid < (SELECT h.horizon FROM journal_head h WHERE h.contract_id = %(contract)s
        AND h.horizon <= pg_snapshot_xmin(pg_current_snapshot()))
FROM journal_event e LEFT JOIN journal_position p ON p.contract_id = e.contract_id AND p.seq = e.seq
WHERE e.contract_id = %(contract)s ORDER BY p.position NULLS LAST, e.seq
"""
_BLOCKS = """
SELECT number, first_position, size, sealed_at, previous, digests, hash FROM journal_block
WHERE contract_id = %(contract)s ORDER BY number
"""


def verify(
    contract: Contract | None = None, *, heads: Iterable[Head] = (), using: str = "default"
) -> list[Verdict]:
    """Check one contract or all; `heads` = seals kept elsewhere, the only witness of a history rewritten whole."""
    contracts = [contract] if contract is not None else list(Contract.objects.using(using).order_by("key"))
    kept = list(heads)
    return [_verify_one(one, [head for head in kept if head.contract == one.key], using) for one in contracts]


def _verify_one(contract: Contract, heads: Sequence[Head], using: str) -> Verdict:
    with scope([contract.pk], using=using):
        blocks = [_Block._make(row) for row in stream_rows(_BLOCKS, {"contract": contract.pk}, using)]
        head = head_of(contract, using=using)
        expected, chain = _chain(contract.key, blocks)
        walk = _Walk(contract, expected, using)
        # At one place the walk says more than a broken hash; a block gone or added says more than the walk.
        found = [walk.first_fault(), chain]
        if chain and chain.kind != "changed":
            found.reverse()
        faults = [fault for fault in (*found, _against(head, blocks), *_kept(heads, blocks)) if fault]
        if not faults:
            faults.extend(walk.keys_fault())
        first = min(faults, key=lambda fault: fault.position, default=None)
        return Verdict(contract.key, walk.sealed, walk.open, head.hash if head else "", first)


def _chain(contract: str, blocks: Sequence[_Block]) -> tuple[bytes, Fault | None]:
    """The digests that the blocks promise, and the first break of the chain itself."""
    previous, position, digests = ZERO, 1, []
    fault: Fault | None = None
    for number, block in enumerate(blocks, 1):
        if fault is None and block.first != position:
            fault = Fault(min(position, block.first), "missing" if block.first > position else "inserted")
        hashed = block_hash(
            contract, number, position, len(block.digests) // 32, block.sealed_at, previous, block.digests
        )
        if fault is None and (hashed, previous) != (block.hash, block.previous):
            fault = Fault(position, "changed")
        previous, position = block.hash, position + block.size
        digests.append(block.digests)
    return b"".join(digests), fault


def _against(head: Head | None, blocks: Sequence[_Block]) -> Fault | None:
    """The blocks against the head that stands beside them."""
    end = blocks[-1].first + blocks[-1].size - 1 if blocks else 0
    if head is None or head.position > end:
        return Fault(end + 1, "truncated")
    if head.position < end:
        return Fault(head.position + 1, "inserted")
    if blocks and head.hash != blocks[-1].hash.hex():
        return Fault(blocks[-1].first, "changed")
    return None


def _kept(heads: Sequence[Head], blocks: Sequence[_Block]) -> Iterator[Fault]:
    """The blocks against heads kept elsewhere."""
    ends = {block.first + block.size - 1: block.hash.hex() for block in blocks}
    end = max(ends, default=0)
    proved = 0
    for head in sorted(heads, key=lambda one: one.position):
        if head.position == 0 or ends.get(head.position) == head.hash:
            proved = head.position
        elif head.position > end:
            yield Fault(end + 1, "truncated")
            return
        else:
            yield Fault(proved + 1, "changed")
            return


class _Walk:
    """One passage over the events of a contract, beside the digests that its blocks promise."""

    def __init__(self, contract: Contract, expected: bytes, using: str) -> None:
        self.contract = contract
        self.expected = expected
        self.using = using
        self.sealed = 0
        self.open = 0

    def events(self) -> Iterator[_Event]:
        for row in stream_rows(_EVENTS, {"contract": self.contract.pk}, self.using, is_whole=True):
            (
                position,
                stored,
                stream,
                kind,
                version,
                at,
                known_at,
                recorded_at,
                actor,
                via,
                payload,
                is_late,
            ) = row
            computed = event_digest(stream, kind, version, at, known_at, recorded_at, actor, via, payload)
            yield _Event(position, stored, computed, fact_key(stream, payload), bool(is_late))

    def first_fault(self) -> Fault | None:
        size = len(self.expected) // 32
        place = 0
        promised: set[bytes] | None = None
        for event in self.events():
            if event.position is not None:
                self.sealed += 1
                if event.position <= place:
                    return Fault(event.position, "inserted")
                place += 1
                if place > size:
                    return Fault(place, "inserted")
                want = self.expected[place * 32 - 32 : place * 32]
                if event.position > place:
                    return Fault(place, "reordered" if self._has(want) else "missing")
                if event.computed != want or event.digest != want:
                    return Fault(place, self._kind(event, want))
                continue
            if place < size:
                return Fault(place + 1, self._hole(place, size))
            self.open += 1
            if event.computed != event.digest:
                return Fault(size + self.open, "changed")
            promised = self._promised() if promised is None else promised
            if event.is_late or event.digest in promised:
                return Fault(size + self.open, "inserted")
        return Fault(place + 1, self._hole(place, size)) if place < size else None

    def keys_fault(self) -> Iterator[Fault]:
        """Events against the register of identities: every event came in through it, once."""
        params = {"contract": self.contract.pk}
        query = "SELECT count(*) FROM journal_key WHERE contract_id = %(contract)s"
        count = next(iter(stream_rows(query, params, self.using)))[0]
        if count == self.sealed + self.open:
            return
        query = "SELECT key FROM journal_key WHERE contract_id = %(contract)s"
        keys = {key for (key,) in stream_rows(query, params, self.using)}
        for place, event in enumerate(self.events(), 1):
            if event.key not in keys:
                yield Fault(place, "inserted")
                return
        # Every sealed event is there, so what is gone was open: which of the open ones, nothing can tell.
        yield Fault(self.sealed + 1, "missing" if self.sealed or self.open else "truncated")

    def _promised(self) -> set[bytes]:
        return {self.expected[at : at + 32] for at in range(0, len(self.expected), 32)}

    def _stored(self) -> set[bytes]:
        query = "SELECT digest FROM journal_event WHERE contract_id = %(contract)s"
        return {digest for (digest,) in stream_rows(query, {"contract": self.contract.pk}, self.using)}

    def _has(self, digest: bytes) -> bool:
        return digest in self._stored()

    def _hole(self, place: int, size: int) -> Kind:
        """Nothing stands at the places after `place`: cut off, unless the events only lost their place."""
        rest = {self.expected[at * 32 : at * 32 + 32] for at in range(place, size)}
        return "truncated" if not rest & self._stored() else "reordered"

    def _kind(self, event: _Event, want: bytes) -> Kind:
        if event.computed != event.digest:
            return "changed"
        is_known, is_there = event.digest in self._promised(), self._has(want)
        if is_known:
            return "reordered" if is_there else "missing"
        return "inserted" if is_there else "changed"

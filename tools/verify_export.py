#!/usr/bin/env python3
"""Check an exported journal without the platform: `verify_export.py EXPORT [HEADS]`.

Standard library only. Recomputes every digest and every seal as docs/journal-format.md says; exit 0 when whole, 1 with
the first fault (position and kind), 2 for wrong usage. HEADS is a file with heads received earlier, one JSON a line.
It must not import the platform: it is here so that nobody has to believe it.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator

FIELDS = ("stream", "kind", "version", "occurred_at", "known_at", "recorded_at", "actor", "via")


class Fault(ValueError):
    """The first place at which the export is not what was sealed."""

    def __init__(self, position: int, kind: str, why: str) -> None:
        super().__init__(position, kind, why)
        self.position, self.kind, self.why = position, kind, why


def event_digest(event: dict) -> bytes:
    """sha256 over "timonier-event-1", the eight fields, one a line, and the payload."""
    lines = ["timonier-event-1"] + ["" if event[name] is None else str(event[name]) for name in FIELDS]
    return hashlib.sha256(("\n".join(lines) + "\n" + event["payload"]).encode("utf-8")).digest()


def block_hash(contract: str, block: dict, digests: list[bytes]) -> bytes:
    """sha256 over the block's lines, the hash of the block before, and the digests in order."""
    lines = [
        "timonier-block-1",
        contract,
        *(str(block[name]) for name in ("number", "first", "size", "sealed_at")),
    ]
    head = ("\n".join(lines) + "\n").encode("utf-8")
    return hashlib.sha256(head + bytes.fromhex(block["previous"]) + b"".join(digests)).digest()


class Checker:
    """One passage over the lines; memory holds one block."""

    def __init__(self) -> None:
        self.contract = ""
        self.position = self.number = 0
        self.hash = bytes(32)
        self.open: list[bytes] = []
        self.ends: dict[int, str] = {}
        self.head: dict | None = None

    def line(self, value: dict) -> None:
        kind = value.get("type")
        due = self.position + 1
        if kind not in ("journal", "event", "block", "heads") or self.head is not None:
            raise Fault(due, "inserted", "a line that is none of the journal's, or behind its heads")
        if (kind == "journal") == bool(self.contract):
            raise Fault(due, "inserted" if self.contract else "missing", "the header line")
        if kind == "journal":
            self.contract = value["contract"] if value["format"] == "timonier-journal-1" else ""
        else:
            {"event": self.event, "block": self.block, "heads": self.close}[kind](value)

    def event(self, value: dict) -> None:
        due, found = self.position + 1, value["position"]
        if found != due:
            kind = "missing" if found > due else "inserted"
            raise Fault(min(due, found), kind, f"{found} stands where {due} was due")
        if event_digest(value).hex() != value["digest"]:
            raise Fault(due, "changed", "the event is not what its digest says")
        self.position = due
        self.open.append(bytes.fromhex(value["digest"]))

    def block(self, value: dict) -> None:
        first, number = self.position - len(self.open) + 1, self.number + 1
        if value["number"] != number:
            kind = "missing" if value["number"] > number else "inserted"
            raise Fault(first, kind, "a block out of its number")
        if (value["size"], value["first"]) != (len(self.open), first):
            kind = "missing" if value["size"] > len(self.open) else "inserted"
            raise Fault(first, kind, f"block {number} sealed {value['size']}, here are {len(self.open)}")
        hashed = block_hash(self.contract, value, self.open).hex()
        if (value["previous"], value["hash"]) != (self.hash.hex(), hashed):
            raise Fault(first, "changed", f"an event of block {number}, its order, or its seal")
        self.number, self.hash, self.open = number, bytes.fromhex(hashed), []
        self.ends[self.position] = hashed

    def close(self, value: dict) -> None:
        if self.open:
            raise Fault(self.position - len(self.open) + 1, "truncated", "events without their seal")
        if value["position"] > self.position:
            raise Fault(self.position + 1, "truncated", f"the heads say {value['position']}")
        found = (value["contract"], value["position"], value["hash"])
        if found != (self.contract, self.position, self.hash.hex()):
            raise Fault(self.position, "changed", "the heads are not those of the last block")
        self.head = value

    def end(self, heads: Iterable[dict]) -> None:
        if self.head is None:
            raise Fault(self.position + 1, "truncated", "no line of heads")
        proved = 0
        for kept in sorted(heads, key=lambda head: head["position"]):
            place = kept["position"]
            if kept["contract"] == self.contract and place > self.position:
                raise Fault(self.position + 1, "truncated", f"a head kept earlier stands at {place}")
            if kept["contract"] == self.contract and place and self.ends.get(place) != kept["hash"]:
                raise Fault(proved + 1, "changed", f"the head kept earlier at {place} is another one")
            proved = place if kept["contract"] == self.contract else proved


def lines(path: str) -> Iterator[dict]:
    """The objects of a JSON Lines file."""
    with open(path, encoding="utf-8", newline="\n") as file:
        for text in file:
            yield json.loads(text)


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    checker = Checker()
    try:
        for value in lines(arguments[0]):
            checker.line(value)
        checker.end(lines(arguments[1]) if len(arguments) == 2 else ())
    except Fault as found:
        at, kind, why = found.position, found.kind, found.why
        if kind == "missing" and any(one.get("position") == at for one in lines(arguments[0])):
            kind = "reordered"
    except (KeyError, TypeError, ValueError) as error:
        at, kind, why = checker.position + 1, "changed", repr(error)
    else:
        seen = f"{checker.position} events, {checker.number} blocks"
        print(f"{checker.contract}: {seen}, whole; head {checker.hash.hex()}")
        return 0
    print(f"{checker.contract or '?'}: {kind} at position {at}: {why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

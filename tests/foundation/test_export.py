"""The export is checked by a program that knows nothing of the platform."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.foundation.ground import fact, write
from timonier.foundation.journal.bytes import ZERO, block_hash, event_digest
from timonier.foundation.journal.export import export_lines
from timonier.foundation.journal.seals import close_blocks, head_of
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

ROOT = Path(__file__).resolve().parents[2]
VERIFIER = ROOT / "tools" / "verify_export.py"
FORMAT = ROOT / "docs" / "journal-format.md"


@pytest.fixture
def lines(contract: Contract) -> list[str]:
    for block in range(3):
        write(contract, [fact(block * 4 + n, key=f"E{n}", known_at=7 if n else None) for n in range(4)])
        close_blocks(contract, tries=600)
    write(contract, [fact(99)])
    with scope([contract.pk]):
        return list(export_lines(contract))


def check(lines: list[str], folder: Path, heads: list[dict] | None = None) -> tuple[int, str]:
    export = folder / "export.jsonl"
    export.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    arguments = [str(export)]
    if heads is not None:
        kept = folder / "heads.jsonl"
        kept.write_text("".join(json.dumps(head) + "\n" for head in heads), "utf-8")
        arguments.append(str(kept))
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.req("TIM-03")
def test_an_export_is_whole_without_the_platform(
    lines: list[str], contract: Contract, tmp_path: Path
) -> None:
    assert [json.loads(line)["type"] for line in lines] == [
        "journal",
        *(["event"] * 4 + ["block"]) * 3,
        "heads",
    ]
    with scope([contract.pk]):
        head = head_of(contract)
    assert head is not None
    code, said = check(lines, tmp_path, [head.as_json()])
    assert (code, said.strip()) == (0, f"{contract.key}: 12 events, 3 blocks, whole; head {head.hash}")


def _swap(lines: list[str]) -> list[str]:
    lines[2], lines[4] = lines[4], lines[2]
    return lines


def _redigest(lines: list[str]) -> list[str]:
    value = json.loads(lines[7])
    value["actor"] = "mallory"
    names = ("stream", "kind", "version", "occurred_at", "known_at", "recorded_at", "actor", "via")
    value["digest"] = event_digest(*(value[name] for name in names), value["payload"].encode()).hex()
    lines[7] = json.dumps(value)
    return lines


CUTS: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "a payload changed": (
        lambda lines: [line.replace("Écran", "Ecran") if n == 7 else line for n, line in enumerate(lines)],
        "changed at position 6",
    ),
    "an event changed with its digest": (_redigest, "changed at position 5"),
    "an event taken out": (lambda lines: lines[:8] + lines[9:], "missing at position 7"),
    "an event put in twice": (lambda lines: lines[:8] + [lines[7]] + lines[8:], "inserted at position 6"),
    "two events swapped": (_swap, "reordered at position 2"),
    "a block taken out with its events": (lambda lines: lines[:6] + lines[11:], "missing at position 5"),
    "the tail cut off": (lambda lines: lines[:11], "truncated at position 9"),
    "the tail cut off under the heads": (lambda lines: lines[:11] + lines[-1:], "truncated at position 9"),
    "another contract's name": (
        lambda lines: [lines[0].replace('"contract":"t-', '"contract":"u-'), *lines[1:]],
        "changed at position 1",
    ),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_tampered_export_is_named_at_its_first_place(lines: list[str], tmp_path: Path, name: str) -> None:
    cut, expected = CUTS[name]
    code, said = check(cut(list(lines)), tmp_path)
    assert code == 1
    assert expected in said


def test_heads_kept_earlier_tell_a_shorter_or_another_history(
    lines: list[str], contract: Contract, tmp_path: Path
) -> None:
    kept = json.loads(lines[-1])
    later = {**kept, "position": 13}
    assert "truncated at position 13" in check(lines, tmp_path, [later])[1]
    another = {**kept, "position": 8, "hash": "00" * 32}
    assert "changed at position 1" in check(lines, tmp_path, [another])[1]


def test_the_golden_vectors_of_the_documentation_hold() -> None:
    """What the page prints is what the code computes."""
    text = FORMAT.read_text("utf-8")
    vectors = json.loads(re.search(r"```json golden\n(.*?)```", text, re.S).group(1))  # type: ignore[union-attr]  # there
    digests = []
    for event in vectors["events"]:
        names = ("stream", "kind", "version", "occurred_at", "known_at", "recorded_at", "actor", "via")
        digests.append(event_digest(*(event[name] for name in names), event["payload"].encode()))
        assert digests[-1].hex() == event["digest"]
    block = vectors["block"]
    hashed = block_hash(vectors["contract"], 1, 1, len(digests), block["sealed_at"], ZERO, b"".join(digests))
    assert (block["previous"], hashed.hex()) == (ZERO.hex(), block["hash"])


def test_the_verifier_stays_small_and_stands_alone() -> None:
    text = VERIFIER.read_text("utf-8")
    assert len(text.splitlines()) < 150
    assert set(re.findall(r"^(?:import|from) ([\w.]+)", text, re.M)) == {
        "hashlib",
        "json",
        "sys",
        "collections.abc",
    }

"""`verify`: recompute every digest and every seal of the journal; name the first fault of each contract."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from timonier.config.answers import choose, contract_of, print_json
from timonier.core.refusal import Refused
from timonier.foundation.journal.proof import Verdict, verify
from timonier.foundation.journal.seals import Head

HELP_FR = "vérifier la chaîne du journal"
HELP_EN = "check the chain of the journal"
_KINDS = {
    "changed": ("modifié", "changed"),
    "missing": ("manquant", "missing"),
    "inserted": ("ajouté", "inserted"),
    "reordered": ("déplacé", "reordered"),
    "truncated": ("tronqué", "truncated"),
}


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--contract", metavar="KEY")
    parser.add_argument(
        "--heads", type=Path, metavar="FILE", help="heads received earlier: JSON Lines, or an export"
    )
    parser.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    """Check, print a verdict a contract, exit 1 at a fault."""
    heads = list(_heads(args.heads)) if args.heads else []
    verdicts = verify(contract_of(args.contract) if args.contract else None, heads=heads)
    if args.json:
        is_whole = all(one.fault is None for one in verdicts)
        print_json({"whole": is_whole, "contracts": [one.as_json() for one in verdicts]})
    else:
        for one in verdicts:
            print(_sentence(one))
    return 1 if any(one.fault for one in verdicts) else 0


def _sentence(verdict: Verdict) -> str:
    if verdict.fault is None:
        return choose(
            f"{verdict.contract} : intact, {verdict.sealed} événements scellés, {verdict.open} en attente de sceau"
            f" · {verdict.head}",
            f"{verdict.contract}: whole, {verdict.sealed} events sealed, {verdict.open} waiting for a seal"
            f" · {verdict.head}",
        )
    french, english = _KINDS[verdict.fault.kind]
    return choose(
        f"{verdict.contract} : {french} à la position {verdict.fault.position} ({verdict.fault.kind})",
        f"{verdict.contract}: {english} at position {verdict.fault.position}",
    )


def _heads(path: Path) -> Iterator[Head]:
    """Heads of a file: one JSON object a line, or one document; lines of an export that are no heads are passed over."""
    try:
        text = path.read_text("utf-8")
        try:
            values: Any = json.loads(text)
        except ValueError:
            values = [json.loads(line) for line in text.splitlines() if line.strip()]
        for value in values if isinstance(values, list) else [values]:
            if value.get("type", "heads") == "heads":
                yield Head(
                    str(value["contract"]),
                    int(value["position"]),
                    int(value.get("block", 0)),
                    str(value.get("hash") or value["head"]),
                    int(value.get("sealed_at", 0)),
                )
    except OSError as error:
        raise Refused("no_such_file", path=str(path)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("bad_option", value=str(path)[:60], expected="heads, JSON Lines") from error

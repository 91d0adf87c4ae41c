"""`export journal`: the sealed journal of a contract as JSON Lines, for whoever wants to check it without us."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from timonier.config.answers import choose, contract_of
from timonier.core.refusal import Refused
from timonier.foundation.journal.export import export_lines
from timonier.foundation.journal.seals import close_blocks
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

HELP_FR = "exporter le journal"
HELP_EN = "export the journal"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("what", choices=["journal"])
    parser.add_argument("--contract", required=True, metavar="KEY")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")


def run(args: Namespace) -> int:
    """Seal what can be sealed, then write the file whole or not at all."""
    contract = contract_of(args.contract)
    waiting = close_blocks(contract)
    if waiting:
        print(
            choose(
                f"{waiting} faits sont encore en cours d'écriture ailleurs : ils ne sont pas dans ce fichier",
                f"{waiting} facts are still being written elsewhere: they are not in this file",
            ),
            file=sys.stderr,
        )
    count = _write(contract, args.output)
    print(choose(f"{count} lignes : {args.output}", f"{count} lines: {args.output}"), file=sys.stderr)
    return 0


def _write(contract: Contract, path: Path) -> int:
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    count = 0
    try:
        with scope([contract.pk]), partial.open("w", encoding="utf-8", newline="\n") as file:
            for line in export_lines(contract):
                file.write(line + "\n")
                count += 1
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise Refused("cannot_write", path=str(path), why=error.strerror or "") from error
    return count

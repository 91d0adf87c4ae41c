"""`backup`: the whole platform in one file that can be checked."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from timonier.config.runtime import account
from timonier.config.speech import choose
from timonier.exchange.keeping import back_up

HELP_FR = "sauvegarder toute la plateforme dans un fichier"
HELP_EN = "back up the whole platform into one file"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")


def run(args: Namespace) -> int:
    """Write the file. Raises: Refused."""
    done = back_up(args.output, args.data, account.programs(), os.environ["DATABASE_KEEPER_URL"])
    print(
        choose(
            f"{args.output} : {done['size']} octets, {len(done['heads'])} contrats, SHA-256 {done['digest']}",
            f"{args.output}: {done['size']} bytes, {len(done['heads'])} contracts, SHA-256 {done['digest']}",
        )
    )
    return 0

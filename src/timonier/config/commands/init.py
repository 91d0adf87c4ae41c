"""`init`: the preparation alone, without serving; a second time it does nothing."""

import sys
from argparse import ArgumentParser, Namespace

from timonier.config.opening import opened

HELP_FR = "préparer sans servir"
HELP_EN = "prepare without serving"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--empty", action="store_true", help="contracts alone, no demonstration")
    parser.add_argument("--anchor", metavar="YYYY-MM", help="last month of the demonstration")
    parser.add_argument("--seed", type=int, help="randomness of the demonstration")


def run(args: Namespace) -> int:
    """Prepare."""
    with opened(args.data, args):
        print("ok", file=sys.stderr)
    return 0

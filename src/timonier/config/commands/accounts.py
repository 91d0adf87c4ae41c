"""`accounts`: who may sign in, with which role on which contract. Passwords only of demonstration accounts."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from timonier.config.answers import choose, print_json
from timonier.directory.services import list_accounts

HELP_FR = "comptes, rôles et contrats"
HELP_EN = "accounts, roles and contracts"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    """List them."""
    people = list_accounts()
    if args.json:
        print_json([asdict(one) for one in people])
        return 0
    if not people:
        print(choose("Aucun compte.", "No account."))
    for one in people:
        secret = f"  {one.password}" if one.password else ""
        print(f"{one.contract:<12} {one.role:<4} {one.email:<28} {one.name} · {one.organisation}{secret}")
    return 0

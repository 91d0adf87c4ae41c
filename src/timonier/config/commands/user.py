"""`user add`: a person with a role on a contract; prints the one-time link with which a password is chosen."""

from argparse import ArgumentParser, Namespace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from timonier.config.answers import choose, contract_of
from timonier.core.refusal import Refused
from timonier.directory.choices import Role, Side
from timonier.directory.services import create_link, ensure_account, grant_role
from timonier.foundation.tenancy.scopes import scope

HELP_FR = "ajouter une personne"
HELP_EN = "add a person"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="add")
    add = actions.add_parser("add")
    add.add_argument("email")
    add.add_argument("--name", required=True)
    add.add_argument("--contract", required=True, metavar="KEY")
    add.add_argument("--role", required=True, choices=list(Role.values))
    add.add_argument("--organisation", required=True)
    add.add_argument("--side", choices=list(Side.values), default=Side.PROVIDER.value)
    add.add_argument("--decides", action="store_true", help="a client agent who may decide")
    add.add_argument("--locale", choices=["fr", "en"], default="fr")


def run(args: Namespace) -> int:
    """Make the account or find it, give the role, print the link of a new one."""
    contract = contract_of(args.contract)
    try:
        validate_email(args.email)
    except ValidationError as error:
        raise Refused("bad_option", value=args.email[:60], expected="name@example.org") from error
    with transaction.atomic():
        account = ensure_account(args.email, args.name[:120], locale=args.locale)
        with scope([contract.pk]):
            role, side = Role(args.role), Side(args.side)
            grant_role(account, contract, role, args.organisation[:200], side, decides=args.decides)
        link = None if account.has_usable_password() else create_link(account)
    print(f"{account.email} · {args.role} · {contract.key}")
    if link:
        print(choose("Lien à usage unique (24 h) : ", "One-time link (24 h): ") + link)
    return 0

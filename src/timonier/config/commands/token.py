"""`token create`: a token of the API for one contract and named actions; its secret is printed once."""

from argparse import ArgumentParser, Namespace

from timonier.config.answers import contract_of, print_json
from timonier.core.refusal import Refused
from timonier.directory.rights import ACTIONS
from timonier.directory.tokens import UnknownActions, create_token
from timonier.foundation.tenancy.scopes import scope

HELP_FR = "créer un jeton de l'API"
HELP_EN = "create a token of the API"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="create")
    create = actions.add_parser("create")
    create.add_argument("--contract", required=True, metavar="KEY")
    create.add_argument("--actions", required=True, help=", ".join(ACTIONS))
    create.add_argument("--label", default="cli")
    create.add_argument("--days", type=int, default=365)
    create.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    """Make it, print it."""
    contract = contract_of(args.contract)
    actions = [one.strip() for one in args.actions.split(",") if one.strip()]
    try:
        with scope([contract.pk]):
            secret = create_token(contract, actions, label=args.label, days=args.days)
    except UnknownActions as error:
        raise Refused("bad_option", value=str(error)[:60], expected=", ".join(ACTIONS)) from error
    except ValueError as error:
        raise Refused("bad_option", value=str(args.days), expected="1 … 730") from error
    if args.json:
        print_json(
            {"contract": contract.key, "actions": sorted(set(actions)), "days": args.days, "token": secret}
        )
    else:
        print(secret)
    return 0

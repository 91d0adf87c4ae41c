"""`seal`: close a month; what is learnt later becomes corrections of the next seal."""

from argparse import ArgumentParser, Namespace

from timonier.config.answers import choose, contract_of, month_option, print_json
from timonier.service_levels.services import seal_month

HELP_FR = "sceller un mois"
HELP_EN = "seal a month"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--contract", required=True)
    parser.add_argument("--month", required=True, help="YYYY-MM")
    parser.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    """Seal, and print what was published."""
    result = seal_month(contract_of(args.contract), month_option(args.month), by="cli", via="command")
    if args.json:
        print_json(result)
        return 0
    print(
        choose("Mois scellé : ", "Month sealed: ")
        + f"{result['contract']} {result['month']} · {result['penalty_total']} € · SHA-256 {result['digest']}"
    )
    for line in result["corrections"]:
        print(f"  correction {line['month']} {line['kpi']}: {line['penalty_difference']} €")
    return 0

"""`measures`: every item of a month (or of the contract) with its measures, one JSON object a line, streamed."""

from argparse import ArgumentParser, Namespace

from timonier.config.answers import contract_of, instant_option, month_option, print_line, readings_option
from timonier.service_levels.ledgers import all_items

HELP_FR = "toutes les mesures, une par ligne"
HELP_EN = "all measures, one item a line"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--contract", required=True)
    parser.add_argument("--month", help="YYYY-MM")
    parser.add_argument("--as-of", help="ISO 8601")
    parser.add_argument("--known-at", help="ISO 8601")
    parser.add_argument("--reading", action="append", metavar="NAME=VALUE")
    parser.add_argument("--jsonl", action="store_true", help="JSON Lines")
    parser.add_argument("--brief", action="store_true", help="without intervals")


def run(args: Namespace) -> int:
    """Stream the items."""
    for item in all_items(
        contract_of(args.contract),
        month=month_option(args.month) if args.month else None,
        as_of=instant_option(args.as_of),
        known_at=instant_option(args.known_at),
        readings=readings_option(args.reading),
        intervals=not args.brief,
    ):
        print_line(item)
    return 0

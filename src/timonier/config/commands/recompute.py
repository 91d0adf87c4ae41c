"""`recompute`: sealed months, derived rows and stored figures again from the journal: identical, or what differs."""

from argparse import ArgumentParser, Namespace
from typing import Any

from timonier.config.answers import choose, contract_of, month_option, print_json, speak
from timonier.service_levels.keeping import compare_figures
from timonier.service_levels.ledgers import compare_rows
from timonier.service_levels.services import recompute

HELP_FR = "recalculer depuis le journal et comparer"
HELP_EN = "recompute from the journal and compare"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--contract", required=True)
    parser.add_argument("--month", help="YYYY-MM")
    parser.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    """Print the comparison; exit 1 when something differs."""
    contract = contract_of(args.contract)
    found: dict[str, Any] = recompute(contract, month_option(args.month) if args.month else None)
    if args.month is None:
        found["rows"] = compare_rows(contract)
        found["figures"] = compare_figures(contract)
        differing = found["rows"]["differences"] or found["figures"]["differences"]
        found["identical"] = found["identical"] and not differing
    if args.json:
        print_json(found)
    elif found["identical"]:
        print(choose("identique", "identical"))
    else:
        stored = sum(len(found.get(name, {}).get("differences", [])) for name in ("rows", "figures"))
        print(speak("not_identical", count=sum(not one["identical"] for one in found["months"]) + stored))
    if not args.json:
        for one in found["months"]:
            print(f"  {one['month']} {'=' if one['identical'] else '≠'} {one['digest']}")
    return 0 if found["identical"] else 1

"""`kpi`: the service levels and penalties of a month."""

from argparse import ArgumentParser, Namespace
from typing import Any

from timonier.config.answers import (
    choose,
    contract_of,
    instant_option,
    month_option,
    print_json,
    readings_option,
    speak,
)
from timonier.service_levels.services import month_result

HELP_FR = "les niveaux de service et pénalités d'un mois"
HELP_EN = "service levels and penalties of a month"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--contract", required=True)
    parser.add_argument("--month", required=True, help="YYYY-MM")
    parser.add_argument("--as-of", help="ISO 8601")
    parser.add_argument("--known-at", help="ISO 8601")
    parser.add_argument("--reading", action="append", metavar="NAME=VALUE")
    parser.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    """Print the month."""
    result = month_result(
        contract_of(args.contract),
        month_option(args.month),
        as_of=instant_option(args.as_of),
        known_at=instant_option(args.known_at),
        readings=readings_option(args.reading),
    )
    if args.json:
        print_json(result)
    else:
        _print(result)
    return 0


def _print(result: dict[str, Any]) -> None:
    state = choose("scellé", "sealed") if result["sealed"] else choose("provisoire", "provisional")
    print(f"{result['contract']} · {result['month']} · {', '.join(result['phases']) or '–'} · {state}")
    print(
        choose(
            "  Indicateur  mesurés  atteints  manqués   valeur  objectif   pénalité",
            "  KPI           items       met   missed    value objective    penalty",
        )
    )
    for one in result["results"]:
        value = one["value"] or choose("sans mesure", "no measure")
        mark = {True: "✓", False: "✗", None: "·"}[one["achieved"]]
        missed = "–" if one["missed"] is None else one["missed"]
        met = "–" if one["met"] is None else one["met"]
        why = "" if one["chargeable"] or one["penalty_amount"] == "0.00" else " *"
        print(
            f"{mark} {one['kpi']:10} {one['population']:8} {met!s:>9} {missed!s:>8} {value:>8} {one['objective']:>9}"
            f" {one['penalty_amount']:>10}{why}"
        )
    print(choose("Total des pénalités : ", "Total penalties: ") + f"{result['penalty_total']} €")
    forbidden = sorted({code for one in result["results"] for code in one["forbidden_by"]})
    if forbidden:
        print(
            "* "
            + choose("non exigible : ", "not chargeable: ")
            + "; ".join(speak(code) for code in forbidden)
        )
    for line in result["corrections"]:
        print(f"Correction {line['month']} {line['kpi']} {line['penalty_difference']} €")
    print(f"SHA-256 {result['digest']}")

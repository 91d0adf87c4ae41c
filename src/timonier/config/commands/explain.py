"""`explain`: the ledger of one item, KPI by KPI, interval by interval."""

from argparse import ArgumentParser, Namespace
from typing import Any

from timonier.config.answers import (
    choose,
    contract_of,
    instant_option,
    language,
    print_json,
    readings_option,
    speak,
)
from timonier.service_levels.ledgers import explain

HELP_FR = "le registre d'un ticket, intervalle par intervalle"
HELP_EN = "a ticket's ledger, interval by interval"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("ticket")
    parser.add_argument("--contract", required=True)
    parser.add_argument("--as-of", help="ISO 8601")
    parser.add_argument("--known-at", help="ISO 8601")
    parser.add_argument("--reading", action="append", metavar="NAME=VALUE")
    parser.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    """Print the item's measures."""
    found = explain(
        contract_of(args.contract),
        args.ticket,
        as_of=instant_option(args.as_of),
        known_at=instant_option(args.known_at),
        readings=readings_option(args.reading),
    )
    if args.json:
        print_json(found)
    else:
        _print(found)
    return 0


def _print(found: dict[str, Any]) -> None:
    print(f"{found['item']} ({found['kind']})")
    for one in found["measures"]:
        counted, target = one["counted_seconds"], one["target_seconds"]
        figures = "" if counted is None else f" · {counted} s / {target} s"
        reason = f" · {speak(one['reason'])}" if one["reason"] else ""
        print(f"{one['kpi']} {one['outcome']} {one['month'] or ''}{figures}{reason}")
        for row in one["intervals"]:
            mark = "+" if row["counted"] else " "
            print(f"  {mark} {row['from']} → {row['to']}  {row['seconds']:>8} s  {speak(row['why'])}")
    for note in found["notes"]:
        print(choose("À noter : ", "Note: ") + f"{note['at']} {note[language()]}")

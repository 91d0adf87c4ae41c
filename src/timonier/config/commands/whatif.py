"""`whatif`: months replayed under another version, other readings or other hours, beside the version in force."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from timonier.config.answers import (
    choose,
    contract_of,
    language,
    month_option,
    print_json,
    readings_option,
    speak,
)
from timonier.contracts.uploads import read_version
from timonier.core.contract.reading_words import answer, question
from timonier.core.contract.source import Invalid, Source
from timonier.core.messages import sentence
from timonier.core.refusal import Refused
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.whatif import Alternative, compare, last_months, price

HELP_FR = "rejouer des mois sous une autre version, d'autres lectures ou d'autres heures"
HELP_EN = "replay months under another version, other readings or other hours"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--contract", required=True)
    parser.add_argument("--month", required=True, help="YYYY-MM: the last month")
    parser.add_argument("--months", type=int, default=1, help="how many months, the last one included")
    parser.add_argument("--reading", action="append", metavar="NAME=VALUE")
    parser.add_argument(
        "--version", type=Path, metavar="FILE|FOLDER", help="an amendment, or a whole contract"
    )
    parser.add_argument(
        "--from-its-date", action="store_true", help="in force from its own date, not throughout"
    )
    parser.add_argument(
        "--register", action="store_true", help="price every answer of the ambiguity register"
    )
    parser.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    """Print the months side by side."""
    contract = contract_of(args.contract)
    months = last_months(month_option(args.month), args.months)
    if args.register:
        priced = price(contract, months)
        print_json(priced) if args.json else _print_register(priced)
        return 0
    readings = readings_option(args.reading)
    source = None if args.version is None else _version(contract, args.version)
    if source is None and not readings:
        raise Refused("whatif_nothing_to_try")
    found = compare(contract, months, Alternative(readings, source, throughout=not args.from_its_date))
    print_json(found) if args.json else _print(found)
    return 0


def _version(contract: Contract, path: Path) -> Source:
    try:
        with scope([contract.pk]):
            return read_version(contract, path)
    except Invalid as invalid:
        first = invalid.problems[0]
        raise Refused(
            "whatif_bad_version",
            count=len(invalid.problems),
            place=f"{first.file}:{first.line} {first.path}",
            why=sentence(first.code, first.params, language()),
        ) from invalid


def _print(found: dict[str, Any]) -> None:
    print(
        f"{found['contract']} · {found['months'][0]} → {found['months'][-1]} · "
        + choose("rejoué sur les faits connus à ce jour", "replayed on the facts known today")
    )
    for month in found["by_month"]:
        print(
            f"{month['month']}  {month['penalty_before']:>10} → {month['penalty_after']:>10} €"
            f"  ({month['penalty_difference']} €, {month['changed_items']} {speak('whatif_items')})"
        )
        for line in month["lines"]:
            if line["changes"]:
                print(f"   {line['kpi']}  {_side(line['before'])} → {_side(line['after'])}")
    totals = found["totals"]
    print(
        choose("Total des pénalités : ", "Total penalties: ")
        + f"{totals['before']} → {totals['after']} € ({totals['difference']} €)"
    )
    print(f"SHA-256 {found['digest']}")


def _side(figures: dict[str, Any] | None) -> str:
    if figures is None:
        return "–"
    value = figures["value"] or choose("sans mesure", "no measure")
    missed = "" if figures["missed"] is None else f", {figures['missed']} {choose('manqués', 'missed')}"
    mark = {True: "✓", False: "✗", None: "·"}[figures["achieved"]]
    return f"{mark} {value} / {figures['objective']}{missed}, {figures['penalty_amount']} €"


def _print_register(found: dict[str, Any]) -> None:
    at = 1 if language() == "en" else 0
    version = None
    for one in found["answers"]:
        if one["reading"] != version:
            version = one["reading"]
            print(f"{_question(one['reading'])[at]} – {answer(one['reading'], one['in_force'])[at]}")
        kpis = ", ".join(one["kpis"]) or choose("rien ne change", "nothing changes")
        print(
            f"   {answer(one['reading'], one['value'])[at]:48} {one['totals']['difference']:>10} €"
            f"  {one['changed_items']:>6} {speak('whatif_items')}  {kpis}"
        )
    print(f"SHA-256 {found['digest']}")


def _question(name: str) -> tuple[str, str]:
    return question(name)

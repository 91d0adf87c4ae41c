"""`contract check|load|show`: read a contract's source, keep it as versions, show what is kept."""

import getpass
import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from timonier.config.answers import choose, language, open_contract, print_json, speak
from timonier.contracts.files import read_contract
from timonier.contracts.models import ContractVersionRow
from timonier.contracts.queries import definition
from timonier.contracts.services import load
from timonier.core.contract.model import ContractVersion, Target
from timonier.core.contract.source import Invalid, Problem
from timonier.core.messages import say, sentence

HELP_FR = "vérifier, charger, montrer un contrat"
HELP_EN = "check, load, show a contract"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="check|load|show")
    for name in ("check", "load"):
        one = actions.add_parser(name)
        one.add_argument("file", type=Path, metavar="FILE", help="contract.yaml, or its folder")
        one.add_argument("--json", action="store_true")
    show = actions.add_parser("show")
    show.add_argument("key", metavar="KEY")
    show.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    """Do the action; every problem of a source is printed with its place."""
    if args.action == "show":
        return _show(args)
    try:
        return _check(args) if args.action == "check" else _load(args)
    except Invalid as invalid:
        return _problems(args, invalid.problems)


def _check(args: Namespace) -> int:
    made = read_contract(args.file)
    if args.json:
        print_json(
            {
                "key": made.key,
                "valid": True,
                "problems": [],
                "versions": [_version(one) for one in made.versions],
            }
        )
    else:
        versions = len(made.versions)
        print(
            choose(
                f"{made.key} : contrat valable, {versions} version(s), {len(made.versions[-1].kpis)} indicateurs",
                f"{made.key}: valid, {versions} version(s), {len(made.versions[-1].kpis)} KPIs",
            )
        )
    return 0


def _load(args: Namespace) -> int:
    loaded = load(args.file, by=f"command:{getpass.getuser()}"[:120])
    numbers = ", ".join(map(str, loaded.new))
    if args.json:
        print_json(
            {
                "key": loaded.contract.key,
                "new": list(loaded.new),
                "versions": [_version(one) for one in loaded.definition.versions],
            }
        )
    elif loaded.new:
        print(
            choose(
                f"{loaded.contract.key} : version(s) {numbers} chargée(s)",
                f"{loaded.contract.key}: version(s) {numbers} loaded",
            )
        )
    else:
        print(
            choose(
                f"{loaded.contract.key} : déjà chargé, rien de neuf",
                f"{loaded.contract.key}: loaded before, nothing new",
            )
        )
    return 0


def _problems(args: Namespace, problems: list[Problem]) -> int:
    if args.json:
        print_json({"valid": False, "problems": [_problem(one) for one in problems]})
        return 1
    for one in problems:
        place = ":".join(str(part) for part in (one.file, one.line) if part)
        clause = choose(f" (article {one.clause})", f" (article {one.clause})") if one.clause else ""
        said = sentence(one.code, one.params, language())
        print(f"{place} {one.path}{clause} – {said}")
    count = len(problems)
    print(choose(f"{count} problème(s) : rien n'a changé.", f"{count} problem(s): nothing has changed."))
    return 1


def _problem(one: Problem) -> dict[str, Any]:
    place = {"file": one.file, "line": one.line, "path": one.path, "clause": one.clause}
    return {**place, **say(one.code, one.params)}


def _show(args: Namespace) -> int:
    with open_contract(args.key) as contract:
        made = definition(contract)
        rows = list(ContractVersionRow.objects.filter(contract=contract))
        if args.json:
            source = json.loads(bytes(rows[-1].source))
            print_json(
                {
                    "key": made.key,
                    "title": {"fr": made.title_fr, "en": made.title_en},
                    "versions": [_version(one) for one in made.versions],
                    **source,
                }
            )
            return 0
        print(f"{made.key} · {choose(made.title_fr, made.title_en)}")
        for row, version in zip(rows, made.versions, strict=True):
            print(f"  {version.number} · {version.effective_from} · {version.digest} · {row.loaded_by}")
        _print_version(made.versions[-1])
        _print_terms(made.versions[-1].annex)
    return 0


def _version(one: ContractVersion) -> dict[str, Any]:
    return {"number": one.number, "effective_from": one.effective_from.isoformat(), "digest": one.digest}


def _print_version(version: ContractVersion) -> None:
    for phase in version.phases:
        end = phase.ends or "…"
        mark = "" if phase.charging else choose(" (sans pénalité)", " (no penalties)")
        print(f"  {phase.key:14} {phase.starts} → {end}{mark}")
    for kpi in version.kpis:
        target = _target(kpi.target) if kpi.target else "–"
        sign = "≤" if kpi.at_most else "≥"
        print(
            f"  {kpi.key:8} {target:>14} {sign} {kpi.objective * 100:>6.2f} %  {kpi.level or '–':3} {choose(kpi.title_fr, kpi.title_en)}"
        )
    for name, value in sorted(version.readings.items()):
        print(f"  {choose('lecture', 'reading')} {name} = {value}")
    for unknown in version.unknowns.values():
        print(
            f"  {choose('inconnue', 'unknown')} {unknown.key} – {choose(unknown.title_fr, unknown.title_en)}"
        )


def _print_terms(annex: dict[str, Any]) -> None:
    """Governance and perimeter in a few lines; `--json` has all of it."""
    for key, one in annex.get("committees", {}).items():
        print(f"  {choose('comité', 'committee')} {key:12} {_told(one['title'])} – {_told(one['period'])}")
    for key, one in annex.get("gates", {}).items():
        print(f"  {choose('décision', 'decision')} {one['committee']:12} {_told(one['title'])} ({key})")
    for one in annex.get("exclusions", []):
        print(f"  {choose('exclu', 'excluded')} {_told(one['title'])} → {_told(one['house'])}")
    rows = annex.get("rows", {})
    for name, file in {**annex.get("matrices", {}), **annex.get("lists", {})}.items():
        count = len(rows.get(file, []))
        print(f"  {choose('liste', 'list')} {name:24} {count} {choose('ligne(s)', 'row(s)')}")


def _told(value: Any) -> str:
    return choose(value["fr"], value["en"]) if isinstance(value, dict) else str(value)


def _target(target: Target) -> str:
    return f"{target.value.normalize():f} {'s' if target.unit == 'seconds' else speak('service_days')}"

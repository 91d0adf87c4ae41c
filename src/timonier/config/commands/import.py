"""`import events|calls|servicenow`: facts of other tools, into the journal. Idempotent; a bad line is refused alone."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from timonier.config.answers import choose, contract_of, language, print_json
from timonier.core.refusal import Refused
from timonier.exchange.lines import Doubt
from timonier.exchange.loading import Report, load_file, load_objects
from timonier.exchange.servicenow import convert
from timonier.exchange.servicenow_table import NotALog

HELP_FR = "importer des faits : events, calls, servicenow"
HELP_EN = "import facts: events, calls, servicenow"
SHOWN = 20


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="events|calls|servicenow")
    for kind in ("events", "calls", "servicenow"):
        one = kinds.add_parser(kind)
        one.add_argument("file", type=Path)
        one.add_argument("--contract", required=True)
        one.add_argument("--json", action="store_true")
        one.add_argument("--strict", action="store_true", help="exit 1 if a line was refused")
        if kind == "servicenow":
            one.add_argument(
                "--replay-from", metavar="YYYY-MM-DD", help="shift the log so that it starts then"
            )
            one.add_argument("--zone", default="Europe/Paris", help="time zone of the log's dates")


def run(args: Namespace) -> int:
    """Import and report."""
    contract = contract_of(args.contract)
    tell = None if args.json or not sys.stderr.isatty() else _tell
    if args.kind == "servicenow":
        report = _servicenow(args, tell)
    else:
        family = "call" if args.kind == "calls" else None
        report = load_file(
            contract, args.file, actor="import", via=f"import.{args.kind}", family=family, tell=tell
        )
    if args.json:
        print_json(report.as_json())
    else:
        _print(report)
    return 1 if args.strict and report.refused_count else 0


def _tell(read: int) -> None:
    print(f"\r{read} …", end="", file=sys.stderr, flush=True)


def _servicenow(args: Namespace, tell: Any) -> Report:
    doubts: list[Doubt] = []
    replay = None
    if args.replay_from:
        try:
            replay = date.fromisoformat(args.replay_from)
        except ValueError as error:
            raise Refused("bad_option", value=args.replay_from[:40], expected="YYYY-MM-DD") from error

    def lines() -> Iterator[tuple[int, dict[str, Any]]]:
        for one in convert(args.file, zone=args.zone, replay_from=replay):
            if isinstance(one, Doubt):
                doubts.append(one)
            else:
                yield one.number, one.event

    try:
        report = load_objects(
            contract_of(args.contract), lines(), actor="import", via="import.servicenow", tell=tell
        )
    except NotALog as error:
        raise Refused(error.code, **error.params) from error
    except (OSError, BadZipFile) as error:
        raise Refused("no_such_file", path=str(args.file)) from error
    report.doubts = [_doubt(one) for one in doubts]
    return report


def _doubt(doubt: Doubt) -> dict[str, Any]:
    french, english = doubt.sentences()
    return {
        "line": doubt.number,
        "code": doubt.code,
        "kept": doubt.kept,
        "params": dict(doubt.params),
        "fr": french,
        "en": english,
    }


def _print(report: Report) -> None:
    print(
        choose(
            f"{report.read} lus, {report.accepted} acceptés, {report.duplicates} déjà connus, "
            f"{report.pending} en attente de création, {report.refused_count} refusés",
            f"{report.read} read, {report.accepted} accepted, {report.duplicates} already known, "
            f"{report.pending} waiting for their creation, {report.refused_count} refused",
        )
    )
    word = choose("ligne", "line")
    for one in report.refused[:SHOWN]:
        print(f"{word} {one['line']}: {one[language()]}", file=sys.stderr)
    if report.refused_count > SHOWN:
        print(
            f"… {report.refused_count - SHOWN} " + choose("autres (voir --json)", "more (see --json)"),
            file=sys.stderr,
        )
    counts: dict[str, int] = {}
    for one in report.doubts:
        counts[one[language()]] = counts.get(one[language()], 0) + 1
    for text, count in sorted(counts.items(), key=lambda pair: -pair[1])[:SHOWN]:
        print(f"{count} × {text}")

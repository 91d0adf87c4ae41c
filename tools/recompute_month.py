#!/usr/bin/env python3
"""Recompute a month from two files alone: the contract and an export of the journal. No database, no network.

    python tools/recompute_month.py contracts/vsgp export.jsonl 2026-04 [--as-of INSTANT] [--known-at INSTANT]

Prints the JSON of `kpi`. When the export holds the seal of the month, it is recomputed as of its cut-off, from the
facts up to its position, and the two digests are compared: exit 1 when they differ. Source: requirement KPI-40.
"""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from timonier.contracts.files import read_contract  # noqa: E402
from timonier.core.engine import AGGREGATED, evaluate_stream  # noqa: E402
from timonier.core.events import KINDS, Event, in_order, read_event  # noqa: E402
from timonier.core.instants import parse_instant  # noqa: E402
from timonier.core.mergers import KIND as MERGED  # noqa: E402
from timonier.core.mergers import elders  # noqa: E402
from timonier.core.months import Request, month_results  # noqa: E402
from timonier.core.plan import Plans  # noqa: E402
from timonier.core.refusal import Refused  # noqa: E402


def main() -> int:
    """Read, recompute, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("contract", type=Path)
    parser.add_argument("export", type=Path)
    parser.add_argument("month")
    parser.add_argument("--as-of")
    parser.add_argument("--known-at")
    args = parser.parse_args()
    lines = [json.loads(line) for line in args.export.open(encoding="utf-8")]
    events = [line for line in lines if line.get("type") == "event"]
    of_month = (line for line in events if line["stream"] == f"month/{args.month}")
    seal = next((line for line in of_month if line["kind"] == "month.sealed"), None)
    published = json.loads(seal["payload"]) if seal else None
    if published and not args.as_of:
        as_of, until = parse_instant(published["at"]), published["journal_position"]
    else:
        last = max((line["recorded_at"] for line in events), default=0)
        as_of, until = parse_instant(args.as_of) if args.as_of else last, None
    try:
        result = recompute(args, events, as_of, until)
    except Refused as refusal:
        print(f"{refusal.code} {refusal.params}", file=sys.stderr)
        return 1
    print(json.dumps(result, ensure_ascii=False, indent=1))
    if published is None or args.as_of:
        return 0
    same = result["digest"] == published["digest"]
    print(
        f"{'identical' if same else 'DIFFERENT'}: {result['digest']} {published['digest']}", file=sys.stderr
    )
    return 0 if same else 1


def recompute(
    args: argparse.Namespace, lines: list[dict[str, Any]], as_of: int, until: int | None
) -> dict[str, Any]:
    """The month's result from the lines of an export."""
    streams: dict[str, list[Event]] = defaultdict(list)
    known_at = parse_instant(args.known_at) if args.known_at else None
    count = 0
    for line in lines:
        if until is not None and line["position"] > until:
            continue
        count += 1
        learnt = line["recorded_at"] if line["known_at"] is None else line["known_at"]
        if line["stream"].partition("/")[0] in KINDS and (known_at is None or learnt <= known_at):
            streams[line["stream"]].append(read_event(line["stream"], line["payload"].encode()))
    plans, instant = Plans(read_contract(args.contract)), as_of
    facts: dict[str, dict[str, list[Event]]] = {family: {} for family in AGGREGATED}
    measures = []
    tickets = {
        key.partition("/")[2]: found
        for key, found in streams.items()
        if key.startswith("ticket/") and any(one.kind == MERGED for one in found)
    }
    openings = elders(plans, tickets, instant)
    for stream, events in streams.items():
        family, _, key = stream.partition("/")
        if family in AGGREGATED:
            facts[family][key] = in_order(events, instant)
        else:
            measures += evaluate_stream(plans, family, key, events, instant, openings).measures
    return month_results(plans, Request(args.month, instant, known_at, until or count), measures, facts)


if __name__ == "__main__":
    sys.exit(main())

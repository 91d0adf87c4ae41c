"""`bench`: the speed of the product on this machine, on many tickets, with the spread; anyone can run it again."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from timonier.config import serving
from timonier.config.opening import opened, tell
from timonier.config.speech import choose

HELP_FR = "mesurer la vitesse sur cette machine"
HELP_EN = "measure the speed on this machine"
ROOT = Path(__file__).resolve().parents[4]
SCENES = (
    "import", "pages", "reading", "creation", "months", "whatif", "everything", "verify", "documents", "start",
)  # fmt: skip

OF_THE_JOURNAL = frozenset({"import", "everything", "verify", "documents"})
"""Scenes that need neither measures nor figures to lie there: their material is filled in a third of the time."""


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--tickets", type=int, default=20_000, help="over all contracts (the goals: 1000000)")
    parser.add_argument("--contracts", type=int, default=20)
    parser.add_argument("--only", action="append", choices=SCENES, help="some scenes alone")
    parser.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    """Fill a folder of its own, measure, print."""
    chosen = args.only or list(SCENES)
    contracts = max(2, args.contracts)
    folder = Path(f"{args.data}-bench-{args.tickets}")
    os.environ["TIMONIER_DATA"] = str(folder)
    with opened(folder, Namespace(empty=True, anchor=None, seed=None)) as ready:
        figures = import_module("timonier.config.bench.figures")
        stand = import_module("timonier.config.bench.stand")
        scenes = import_module("timonier.config.bench.scenes")
        tell(choose("matière", "material"))
        cores = os.cpu_count() or 1
        machine = figures.machine()
        first = stand.fill(
            ready.path / "bench.json",
            args.tickets,
            contracts,
            tell,
            processes=cores,
            is_whole=not OF_THE_JOURNAL.issuperset(chosen),
        )
        keys = stand.keys(contracts)
        found: list[Any] = []
        if "import" in chosen:
            rate = first["events"] / first["import_s"]
            found.append(figures.at_least("import events", [rate], "events/s", 20_000))
        if {"pages", "reading", "creation", "start"} & set(chosen):
            cookie, numbers = scenes.session_cookie(keys), _numbers(keys)
            reading = import_module("timonier.config.bench.reading")
            began = time.perf_counter()
            with _served(folder) as port:
                if "start" in chosen:
                    took = time.perf_counter() - began
                    found.append(figures.at_most("up on existing data", [took], "s", 8.0))
                    time.sleep(30)  # what a start does in the background is over
                    found += reading.rest(folder.absolute())
                if "reading" in chosen:
                    tell(choose("lecture", "reading"))
                    found += reading.screens(port, cookie, keys, numbers)
                if "pages" in chosen:
                    tell(choose("pages", "pages"))
                    found += scenes.pages(port, cookie, keys, numbers)
                if "creation" in chosen:
                    tell(choose("ouvertures par l'API", "creation by the API"))
                    found += scenes.creation(port, keys)
        if "months" in chosen:
            found += scenes.months(keys, "2026-03")
        if "whatif" in chosen:
            found += import_module("timonier.config.bench.reading").whatif(keys)
        if "everything" in chosen:
            tell(choose("tout recalculer", "everything recomputed"))
            found += scenes.everything(keys, cores)
        if "verify" in chosen:
            tell(choose("vérification", "verification"))
            found += scenes.verification(keys)
        if "documents" in chosen:
            tell(choose("documents", "documents"))
            found += import_module("timonier.config.bench.documents").workbook()
    _print(args, machine, found)
    return 0


def _numbers(keys: list[str]) -> dict[str, list[str]]:
    models, scopes = (
        import_module("timonier.desk.models"),
        import_module("timonier.foundation.tenancy.scopes"),
    )
    tenancy = import_module("timonier.foundation.tenancy.models")
    found = {}
    for key in keys:
        contract = tenancy.Contract.objects.get(key=key)
        with scopes.scope([contract.pk]):
            rows = models.Ticket.objects.filter(contract=contract).order_by("public_id")
            found[key] = list(rows.values_list("number", flat=True)[:200])
    return found


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    """The product, served from this folder by its own command."""
    port = serving.free_port("127.0.0.1", 0)
    command = [
        sys.executable,
        str(ROOT / "timonier"),
        "up",
        "--empty",
        "--port",
        str(port),
        "--data",
        str(folder),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise SystemExit(
                    choose(
                        f"{folder} est déjà servi, ou ne peut pas l’être",
                        f"{folder} is served already, or cannot be",
                    )
                )
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        yield port
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(60)


def _print(args: Namespace, machine: dict[str, Any], found: list[Any]) -> None:
    if args.json:
        size = {"tickets": args.tickets, "contracts": args.contracts}
        print(
            json.dumps(
                {"machine": machine, **size, "figures": [one.as_json() for one in found]},
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    print(
        f"{machine['cores']} × {machine['model']}, {machine['memory_gib']} GiB, {machine['system']},"
        f" Python {machine['python']}, load {machine['load_before']}, loop {machine['loop_ms']} ms"
    )
    print(
        choose(
            f"{args.tickets} tickets, {args.contracts} contrats",
            f"{args.tickets} tickets, {args.contracts} contracts",
        )
    )
    for one in found:
        mark = "✓" if one.is_reached else "✗"
        print(
            f"{mark} {one.what:52} {one.value:12,.2f} {one.unit:11} [{one.low:,.2f} … {one.high:,.2f}]  {one.goal:>10}  {one.note}"
        )

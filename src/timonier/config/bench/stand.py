"""The stand of the benchmarks: a data folder with many contracts, filled once, and what filling it took."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from django.db import connections

from timonier.config.bench.material import lines
from timonier.config.preparation import ROOT, settle
from timonier.contracts.services import load
from timonier.exchange.loading import load_file
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels.keeping import bring_up_to_date

Tell = Callable[[str], None]


def keys(count: int) -> list[str]:
    """Keys of the contracts of the benchmarks."""
    return [f"bench-{n:02d}" for n in range(1, count + 1)]


def fill(note: Path, tickets: int, contracts: int, tell: Tell, *, processes: int) -> dict[str, float]:
    """Bring every contract to its tickets; a second time nothing is left to do. What the first one took alone.

    Units: events, seconds.
    """
    known = json.loads(note.read_text("utf-8")) if note.is_file() else {}
    share = tickets // contracts
    # Closed well before now, so that every fact has happened; kept, so that a later run adds the same.
    until = datetime.fromisoformat(known.setdefault("until", _last_midnight().isoformat()))
    with _contracts(contracts) as folders:
        for key in keys(contracts):
            if key not in known:
                load(folders / key, by="bench")
    left = [key for key in keys(contracts) if key not in known]
    if left and "first" not in known:
        first = left.pop(0)
        known["first"] = known[first] = _fill_one(first, share, 1, until)
        note.write_text(json.dumps(known), "utf-8")
    if left:
        connections.close_all()
        with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
            coming = {key: pool.submit(_fill_one, key, share, n + 2, until) for n, key in enumerate(left)}
            for key, one in coming.items():
                known[key] = one.result()
                note.write_text(json.dumps(known), "utf-8")
                tell(
                    f"  {key}: {known[key]['events']:.0f} events, {known[key]['import_s']:.0f} + {known[key]['measure_s']:.0f} + {known[key]['figures_s']:.0f} s"
                )
    return dict(known["first"])


def _fill_one(key: str, tickets: int, seed: int, until: datetime) -> dict[str, float]:
    contract = Contract.objects.get(key=key)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for line in lines(tickets, until, seed=seed):
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        began = time.perf_counter()
        report = load_file(contract, path, actor="bench", via="bench")
    imported = time.perf_counter()
    settle(contract)
    measured = time.perf_counter()
    bring_up_to_date(contract)
    connections.close_all()
    return {
        "events": report.accepted,
        "import_s": imported - began,
        "measure_s": measured - imported,
        "figures_s": time.perf_counter() - measured,
    }


def _last_midnight() -> datetime:
    """Five days ago: the longest ticket ends before today."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=5)


@contextmanager
def _contracts(count: int) -> Iterator[Path]:
    """The shipped contract under other names, begun two years earlier: the months of the material lie in it."""
    with tempfile.TemporaryDirectory() as folder:
        for key in keys(count):
            shutil.copytree(ROOT / "contracts" / "vsgp", Path(folder) / key)
            main = Path(folder) / key / "contract.yaml"
            text = main.read_text("utf-8").replace("key: vsgp", f"key: {key}", 1)
            main.write_text(text.replace(" 2025-", " 2023-"), "utf-8")
        os.chmod(folder, 0o755)  # noqa: S103 - our own temporary folder, read by the account that serves
        yield Path(folder)

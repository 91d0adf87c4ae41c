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

from timonier.config.bench.figures import timed
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


def fill(
    note: Path, tickets: int, contracts: int, tell: Tell, *, processes: int, is_whole: bool = True
) -> dict[str, float]:
    """Bring every contract to its tickets; a second time nothing is left to do. What the first one took alone.

    `is_whole`: with measures and figures; without, the journal alone. Units: events, seconds.
    """
    known = json.loads(note.read_text("utf-8")) if note.is_file() else {}
    share = tickets // contracts
    # Closed well before now, so that every fact has happened; kept, so that a later run adds the same.
    until = datetime.fromisoformat(known.setdefault("until", _last_midnight().isoformat()))
    with _contracts(contracts) as folders:
        for key in keys(contracts):
            if key not in known:
                load(folders / key, by="bench")
    left = [
        key for key in keys(contracts) if key not in known or (is_whole and "figures_s" not in known[key])
    ]
    if left and "first" not in known:
        first = left.pop(0)
        known["first"] = known[first] = _fill_one(first, share, 1, until, is_whole, {})
        note.write_text(json.dumps(known), "utf-8")
    if left:
        connections.close_all()
        with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
            coming = {
                key: pool.submit(
                    _fill_one, key, share, int(key.rpartition("-")[2]), until, is_whole, known.get(key, {})
                )
                for key in left
            }
            for key, one in coming.items():
                known[key] = one.result()
                note.write_text(json.dumps(known), "utf-8")
                spans = " + ".join(
                    f"{value:.0f}" for name, value in known[key].items() if name.endswith("_s")
                )
                tell(f"  {key}: {known[key]['events']:.0f} events, {spans} s")
    return dict(known["first"])


def _fill_one(
    key: str, tickets: int, seed: int, until: datetime, is_whole: bool, known: dict[str, float]
) -> dict[str, float]:
    """Journal, then measures, then figures of one contract, as far as it has not got them."""
    contract = Contract.objects.get(key=key)
    found = dict(known)
    if "import_s" not in found:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "events.jsonl"
            with path.open("w", encoding="utf-8") as file:
                for line in lines(tickets, until, seed=seed):
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
            began = time.perf_counter()
            found["events"] = load_file(contract, path, actor="bench", via="bench").accepted
        found["import_s"] = time.perf_counter() - began
    if is_whole:
        found["measure_s"] = timed(lambda: settle(contract))
        found["figures_s"] = timed(lambda: bring_up_to_date(contract))
    connections.close_all()
    return found


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

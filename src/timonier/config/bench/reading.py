"""What people read: dashboards, steps of the evidence drawer, search in all contracts, what-if, and what rest costs."""

import os
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import urlencode

from timonier.config.bench.figures import Figure, at_most, percentile, timed
from timonier.config.bench.material import WORDS
from timonier.config.bench.scenes import ROUNDS, get
from timonier.core.instants import format_instant
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import now
from timonier.service_levels.figures import window
from timonier.service_levels.whatif import Alternative, compare

_PART = {"HX-Request": "true"}


def screens(port: int, cookie: str, contracts: Sequence[str], numbers: dict[str, list[str]]) -> list[Figure]:
    """Pages of figures at random over all contracts: each contract's first view is among them."""
    dice, month = Random(3), _last_month(contracts[0])

    def a_dashboard() -> str:
        return f"/c/{dice.choice(contracts)}/dashboards/steering/?month={month}"

    def an_items() -> str:
        return f"/c/{dice.choice(contracts)}/months/{month}/KPI-{dice.randrange(6, 10):02d}/"

    def a_ledger() -> str:
        key = dice.choice(contracts)
        return f"/c/{key}/ledger/ticket/{dice.choice(numbers[key])}?month={month}"

    def a_search() -> str:
        return f"/search?{urlencode({'q': ' '.join(dice.sample(WORDS, 2)), 'state': 'all'})}"

    def a_morning() -> str:
        return f"/c/{dice.choice(contracts)}/today/"

    found = []
    for what, path, goal, headers in (
        ("dashboard, 24 KPIs × 13 months", a_dashboard, 60.0, {}),
        ("drawer: items of a figure", an_items, 50.0, _PART),
        ("drawer: ledger of an item", a_ledger, 50.0, _PART),
        ("search of two words in all contracts", a_search, 60.0, {}),
        ("morning page", a_morning, 60.0, {}),
    ):
        rounds = [_views(port, cookie, path, headers) for _ in range(ROUNDS)]
        tail = max(percentile(one, 0.95) for one in rounds)
        found.append(
            at_most(f"{what}, p50", [median(one) for one in rounds], "ms", goal, f"p95 {tail:.0f} ms")
        )
    return found


def _views(port: int, cookie: str, path: Callable[[], str], headers: dict[str, str]) -> list[float]:
    client = HTTPConnection("127.0.0.1", port, timeout=60)
    return [timed(lambda: get(client, cookie, path(), headers)) * 1000 for _ in range(60)]


def _last_month(key: str) -> str:
    contract = Contract.objects.get(key=key)
    with scope([contract.pk]):
        this = format_instant(now())[:7]
    year, month = divmod(int(this[:4]) * 12 + int(this[5:]) - 2, 12)
    return f"{year:04d}-{month + 1:02d}"


def whatif(contracts: Sequence[str]) -> list[Figure]:
    """Thirteen months of one contract under another reading, in one pass over its journal."""
    last = _last_month(contracts[0])
    values, tickets = [], 0
    for key in contracts[:ROUNDS]:
        contract = Contract.objects.get(key=key)
        with scope([contract.pk]):
            months = window(contract, last)
        values.append(timed(lambda: compare(contract, months, Alternative({"user_time": "counts"}))))  # noqa: B023
        tickets = tickets or len(months)
    return [at_most(f"what-if of {tickets} months of a contract", values, "s", 3.0)]


def rest(folder: Path) -> list[Figure]:
    """Memory of every process of a served folder while nobody asks anything, shared pages counted once.

    The database keeps what it read in memory of its own (`shared_buffers`, an eighth of the machine's, 2 GB at most): that
    grows with what is asked, is told apart, and is no part of what the product needs.
    """
    total = cache = 0
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = f"TIMONIER_DATA={folder}\0".encode() in (entry / "environ").read_bytes()
            is_inside = Path(os.readlink(entry / "cwd")).is_relative_to(folder)
            if (is_ours or is_inside) and int(entry.name) != os.getpid():
                lines = (entry / "smaps_rollup").read_text("utf-8").splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
                cache += sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Shmem:"))
        except OSError:
            continue  # it has just ended
    note = f"and {cache / 1024:.0f} MB that the database has read"
    return (
        [at_most("memory of the whole product at rest", [(total - cache) / 1024], "MB", 500.0, note)]
        if total
        else []
    )

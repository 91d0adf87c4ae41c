"""Prepare an installation, step by step: schema, contracts, demonstration, accounts. Each step can be done again.

What was decided first (demonstration or empty, anchor, seed) stays decided.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from timonier.config.playing import LIVING, Playing
from timonier.config.speech import choose
from timonier.contracts.queries import definition
from timonier.contracts.services import load
from timonier.core.instants import BadInstant, month_first
from timonier.core.refusal import Refused
from timonier.directory.services import create_demo_accounts
from timonier.exchange import demonstration
from timonier.exchange.demonstration.words import speak
from timonier.exchange.loading import load_objects
from timonier.foundation.installation import Installation, installation
from timonier.foundation.journal.seals import seal_open_block
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import drain, lag, now

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ("vsgp", "exemple")
DEMONSTRATED = "vsgp"
DEMONSTRATION, EMPTY = "demonstration", "empty"
_FIRST, _LAST = "2025-10", "2027-06"
Tell = Callable[[str], None]


def prepare(
    mode: str | None,
    tell: Tell,
    *,
    anchor: str | None = None,
    seed: int | None = None,
    is_here: bool = True,
) -> Installation:
    """Bring the installation to the state it decided on; a second time nothing is left to do. Raises: Refused.

    `mode` None: whatever was decided before, else empty. `is_here`: reached from this machine alone, as a demonstration
    wants it.
    """
    migrate(tell)
    if not is_here:
        _refuse_demonstration(mode or EMPTY)
    decided = _decide(mode or EMPTY, anchor, seed)
    steps: list[tuple[str, Callable[[Installation, Tell], None]]] = [("contracts", _contracts)]
    if decided.mode == DEMONSTRATION:
        # People apart: a demonstration of an earlier release gets those that came since.
        steps += [("demonstration", _demonstration), ("people", _people)]
    for name, step in steps:
        if name not in decided.steps:
            step(decided, tell)
            decided.steps = [*decided.steps, name]
            decided.save(update_fields=["steps"])
    if decided.prepared_at is None:
        decided.prepared_at = timezone.now()
        decided.save(update_fields=["prepared_at"])
    return decided


def migrate(tell: Tell) -> None:
    """Bring the schema up to date, as its owner; two at once wait for each other. Raises: Refused."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('timonier.migrate'))")
    try:
        executor = MigrationExecutor(owner)
        unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
        ours = {app for app, _ in executor.loader.disk_migrations}
        if any(app in ours for app, _ in unknown):
            raise Refused("schema_newer")
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            tell(choose(f"schéma de la base : {len(plan)} étapes", f"database schema: {len(plan)} steps"))
            call_command("migrate", database="owner", interactive=False, verbosity=0)
    finally:
        owner.close()  # the lock goes with the session, even when it was interrupted half-way


def default_anchor(today: date) -> str:
    """The month before this one, inside the term of the shipped contract."""
    year, month = divmod(today.year * 12 + today.month - 2, 12)
    return min(max(f"{year:04d}-{month + 1:02d}", _FIRST), _LAST)


def _refuse_demonstration(mode: str) -> None:
    """Before anything is decided: a year of facts is not made for nothing."""
    known = installation()
    if (known.mode if known else mode) == DEMONSTRATION and "demonstration" not in (
        known.steps if known else ()
    ):
        raise Refused("demonstration_not_here")


def _decide(mode: str, anchor: str | None, seed: int | None) -> Installation:
    if anchor is not None:
        try:
            month_first(anchor)
        except BadInstant as error:
            raise Refused("bad_anchor", value=anchor[:40]) from error
        if not "2020-01" <= anchor <= "2035-12":
            raise Refused("bad_anchor", value=anchor[:40])
    wanted = {
        "mode": mode,
        "anchor": (anchor or default_anchor(timezone.localdate())) if mode == DEMONSTRATION else "",
        "seed": seed if seed is not None else 1,
        "steps": [LIVING] if mode == DEMONSTRATION and anchor is None and _is_present() else [],
    }
    decided, _ = Installation.objects.get_or_create(pk=1, defaults=wanted)
    return decided


def _is_present() -> bool:
    """Whether the month that follows the default anchor is this one: the shipped contract has a term."""
    today = timezone.localdate()
    return demonstration.next_month(default_anchor(today)) == f"{today:%Y-%m}"


def _contracts(decided: Installation, tell: Tell) -> None:
    for key in SHIPPED:
        tell(choose(f"contrat {key}", f"contract {key}"))
        load(ROOT / "contracts" / key, by="preparation")


def _demonstration(decided: Installation, tell: Tell) -> None:
    tell(
        choose(
            f"année de démonstration jusqu'à {decided.anchor} (graine {decided.seed}) : une minute environ",
            f"demonstration year until {decided.anchor} (seed {decided.seed}): about a minute",
        )
    )
    contract = Contract.objects.using("owner").get(key=DEMONSTRATED)
    Contract.objects.using("owner").filter(pk=contract.pk).update(is_demonstration=True)
    contract = Contract.objects.get(key=DEMONSTRATED)
    services = sorted(definition(contract).versions[-1].services)
    lines = enumerate(demonstration.generate(decided.anchor, decided.seed, services), start=1)
    report = load_objects(contract, lines, actor="demonstration", via=demonstration.VIA)
    tell(choose(f"  {report.accepted} faits", f"  {report.accepted} facts"))
    if LIVING in decided.steps:
        told = Playing().catch_up(decided, now())
        tell(
            choose(
                f"  {told} faits de ce mois, jusqu'à maintenant", f"  {told} facts of this month, until now"
            )
        )
    settle(contract, tell)
    speak(contract, demonstration.months(decided.anchor))


def _people(decided: Installation, tell: Tell) -> None:
    create_demo_accounts("127.0.0.1")


def settle(contract: Contract, tell: Tell | None = None) -> None:
    """Seal what is open and derive every measure that waits."""
    with scope([contract.pk]):
        seal_open_block(contract)
    with scope([contract.pk]):
        waiting = lag(contract)
    if tell is not None and waiting:
        tell(choose(f"  {waiting} fils à mesurer", f"  {waiting} streams to measure"))
    while True:
        with scope([contract.pk]):
            if not drain(contract, 1000):
                return

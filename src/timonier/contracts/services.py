"""Load a contract: its versions become rows that never change, and facts in its journal."""

from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from timonier.contracts.facts import VersionLoaded
from timonier.contracts.files import read_sources
from timonier.contracts.models import ContractVersionRow
from timonier.core.canonical import canonical_bytes
from timonier.core.contract.model import Contract as Definition
from timonier.core.contract.model import ContractVersion
from timonier.core.contract.schema import build
from timonier.core.contract.source import Source
from timonier.core.refusal import Refused
from timonier.foundation.journal import append, mark_all_dirty
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.registration import register_contract
from timonier.foundation.tenancy.scopes import scope

_NOW = "SELECT (extract(epoch FROM journal_clock()) * 1000000)::bigint"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The contract as it stands, and the numbers of the versions that are new."""

    contract: Contract
    definition: Definition
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version comes from: its number, instant (microseconds), who, by which door, from which draft."""

    number: int
    at: int
    by: str
    via: str
    draft: int | None = None


def load(path: Path, *, by: str) -> Loaded:
    """Load a contract's folder or file; versions already there are left alone.

    Raises: Invalid with every problem of the source; Refused when a version would change the past.
    Note: registers the contract on the owner's connection, so no transaction may be open on its row.
    """
    sources = read_sources(path)
    made = build(str(sources[0].tree.get("key", "")), sources)
    contract = register_contract(made.key, made.title_fr, made.title_en)
    with scope([contract.pk]), transaction.atomic():
        at = lock_versions(contract)
        known = {row.effective_from: row for row in ContractVersionRow.objects.filter(contract=contract)}
        new = []
        for version, source in zip(made.versions, sources, strict=True):
            before = known.get(version.effective_from)
            if before is not None and before.digest == version.digest:
                continue
            if known and version.effective_from <= max(known):
                raise Refused(
                    "contract_not_later",
                    key=made.key,
                    effective_from=version.effective_from.isoformat(),
                    last=max(known).isoformat(),
                )
            number = len(known) + 1
            known[version.effective_from] = _keep(
                contract, version, source, Origin(number, at, by, "command")
            )
            new.append(number)
        if new:
            # What was measured under the former versions may read otherwise now.
            mark_all_dirty(contract)
    return Loaded(contract, made, tuple(new))


def lock_versions(contract: Contract) -> int:
    """Let nobody else add a version until this transaction ends; the instant by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('timonier.contract'), %s)", [contract.pk])
        cursor.execute(_NOW)
        at: int = cursor.fetchone()[0]
    return at


def put_in_force(contract: Contract, version: ContractVersion, source: Source, origin: Origin) -> None:
    """Add a version that both parties agreed on, in the caller's transaction and lock; what it changes is measured again."""
    _keep(contract, version, source, origin)
    mark_all_dirty(contract)


def _keep(contract: Contract, version: ContractVersion, source: Source, origin: Origin) -> ContractVersionRow:
    row: ContractVersionRow = ContractVersionRow.objects.create(
        contract=contract,
        number=origin.number,
        effective_from=version.effective_from,
        digest=version.digest,
        source=canonical_bytes({"tree": source.tree, "lists": source.lists}),
        loaded_by=origin.by,
    )
    fact = VersionLoaded.of(version, origin.at, origin.by, origin.draft)
    append(contract, [fact], actor=origin.by, via=origin.via)
    return row

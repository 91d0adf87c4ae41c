"""Documents, tables and the journal itself, written in the background for whoever asked, with no more than they may see."""

import tempfile
from pathlib import Path
from uuid import UUID

from timonier.core.refusal import Refused
from timonier.directory.callers import caller_of_job
from timonier.directory.rights import may
from timonier.foundation.attachments import keep, making
from timonier.foundation.jobs import job, progress
from timonier.foundation.journal.export import export_lines
from timonier.foundation.journal.seals import head_of
from timonier.foundation.registries import datasets
from timonier.foundation.tenancy.models import Contract
from timonier.governance.documents.writing import MEDIA_TYPES, write_dataset, write_document

DAYS = 14
"""How long a result is kept: it can be made again."""


@job("governance.document")
def document(
    contract: Contract, *, kind: str, form: str, first: str, last: str, language: str
) -> UUID | None:
    """A dashboard over a period."""
    _, account = caller_of_job(contract, "kpi.export")
    with tempfile.TemporaryDirectory(dir=making()) as folder:
        path = Path(folder) / "document"
        name = write_document(
            contract, kind, form, first, last, path,
            language=language, may=lambda action: may(account, action, contract), told=progress,
        )  # fmt: skip
        row = keep(contract, path, name=name, media_type=MEDIA_TYPES[form], account_id=account.pk, days=DAYS)
    return row.public_id


@job("governance.table")
def table(contract: Contract, *, dataset: str, first: str, last: str, language: str) -> UUID | None:
    """One data table over a period."""
    found = datasets.get(dataset)
    if found is None:
        raise Refused("unknown_dataset", name=dataset, known=", ".join(name for name, _ in datasets))
    _, account = caller_of_job(contract, found.action)
    with tempfile.TemporaryDirectory(dir=making()) as folder:
        path = Path(folder) / "table"
        name = write_dataset(contract, found, first, last, path, language=language, told=progress)
        row = keep(
            contract, path, name=name, media_type=MEDIA_TYPES["xlsx"], account_id=account.pk, days=DAYS
        )
    return row.public_id


@job("governance.journal")
def journal(contract: Contract) -> UUID | None:
    """The sealed journal, as the stand-alone programs read it. What waits for its seal is not in it."""
    _, account = caller_of_job(contract, "journal.export")
    head = head_of(contract)
    whole = head.position if head else 0
    with tempfile.TemporaryDirectory(dir=making()) as folder:
        path = Path(folder) / "journal"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for count, line in enumerate(export_lines(contract)):
                file.write(line + "\n")
                if count % 5_000 == 0:
                    progress(min(count, whole), whole)
        progress(whole, whole)
        name = f"journal-{contract.key}-{whole}.jsonl"
        row = keep(
            contract, path, name=name, media_type="application/x-ndjson", account_id=account.pk, days=DAYS
        )
    return row.public_id

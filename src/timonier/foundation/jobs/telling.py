"""Whoever asked for a job is told when its file is ready, and when it was set aside."""

from django.urls import reverse

from timonier.foundation.attachments import attachment_of
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.notify.models import Notice
from timonier.foundation.notify.services import clock, tell
from timonier.foundation.tenancy.models import Contract

NOTICES: dict[str, tuple[str, str]] = {
    "file_ready": (
        "Votre fichier est prêt\u00a0: {name}.",
        "Your file is ready: {name}.",
    ),
    "job_aside": (
        "Ce que vous aviez demandé n’a pas pu être fait après plusieurs essais\u00a0; l’administrateur peut le relancer.",
        "What you asked for could not be made after several attempts; the administrator can begin it again.",
    ),
}


def told_ready(contract: Contract, run: JobRun) -> None:
    """In the transaction of the job's end. The notice leads to the page of the run, which holds the file while it is kept."""
    if run.account_id is None or run.result is None:
        return
    file = attachment_of(contract, run.result, run.account_id)
    if file is not None:
        _tell(contract, run, "file_ready", {"name": file.name})


def told_aside(contract: Contract, run: JobRun) -> None:
    """In the transaction that sets it aside."""
    if run.account_id is not None:
        _tell(contract, run, "job_aside", {})


def seen(contract: Contract, run: JobRun) -> None:
    """Whoever looks at the end of a run need not be told of it any more."""
    if run.is_over and run.account_id is not None:
        rows = Notice.objects.filter(contract=contract, account=run.account_id, read_at=None)
        rows.filter(key__startswith=f"job/{run.public_id}/").update(read_at=clock())


def _tell(contract: Contract, run: JobRun, code: str, params: dict[str, str]) -> None:
    tell(
        contract,
        [run.account_id or 0],
        code,
        params,
        reverse("job", args=[contract.key, run.public_id]),
        key=f"job/{run.public_id}/{code}",
    )

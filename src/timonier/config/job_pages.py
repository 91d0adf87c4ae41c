"""Pages of jobs: how far one is, what came of it, and the file itself. Each is for who asked for it alone."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from timonier.foundation.asked import contract_of
from timonier.foundation.attachments import attachment_of, serve
from timonier.foundation.jobs import replay
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.jobs.telling import seen


@require_GET
def job(request: HttpRequest, contract: str, run: UUID) -> HttpResponse:
    """How far a job is; the part that is asked for again and again, or the page around it."""
    place = contract_of(contract)
    row = JobRun.objects.filter(contract=place, public_id=run, account_id=request.user.pk).first()
    if row is None:
        raise Http404
    result = None if row.result is None else attachment_of(place, row.result, request.user.pk)
    context = {"contract": place, "run": row, "file": result}
    seen(place, row)
    is_part = bool(getattr(request, "htmx", False))
    response = render(request, "config/job_state.html" if is_part else "config/job.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def file(request: HttpRequest, contract: str, file: UUID) -> FileResponse:
    """A file, to be saved."""
    row = attachment_of(contract_of(contract), file, request.user.pk)
    if row is None:
        raise Http404
    return serve(row)


@require_POST
def replay_job(request: HttpRequest, contract: str, run: UUID) -> HttpResponse:
    """Begin again what was set aside."""
    row = JobRun.objects.filter(contract=contract_of(contract), public_id=run).first()
    if row is None:
        raise Http404
    replay(row)
    messages.success(request, _("The job begins again."))
    return redirect("health")

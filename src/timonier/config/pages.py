"""Pages that belong to no room: the start, one's preferences, the installation's health."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from timonier.config.vitals import vitals
from timonier.directory.choices import Density, Rail, Theme
from timonier.directory.models import Account
from timonier.directory.rights import may
from timonier.foundation.asked import contract_of
from timonier.foundation.jobs.choices import State
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.notify.queries import mail_box
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import current_scope
from timonier.measures.models import Setback
from timonier.measures.services import refresh_alone


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To the morning page of one's first contract; a page that explains when there is none."""
    mine = Contract.objects.filter(pk__in=current_scope()).order_by("-is_demonstration", "key")
    first = mine.filter(key=request.session.get("contract", "")).first() or mine.first()
    if first is None:
        return render(request, "config/no_contract.html")
    return redirect("governance:today", first.key)


@require_GET
def switch(request: HttpRequest) -> HttpResponse:
    """To another contract."""
    key = request.GET.get("contract", "")
    if not Contract.objects.filter(key=key, pk__in=current_scope()).exists():
        raise Http404
    return redirect("governance:today", key)


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, light, density, rail and keys, kept with the account; what is not sent stays."""
    account = request.user
    if not isinstance(account, Account):
        raise PermissionDenied
    known = {"locale": ("fr", "en"), "theme": Theme.values, "density": Density.values, "rail": Rail.values}
    for name, values in known.items():
        if (value := request.POST.get(name, "")) in values:
            setattr(account, name, value)
    if (keys := request.POST.get("shortcuts", "")) in ("on", "off"):
        account.has_shortcuts = keys == "on"
    account.save(update_fields=[*known, "has_shortcuts"])
    to = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    response = redirect(to if is_ours else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, account.locale, samesite="Lax", secure=settings.HTTPS, httponly=True
    )
    response.set_cookie("timonier-theme", account.theme, samesite="Lax", secure=settings.HTTPS, httponly=True)
    return response


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """How the installation is, and what was set aside."""
    allowed = [one for one in current_scope() if may(request.user, "health.read", one)]  # type: ignore[arg-type]
    rows = Setback.objects.filter(contract_id__in=allowed).select_related("contract").order_by("-at")[:100]
    may_replay = any(may(request.user, "health.replay", one) for one in allowed)  # type: ignore[arg-type]
    waiting, failed = mail_box(allowed)
    runs = JobRun.objects.filter(contract_id__in=allowed, state=State.ASIDE).select_related("contract")
    context = {
        "vitals": vitals(allowed),
        "setbacks": rows,
        "runs": runs.order_by("-created_at")[:100],
        "may_replay": may_replay,
        "mail": {"is_on": bool(settings.MAIL), "waiting": waiting, "failed": failed},
    }
    return render(request, "config/health.html", context)


@require_POST
def health_replay(request: HttpRequest, contract: str, identity: int) -> HttpResponse:
    """Try a stream again that was set aside."""
    place = contract_of(contract)
    row = Setback.objects.filter(contract=place, pk=identity).first()
    if row is None:
        raise Http404
    if refresh_alone(place, row.stream):
        messages.success(request, _("%(stream)s is measured again.") % {"stream": row.stream})
    else:
        messages.error(
            request, _("%(stream)s failed once more; it stays set aside.") % {"stream": row.stream}
        )
    return redirect("health")

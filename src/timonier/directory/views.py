"""Sign in, sign out, choose a password through a one-time link; keep a draft."""

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from timonier.directory import attempts, drafts, services
from timonier.directory.forms import ChoosePasswordForm, SignInForm
from timonier.directory.models import Account
from timonier.foundation.tenancy.lookup import contract_named

_BACKEND = "timonier.directory.backends.EmailBackend"


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; a refusal never says which of address and password was wrong."""
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        email, place = form.cleaned_data["email"], request.META.get("REMOTE_ADDR", "")
        if attempts.is_slowed(email, place):
            form.add_error(None, _("Too many attempts. Wait fifteen minutes, then try again."))
            status = 429
        else:
            account = authenticate(request, email=email, password=form.cleaned_data["password"])
            if isinstance(account, Account):
                attempts.forgive(email)
                return _enter(request, account, _next(request))
            attempts.record_failure(email, place)
            form.add_error(None, _("This address and this password do not go together."))
            status = 422
    context = {"form": form, "next": _next(request)}
    return render(request, "directory/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here."""
    logout(request)
    return redirect(settings.LOGIN_URL)


@never_cache
@sensitive_post_parameters("password", "again")
def one_time_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a password; the link is burnt by that."""
    account = services.link_account(secret)
    if account is None:
        raise Http404
    form = ChoosePasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        used = services.use_link(secret, form.cleaned_data["password"])
        if used is None:
            raise Http404
        return _enter(request, used, settings.LOGIN_REDIRECT_URL)
    status = 422 if form.errors else 200
    context = {"form": form, "account_email": account.email}
    return render(request, "directory/choose_password.html", context, status=status)


@require_POST
@never_cache
def draft(request: HttpRequest, contract: str) -> HttpResponse:
    """Keep what is typed, or forget it; when it was kept, as the form says it."""
    account = request.user
    place = contract_named(contract)
    form = request.POST.get("draft-form", "")
    if place is None or not isinstance(account, Account) or not form:
        raise Http404
    if request.POST.get("draft-forget"):
        drafts.discard(account, place, form)
        return JsonResponse({"saved": ""})
    values = {name: text for name, text in request.POST.dict().items() if not name.startswith("draft-")}
    at = timezone.localtime(drafts.save(account, place, form, values))
    said = _("Draft kept at %(time)s") % {"time": f"{at:%H:%M}"}
    return JsonResponse({"saved": said, "at": int(at.timestamp() * 1000)})


def _enter(request: HttpRequest, account: Account, to: str) -> HttpResponse:
    login(request, account, backend=_BACKEND)
    response = redirect(to)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, account.locale, samesite="Lax", secure=settings.HTTPS, httponly=True
    )
    return response


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours, never a stranger's."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else settings.LOGIN_REDIRECT_URL

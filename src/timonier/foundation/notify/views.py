"""The notices of the person who is signed in: list, reading, preferences."""

import time

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from timonier.foundation.asked import speaks
from timonier.foundation.live import mark_of
from timonier.foundation.notify.kinds import WAYS
from timonier.foundation.notify.models import Notice
from timonier.foundation.notify.queries import notices_of, unread, ways_of
from timonier.foundation.notify.services import bell_stream, choose, clock
from timonier.foundation.registries import panels
from timonier.foundation.tenancy.scopes import current_scope

MOST_HEARD = 100
"""Contracts whose notices an open page hears at once; the count beside the bell knows all of them."""
MOST_SHOWN = 99


@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    """The newest first; `show=unread` leaves out what was read."""
    account, is_unread = _account(request), request.GET.get("show") == "unread"
    context = {
        "notices": notices_of(account, speaks(), is_unread=is_unread),
        "is_unread": is_unread,
        "unread": unread(account),
    }
    return render(request, "ui/notices.html", context)


@require_GET
def notice_open(request: HttpRequest, identity: int) -> HttpResponse:
    """Go where a notice leads; it is read then."""
    row = Notice.objects.filter(account=_account(request), pk=identity).first()
    if row is None:
        raise Http404
    if row.read_at is None:
        Notice.objects.filter(pk=row.pk).update(read_at=clock())
    return redirect(row.url)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    Notice.objects.filter(account=_account(request), read_at=None).update(read_at=clock())
    return redirect("notify:list")


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How each kind comes: on screen, by mail at once, by mail at eight, not at all."""
    account = _account(request)
    if request.method == "POST":
        for kind, _now in ways_of(account):
            way = request.POST.get(f"way-{kind.name}", "")
            if way in WAYS:
                choose(account, kind.name, way)
        messages.success(request, _("Your preferences are kept."))
        return redirect("notify:preferences")
    more = [draw(request) for draw in panels.of("notices.preferences")]
    context = {"ways": ways_of(account), "has_mail": bool(settings.MAIL), "panels": more}
    return render(request, "ui/notice_preferences.html", context)


def bell(request: HttpRequest, contract: object = None) -> str:
    """The bell of the shell, with how many are unread: the panel of the slot "shell.notices". It hears of its own notices."""
    if not request.user.is_authenticated:
        return ""
    account = _account(request)
    marks = [mark_of(one, bell_stream(account)) for one in sorted(current_scope())[:MOST_HEARD]]
    return render_to_string(
        "ui/bell_live.html",
        _bell(request) | {"marks": " ".join(marks), "since": int(time.time() * 1_000_000)},
    )


@require_GET
@never_cache
def bell_news(request: HttpRequest) -> HttpResponse:
    """The bell alone, as it is now: what an open page asks for when it has heard of a notice."""
    return render(request, "ui/bell.html", _bell(request))


def _bell(request: HttpRequest) -> dict[str, object]:
    count = unread(_account(request), MOST_SHOWN + 1)
    return {"count": count, "is_many": count > MOST_SHOWN, "url": reverse("notify:list")}


def _account(request: HttpRequest) -> int:
    return int(request.user.pk or 0)

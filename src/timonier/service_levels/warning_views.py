"""What is about to be exceeded: its page, and which warnings a person wants."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from timonier.core.warnings import THRESHOLDS
from timonier.directory.callers import who_asks
from timonier.directory.rights import contracts_for
from timonier.foundation.asked import contract_of
from timonier.service_levels.danger_table import danger_table
from timonier.service_levels.models import WarningChoice
from timonier.service_levels.stakes import at_stake
from timonier.service_levels.warnings import USUAL

SHOWN = 50


@require_GET
def risks(request: HttpRequest, contract: str) -> HttpResponse:
    """Running clocks past half of their target, what is worth most first."""
    place = contract_of(contract)
    found = at_stake(place, most=SHOWN)
    context = {
        "contract": place,
        "found": found,
        "table": danger_table(
            place, found, sees_money=who_asks(request).may("penalty.read", place), is_whole=True
        ),
    }
    return render(request, "service_levels/risks.html", context)


@require_POST
def warning_choice(request: HttpRequest) -> HttpResponse:
    """Keep which warnings a person wants."""
    given = {one for one in request.POST.getlist("threshold") if one.isdecimal()}
    WarningChoice.objects.update_or_create(
        account=int(request.user.pk or 0),
        defaults={
            "thresholds": [one for one in THRESHOLDS if str(one) in given],
            "only_grave": bool(request.POST.get("only_grave")),
        },
    )
    messages.success(request, _("Your warnings are kept."))
    return redirect("notify:preferences")


def choice_panel(request: HttpRequest) -> str:
    """The form of warnings, for whoever handles tickets somewhere: the panel of the slot "notices.preferences"."""
    if not contracts_for(request.user, "ticket.resolve"):  # type: ignore[arg-type]  # our model
        return ""
    row = WarningChoice.objects.filter(account=int(request.user.pk or 0)).first()
    chosen = row.thresholds if row else USUAL
    context = {
        "thresholds": [(one, one in chosen) for one in THRESHOLDS],
        "only_grave": bool(row and row.only_grave),
    }
    return render_to_string("service_levels/warning_choice.html", context, request)

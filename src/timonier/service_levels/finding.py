"""What the room answers to the palette: months, service levels of the last month, the sealing of a month."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from timonier.contracts.queries import plans_of
from timonier.core.refusal import Refused
from timonier.directory.rights import may
from timonier.foundation.asked import speaks
from timonier.foundation.parts import month_name
from timonier.foundation.registries import Hit
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.typed import answers
from timonier.measures.services import now
from timonier.service_levels.models import PublishedMonth
from timonier.service_levels.pages import latest_month, months_of

_SHOWN = 13


def months(request: HttpRequest, contract: Contract | None, text: str) -> Iterator[Hit]:
    """A month by its name or number; a service level of the last month by its key or its words."""
    if contract is None or not may(request.user, "kpi.read", contract):  # type: ignore[arg-type]  # our model
        return
    language = speaks()
    try:
        known = months_of(contract)[:_SHOWN]
        version = plans_of(contract).at(now()).version
    except Refused:
        return
    for month in known:
        if answers(month_name(month, language), text, f"{month} mois month"):
            url = reverse("service_levels:months_month", args=[contract.key, month])
            yield Hit(_("Service levels – %(month)s") % {"month": month_name(month, language)}, url)
    last = latest_month(contract)
    for kpi in version.kpis:
        title = kpi.title_en if language == "en" else kpi.title_fr
        if answers(f"{kpi.key} {title}", text, kpi.key.replace("-", " ")):
            url = reverse("service_levels:months_items", args=[contract.key, last, kpi.key])
            yield Hit(f"{kpi.key} – {title}", url, month_name(last, language))


def acts(request: HttpRequest, contract: Contract | None, text: str) -> Iterator[Hit]:
    """Seal the last month that is over: leads to its page, where one sees it before one closes it for ever."""
    if contract is None or not may(request.user, "month.seal", contract):  # type: ignore[arg-type]  # our model
        return
    try:
        last = latest_month(contract)
    except Refused:
        return
    label = _("Seal %(month)s") % {"month": month_name(last, speaks())}
    if (
        answers(label, text, "cloturer fermer")
        and not PublishedMonth.objects.filter(contract=contract, month=last).exists()
    ):
        yield Hit(label, reverse("service_levels:months_month", args=[contract.key, last]) + "#seal")

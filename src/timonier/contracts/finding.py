"""What the room answers to the palette: the subjects of the matrices, and the sections of the contract."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from timonier.contracts import sheets
from timonier.contracts.editions import edition
from timonier.contracts.views import SECTIONS, spoken
from timonier.contracts.words import typeset
from timonier.core.refusal import Refused
from timonier.directory.rights import may
from timonier.foundation.asked import speaks
from timonier.foundation.registries import Hit
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.typed import answers


def subjects(request: HttpRequest, contract: Contract | None, text: str) -> Iterator[Hit]:
    """Who does what on a subject; a section by its name."""
    if contract is None or not may(request.user, "contract.read", contract):  # type: ignore[arg-type]  # our model
        return
    try:
        read = edition(contract)
    except Refused:
        return
    for one in sheets.subjects_once(read):
        if answers(one.row["title"], text, spoken(one)):
            url = reverse("contracts:subject", args=[contract.key, one.row["article"]])
            language = "fr" if speaks() == "en" else ""
            yield Hit(typeset(one.row["title"]), url, _("Who does what"), language=language)
    for name, title in SECTIONS.items():
        if answers(str(title), text, name):
            yield Hit(
                str(title), reverse("contracts:section", args=[contract.key, name]), _("Contract terms")
            )

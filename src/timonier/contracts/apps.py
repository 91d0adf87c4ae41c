"""The room of contracts."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from timonier.contracts import messages as dialogue
from timonier.core import messages
from timonier.core.contract.messages import MESSAGES
from timonier.foundation.notify.kinds import Kind, kinds
from timonier.foundation.registries import Finder, Place, finders, navigation, routes


class ContractsConfig(AppConfig):
    """Versions of contracts, read once and kept as they were read."""

    name = "timonier.contracts"
    label = "contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        messages.register(MESSAGES)
        messages.register(dialogue.MESSAGES)
        messages.register(dialogue.NOTICES)
        kinds.add(
            Kind("drafts", _("Proposed versions of the contract and their answers"), tuple(dialogue.NOTICES))
        )
        for name in ("versions", "difference", "draft"):
            routes.add(f"contracts:{name}", "contract.read")
        routes.add("contracts:new", "contract.propose")
        routes.add("contracts:step", "contract.propose")
        navigation.add(
            Place(
                "versions",
                _("Versions"),
                "contracts:versions",
                "contract",
                "contract.read",
                45,
                group="contract",
            )
        )
        for name in ("contract", "section", "search", "whole", "clause", "subject"):
            routes.add(f"contracts:{name}", "contract.read")
        routes.add("api:contract", "own_check")
        navigation.add(
            Place(
                "contract",
                _("Contract terms"),
                "contracts:contract",
                "contract",
                "contract.read",
                30,
                group="contract",
                key="c",
            )
        )
        # By name: the module needs models, which are not there yet while this one is read.
        finders.add(
            "contract", Finder(_("Contract terms"), import_string("timonier.contracts.finding.subjects"), 30)
        )

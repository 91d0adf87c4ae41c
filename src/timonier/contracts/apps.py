"""The room of contracts."""

from django.apps import AppConfig

from timonier.core import messages
from timonier.core.contract.messages import MESSAGES


class ContractsConfig(AppConfig):
    """Versions of contracts, read once and kept as they were read."""

    name = "timonier.contracts"
    label = "contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        messages.register(MESSAGES)

"""The room of governance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from timonier.core import messages
from timonier.foundation.registries import Place, navigation, routes
from timonier.governance.messages import SENTENCES


class GovernanceConfig(AppConfig):
    """Dashboards, the morning page, documents."""

    name = "timonier.governance"
    label = "governance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        messages.register(SENTENCES)
        routes.add("governance:today", "signed_in")
        for name in ("dashboards", "dashboards_one"):
            routes.add(f"governance:{name}", "kpi.read")
        routes.add("api:dashboard", "own_check")
        navigation.add(
            Place(
                "today", _("Today"), "governance:today", "morning", "signed_in", 5,
                group="service", key="a", user_label=_("Today"),
            )
        )  # fmt: skip
        navigation.add(
            Place(
                "dashboards", _("Dashboards"), "governance:dashboards", "dashboard", "kpi.read", 10,
                group="governance", key="d",
            )
        )  # fmt: skip
        routes.add("governance:documents", "kpi.export")
        navigation.add(
            Place(
                "documents", _("Documents"), "governance:documents", "report", "kpi.export", 40,
                group="governance", key="o",
            )
        )  # fmt: skip

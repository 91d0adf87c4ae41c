"""The room of the service desk."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from timonier.core import messages
from timonier.desk.messages import SENTENCES
from timonier.foundation.registries import (
    Finder,
    Place,
    Shortcut,
    finders,
    links,
    navigation,
    panels,
    routes,
    shortcuts,
)


class DeskConfig(AppConfig):
    """Tickets, their list, their page, their verbs."""

    name = "timonier.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        messages.register(SENTENCES)
        # By name: both modules need models, which are not there yet while this one is read.
        projectors = import_string("timonier.measures.projectors.projectors")
        projectors.add("ticket", import_string("timonier.desk.projection.project"))
        for name in ("list", "search", "ticket", "peek", "act", "list_news", "ticket_news"):
            routes.add(f"desk:{name}", "signed_in")  # objects are the room's own question: `perms.visible`
        import_string("timonier.desk.datasets.register_all")()
        links.add("ticket", import_string("timonier.desk.queries.titles_of"))
        panels.add("morning", "desk", import_string("timonier.desk.morning.panel"), order=20)
        routes.add("desk:new", "ticket.open")
        for name in ("counts", "columns", "save_list", "drop_list", "bulk"):
            routes.add(f"desk:{name}", "ticket.list")
        for name in ("export_csv", "export_xlsx"):
            routes.add(f"desk:{name}", "ticket.export")
        for name in ("tickets", "ticket", "search"):
            routes.add(f"api:{name}", "own_check")
        navigation.add(
            Place(
                "desk", _("Tickets"), "desk:list", "ticket", "signed_in", 20,
                group="service", key="t", user_label=_("My requests"),
            )
        )  # fmt: skip
        navigation.add(
            Place(
                "ask", _("Ask for help"), "desk:new", "ask", "ticket.open", 10,
                group="service", user_label=_("Ask for help"), is_for_users=True,
            )
        )  # fmt: skip
        finders.add("tickets", Finder(_("Tickets"), import_string("timonier.desk.finding.tickets"), 20))
        for name, find, order, knows_all in (
            ("desk.on", "on_ticket", 5, False),
            ("desk.on_untyped", "on_ticket_untyped", 15, True),
        ):
            found = import_string(f"timonier.desk.finding.{find}")
            finders.add(name, Finder(_("On this ticket"), found, order, knows_all))
        finders.add("desk.acts", Finder(_("Desk"), import_string("timonier.desk.finding.acts"), 30))
        shortcuts.add("desk.new", Shortcut("n", _("New ticket"), "desk:new", "ticket.open", 60))

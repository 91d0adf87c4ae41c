"""The room of the service desk."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from timonier.core import messages
from timonier.desk.messages import SENTENCES
from timonier.foundation.registries import routes


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
        routes.add("desk:list", "signed_in")
        routes.add("desk:new", "ticket.open")
        routes.add("desk:ticket", "signed_in")
        routes.add("desk:act", "signed_in")

"""The foundation as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from timonier.core import messages
from timonier.foundation.notify.kinds import Kind, kinds
from timonier.foundation.registries import panels, routes


class FoundationConfig(AppConfig):
    name = "timonier.foundation"
    label = "foundation"

    def ready(self) -> None:
        for name in ("list", "bell", "read", "preferences", "open"):
            routes.add(f"notify:{name}", "signed_in")
            # By name: the module needs models, which are not there yet while this one is read.
        panels.add("shell.notices", "bell", import_string("timonier.foundation.notify.views.bell"))
        messages.register(import_string("timonier.foundation.jobs.telling.NOTICES"))
        kinds.add(Kind("jobs", _("Files that I asked for"), ("file_ready", "job_aside")))
        # By name: both need models, which are not there yet while this module is read.
        import_string("timonier.foundation.jobs.queue.TASK")
        import_string("timonier.foundation.journal.datasets.register_all")()

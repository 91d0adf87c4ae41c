"""The closed lists of jobs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_ATTEMPTS = 5


class State(TextChoices):
    """Where a run of a job stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    ASIDE = "aside", _("Set aside")

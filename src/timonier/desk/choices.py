"""The closed lists of the desk. The attributes of a ticket are the core's; the words for them are here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where a ticket stands: what its events say, in one word."""

    NEW = "new", _("New")
    TAKEN = "taken", _("Taken")
    WAITING_USER = "waiting_user", _("Waiting for the user")
    WAITING_CLIENT = "waiting_client", _("Waiting for the client")
    WAITING_THIRD_PARTY = "waiting_third_party", _("Waiting for a third party")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    MERGED = "merged", _("Merged")
    CHILD = "child", _("Child of a mass incident")


WAITING = frozenset({Status.WAITING_USER, Status.WAITING_CLIENT, Status.WAITING_THIRD_PARTY})
OPEN = frozenset({Status.NEW, Status.TAKEN}) | WAITING
STOPPED = frozenset({Status.RESOLVED, Status.CLOSED})


class Type(TextChoices):
    """Kinds of tickets."""

    INCIDENT = "incident", _("Incident")
    REQUEST = "request", _("Request")
    INFORMATION = "information", _("Information")
    CHANGE = "change", _("Change")


class Channel(TextChoices):
    """How a ticket came."""

    PHONE = "phone", _("Telephone")
    MAIL = "mail", _("E-mail")
    PORTAL = "portal", _("Portal")
    ALERT = "alert", _("Monitoring")
    API = "api", _("API")


class Scope(TextChoices):
    """Whom a ticket touches."""

    USER = "user", _("A user")
    INFRASTRUCTURE = "infrastructure", _("The infrastructure")


class Priority(TextChoices):
    """Priority of an incident."""

    MAJOR = "major", _("Major")
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Urgency(TextChoices):
    """Urgency of a request."""

    IMMEDIATE = "immediate", _("Immediate")
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Holder(TextChoices):
    """Who must act next."""

    PROVIDER = "provider", _("Provider")
    USER = "user", _("User")
    CLIENT = "client", _("Client")
    THIRD_PARTY = "third_party", _("Third party")
    NOBODY = "none", _("Nobody")


class Means(TextChoices):
    """By what means the ball was passed, or a reminder sent."""

    MAIL = "mail", _("E-mail")
    PHONE = "phone", _("Telephone")
    TICKET = "ticket", _("Ticket of the other party")
    PORTAL = "portal", _("Portal")
    LETTER = "letter", _("Letter")

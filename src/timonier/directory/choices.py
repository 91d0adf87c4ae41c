"""The closed lists of the directory."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Roles on a contract. Source: the specification's matrix of authorisations."""

    END_USER = "EU", _("End user")
    VIP = "VIP", _("VIP user")
    TECHNICIAN = "N1", _("Service desk technician")
    ENGINEER = "N2", _("Level 2 and 3 engineer")
    SERVICE_MANAGER = "SM", _("Service manager")
    ACCOUNT_MANAGER = "AM", _("Account manager")
    SECURITY_OFFICER = "RS", _("Delegated security officer")
    CLIENT_READER = "DR", _("Client reader")
    CLIENT_AGENT = "DA", _("Client agent")
    THIRD_PARTY = "TP", _("Third party")
    AUDITOR = "AU", _("Auditor")
    ADMINISTRATOR = "PA", _("Platform administrator")


class Side(TextChoices):
    """On which side of a contract an organisation stands."""

    PROVIDER = "provider", _("Provider")
    CLIENT = "client", _("Client")
    THIRD_PARTY = "third_party", _("Third party")


class Theme(TextChoices):
    """How the screens are lit."""

    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(TextChoices):
    """How close the rows of a table stand."""

    COMFORTABLE = "comfortable", _("Comfortable")
    COMPACT = "compact", _("Compact")


class Rail(TextChoices):
    """How wide the rail of the shell is."""

    WIDE = "wide", _("Wide")
    NARROW = "narrow", _("Narrow")

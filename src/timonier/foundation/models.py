"""Where Django looks for the tables of this room."""

from timonier.foundation.installation import Installation
from timonier.foundation.tenancy.models import Contract

__all__ = ["Contract", "Installation"]

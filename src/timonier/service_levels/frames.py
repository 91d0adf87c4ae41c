"""The frame of the room's pages: whole, or a part for the evidence drawer."""

from django.http import HttpRequest

from timonier.foundation.asked import is_part


def frame(request: HttpRequest) -> dict[str, str]:
    """What the template extends."""
    return {"frame": "service_levels/drawer.html" if is_part(request) else "ui/base.html"}

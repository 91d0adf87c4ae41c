"""What the product declares about itself in public: how accessible it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the law asks for, open to all: what is tested and how, what is not. Source: RGAA 4.1."""
    frame = "ui/base.html" if request.user.is_authenticated else "ui/bare.html"
    return render(request, "config/accessibility.html", {"frame": frame})

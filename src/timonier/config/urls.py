"""The addresses: each room brings its own list, one line here. No view is written in this module."""

from django.urls import include, path

urlpatterns = [
    path("", include("timonier.directory.urls")),
]

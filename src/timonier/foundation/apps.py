"""The foundation as a Django application."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "timonier.foundation"
    label = "foundation"

"""The room of measures."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Measures of every stream, kept up to date after each event."""

    name = "timonier.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"

"""The room of measures."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class MeasuresConfig(AppConfig):
    """Measures of every stream, kept up to date after each event."""

    name = "timonier.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the tables; by name, because they need models."""
        import_string("timonier.measures.datasets.register_all")()

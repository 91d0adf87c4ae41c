"""The room of service levels."""

from django.apps import AppConfig


class ServiceLevelsConfig(AppConfig):
    """Results of months and their seals."""

    name = "timonier.service_levels"
    label = "service_levels"
    default_auto_field = "django.db.models.BigAutoField"

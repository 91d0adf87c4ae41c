"""The directory as a Django application."""

from django.apps import AppConfig

from timonier.foundation.registries import unscoped


class DirectoryConfig(AppConfig):
    name = "timonier.directory"
    label = "directory"

    def ready(self) -> None:
        unscoped.add("/static/")
        unscoped.add("/sign-in")

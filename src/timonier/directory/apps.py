"""The directory as a Django application."""

from django.apps import AppConfig

from timonier.foundation.registries import routes, unscoped


class DirectoryConfig(AppConfig):
    name = "timonier.directory"
    label = "directory"

    def ready(self) -> None:
        unscoped.add("/static/")
        unscoped.add("/sign-in/")
        routes.add("directory:sign_in", "public")
        routes.add("directory:one_time_link", "public")
        routes.add("directory:sign_out", "signed_in")
        routes.add("directory:draft", "signed_in")
        routes.add("api:contracts", "own_check")

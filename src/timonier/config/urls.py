"""The addresses: each room brings its own list, one line here. No view is written in this module."""

from django.urls import include, path

from timonier.config import probes
from timonier.foundation.registries import routes, unscoped

for _name in ("healthz", "readyz", "metrics"):
    routes.add(_name, "public")
    unscoped.add(f"/{_name}")

urlpatterns = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("metrics", probes.metrics, name="metrics"),
    path("", include("timonier.directory.urls")),
]

"""The addresses: each room brings its own list, one line here. No view is written in this module."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from timonier.config import job_pages, journal_pages, live, pages, palette, probes, statements, styleguide
from timonier.config.api import api
from timonier.config.api import unknown as api_unknown
from timonier.foundation.registries import Place, navigation, routes, unscoped

_ROUTES = {
    "healthz": "public",
    "readyz": "public",
    "metrics": "public",
    "live": "public",
    "home": "signed_in",
    "switch": "signed_in",
    "preferences": "signed_in",
    "palette": "signed_in",
    "styleguide": "signed_in",
    "accessibility": "public",
    "journal": "journal.read",
    "journal_verify": "journal.verify",
    "journal_export": "journal.export",
    "health": "health.read",
    "health_replay": "health.replay",
    "job": "signed_in",
    "job_replay": "health.replay",
    "file": "signed_in",
    "api:openapi-json": "public",
    "api:api-root": "public",
    "api:calls": "own_check",
    "api_unknown": "public",
}
for _name, _action in _ROUTES.items():
    routes.add(_name, _action)
for _name in ("healthz", "readyz", "metrics"):
    unscoped.add(f"/{_name}")
navigation.add(Place("journal", _("Journal"), "journal", "journal", "journal.read", 80, key="j"))
navigation.add(
    Place(
        "health", _("Health"), "health", "health", "health.read", 90,
        in_contract=False, group="administration", key="s",
    )
)  # fmt: skip
palette.register()

handler500 = "timonier.config.outage.server_error"
urlpatterns = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("metrics", probes.metrics, name="metrics"),
    path("live", live.no_stream, name="live"),
    path("", pages.home, name="home"),
    path("switch", pages.switch, name="switch"),
    path("preferences", pages.preferences, name="preferences"),
    path("palette", palette.palette, name="palette"),
    path("styleguide", styleguide.styleguide, name="styleguide"),
    path("accessibility", statements.accessibility, name="accessibility"),
    path("c/<str:contract>/journal/", journal_pages.journal, name="journal"),
    path("c/<str:contract>/journal/verify", journal_pages.journal_verify, name="journal_verify"),
    path("c/<str:contract>/journal/export", journal_pages.journal_export, name="journal_export"),
    path("health/", pages.health, name="health"),
    path("health/<str:contract>/<int:identity>/again", pages.health_replay, name="health_replay"),
    path("c/<str:contract>/jobs/<uuid:run>", job_pages.job, name="job"),
    path("c/<str:contract>/jobs/<uuid:run>/again", job_pages.replay_job, name="job_replay"),
    path("c/<str:contract>/files/<uuid:file>", job_pages.file, name="file"),
    path("api/v1/", api.urls),
    path("api/<path:rest>", api_unknown, name="api_unknown"),
    path("", include("timonier.foundation.notify.urls")),
    path("", include("timonier.directory.urls")),
    path("", include("timonier.desk.urls")),
    path("", include("timonier.service_levels.urls")),
    path("", include("timonier.contracts.urls")),
    path("", include("timonier.governance.urls")),
]

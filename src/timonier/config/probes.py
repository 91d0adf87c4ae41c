"""Addresses for machines that watch: alive, ready, metrics. They name no contract."""

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from timonier.config.vitals import Vitals, vitals
from timonier.directory.addresses import is_loopback

_METRICS = {
    "streams_waiting": "streams whose measures wait for news to be taken in",
    "events_unsealed": "events of the journal without a seal",
    "oldest_unsealed_seconds": "age of the oldest event without a seal",
    "set_aside": "streams set aside after a fault",
    "jobs_aside": "jobs set aside after their last attempt",
    "disk_free": "bytes free where the data lie",
    "disk_total": "bytes in all where the data lie",
    "clock_skew_seconds": "clock of the database minus clock of the web server",
}


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers; how far measures and seals lag."""
    found = _look()
    if found is None:
        return JsonResponse({"ready": False, "database": False}, status=503)
    return JsonResponse({"ready": True, "database": True, "well": found.is_well, **found.as_json()})


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The same for Prometheus; from this machine alone."""
    if not is_loopback(request.META.get("REMOTE_ADDR", "")):
        raise Http404
    registry = CollectorRegistry()
    found = _look()
    Gauge("timonier_up", "1 when the database answers", registry=registry).set(0 if found is None else 1)
    for name, text in _METRICS.items() if found is not None else ():
        Gauge(f"timonier_{name}", text, registry=registry).set(getattr(found, name))
    return HttpResponse(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")


def _look() -> Vitals | None:
    try:
        return vitals()
    except DatabaseError:
        return None

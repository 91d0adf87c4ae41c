"""Routes for the tests of the doors: they write, render late, fail."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.urls import include, path

from timonier.directory.models import Membership
from timonier.foundation.tenancy.middleware import undo
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import current_scope


def members(request: HttpRequest, contract: str) -> HttpResponse:
    """A lazy queryset, rendered after the view has ended."""
    template = engines["django"].from_string(
        "{% for one in rows %}[{{ one.role }} {{ one.contract.key }}]{% endfor %}"
    )
    return SimpleTemplateResponse(template, {"rows": Membership.objects.filter(contract__key=contract)})  # type: ignore[arg-type]  # a template is fine


def everything(request: HttpRequest) -> HttpResponse:
    return HttpResponse(",".join(sorted({row.contract.key for row in Membership.objects.all()})))


def write(request: HttpRequest, how: str) -> HttpResponse:
    """Move every membership in scope to another role, then end in the way that is asked."""
    Membership.objects.update(role="N2")
    if how == "raise":
        raise RuntimeError("on purpose")
    if how == "undo":
        undo(request)
    return HttpResponse(status={"fail": 503, "refuse": 422}.get(how, 200))


def late(request: HttpRequest) -> StreamingHttpResponse:
    """A body that asks for rows after the answer has left: it must open a scope of its own."""
    return StreamingHttpResponse(str(row.pk) for row in iter(lambda: Membership.objects.first(), None))


def scope_size(request: HttpRequest, contract: str = "") -> HttpResponse:
    return HttpResponse(str(len(current_scope())))


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a route that nobody put into the table")


def contract_key(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        ",".join(Contract.objects.filter(pk__in=current_scope()).values_list("key", flat=True))
    )


urlpatterns = [
    path("c/<str:contract>/members/", members, name="test_members"),
    path("c/<str:contract>/seal/", scope_size, name="test_seal"),
    path("everything/", everything, name="test_everything"),
    path("write/<str:how>/", write, name="test_write"),
    path("late/", late, name="test_late"),
    path("public/", scope_size, name="test_public"),
    path("forgotten/", forgotten, name="test_forgotten"),
    path("token/", contract_key, name="test_token"),
    path("", include("timonier.config.urls")),
]
ACTIONS = {
    "test_members": "ticket.list",
    "test_seal": "month.seal",
    "test_everything": "signed_in",
    "test_write": "signed_in",
    "test_late": "signed_in",
    "test_public": "public",
    "test_token": "own_check",
}

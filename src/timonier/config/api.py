"""The API put together: the rooms' routers, one way to refuse, one description. No operation is written here."""

import logging
from collections.abc import Callable
from functools import cache, wraps
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import RawPostDataException
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from timonier.config import api_description
from timonier.config.api_parser import JsonParser
from timonier.config.outage import is_outage, unavailable
from timonier.contracts.api import router as contracts
from timonier.core import messages
from timonier.core.events import BadEvent
from timonier.core.messages import say
from timonier.core.refusal import Refused
from timonier.desk.api import router as desk
from timonier.directory.api import router as directory
from timonier.exchange.api import router as exchange
from timonier.foundation.tenancy.middleware import undo
from timonier.foundation.wire import NOT_KEPT, SENTENCES, problem
from timonier.governance.api import router as governance
from timonier.service_levels.api import router as service_levels
from timonier.service_levels.matter_api import router as matters

LARGEST = 4 * 1024 * 1024
STATUS = {
    "bad_characters": 400,
    "bad_content_type": 415,
    "bad_cursor": 400,
    "bad_json": 400,
    "before_the_contract": 404,
    "body_too_large": 413,
    "conflict": 409,
    "csrf_failed": 403,
    "length_needed": 411,
    "key_missing": 400,
    "key_reused": 422,
    "key_too_long": 400,
    "not_found": 404,
    "not_permitted": 403,
    "not_signed_in": 401,
    "only_the_client_accepts": 403,
    "unknown_contract": 404,
    "unknown_draft": 404,
    "unknown_ticket": 404,
}
"""Code → status; every other refusal is 422: understood, well formed, and not done."""
_VALUES = {"missing": "value_missing", "extra_forbidden": "value_unexpected"}
log = logging.getLogger(__name__)
messages.register(SENTENCES)
View = Callable[..., HttpResponseBase]


class Api(NinjaAPI):
    """The framework's API with our bounds round every view and our description."""

    def _get_urls(self) -> list[Any]:
        return [
            URLPattern(one.pattern, _guarded(one.callback), one.default_args, one.name)
            for one in super()._get_urls()
            if isinstance(one, URLPattern) and one.callback is not None
        ]

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        return api_description.complete(schema, self)


def _guarded(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            _check_form(request)
            _check_names(request)
            response = view(request, *args, **kwargs)
        except Refused as refused:
            return _refused(request, refused)
        except ValidationError as error:
            return _invalid(request, error)
        except Http404 as error:
            return _missing(request, error)
        if response.status_code == 405:
            allowed = response.get("Allow", "")
            params = {"method": request.method, "allowed": allowed}
            response = problem("method_not_allowed", params, status=405)
            response["Allow"] = allowed
        response.headers.setdefault("Cache-Control", NOT_KEPT)
        return response

    return guarded


def _check_form(request: HttpRequest) -> None:
    if "\x00" in request.path_info or "\x00" in unquote(request.META.get("QUERY_STRING", "")):
        raise Refused("bad_characters")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length[:18]) > LARGEST:
        raise Refused("body_too_large", limit=LARGEST)


def _check_names(request: HttpRequest) -> None:
    """A misspelt filter must not open the whole list."""
    match = request.resolver_match
    known = _names().get((match.url_name if match else "", request.method))
    if known is not None and (more := sorted(set(request.GET) - known)):
        raise ValidationError([{"loc": ("query", name), "type": "extra_forbidden"} for name in more[:20]])


@cache
def _names() -> dict[tuple[str | None, str | None], frozenset[str]]:
    """Operation → names that its address may carry after the question mark."""
    return {
        (operation.url_name, method): frozenset(
            name
            for model in operation.models
            if model.__ninja_param_source__ == "query"
            for name in model.__ninja_flatten_map__
        )
        for operation in api_description.operations(api)
        for method in operation.methods
    }


api = Api(
    title="Timonier",
    version="1",
    description=api_description.TEXT,
    docs_url=None,
    urls_namespace="api",
    parser=JsonParser(),
)


def _answer(
    request: HttpRequest, code: str, params: dict[str, Any], status: int, **more: Any
) -> HttpResponse:
    undo(request)
    return problem(code, params, status=status, **more)


@api.exception_handler(BadEvent)
@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused | BadEvent) -> HttpResponse:
    return _answer(request, refused.code, refused.params, STATUS.get(refused.code, 422))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Exception) -> HttpResponse:
    return _answer(request, "not_found", {}, 404)


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, error: Exception) -> HttpResponse:
    return _answer(request, "not_permitted", {}, 403)


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: Exception) -> HttpResponse:
    return _answer(request, "body_too_large", {"limit": LARGEST}, 413)


@api.exception_handler(RawPostDataException)
@api.exception_handler(SuspiciousOperation)
def _malformed(request: HttpRequest, error: Exception) -> HttpResponse:
    return _answer(request, "malformed_request", {}, 400)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Refused):  # what our parser raised, in the framework's wrapping
        return _refused(request, error.__cause__)
    return _answer(request, "malformed_request", {}, error.status_code)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [_value(one) for one in error.errors]
    return _answer(request, "invalid_request", {"count": len(errors)}, 422, errors=errors)


def _value(one: dict[str, Any]) -> dict[str, Any]:
    # ("body", "body", "priority"): where it was read, the argument's name, the place in it.
    field = ".".join(str(part) for part in one["loc"][2:]) or str(one["loc"][-1])
    expected = (one.get("ctx") or {}).get("expected")
    code = _VALUES.get(one["type"]) or ("value_not_listed" if expected else "value_wrong")
    params = {"field": field[:200]} | ({"expected": str(expected)} if expected else {})
    return {"in": one["loc"][0], **say(code, params)}


@api.exception_handler(Exception)
def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    if is_outage(error):
        undo(request)
        return unavailable(request)
    log.error("the API failed at %s", request.path, exc_info=error)
    return _answer(request, "server_fault", {}, 500)


def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever has no operation under the API's address."""
    return _missing(request, Http404())


unknown.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is done here; a program must not get a page
for _router in (directory, contracts, desk, service_levels, matters, governance, exchange):
    api.add_router("", _router)

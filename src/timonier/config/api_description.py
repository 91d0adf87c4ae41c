"""What the OpenAPI description says of every operation: credentials, the key of a POST, the form of a refusal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from timonier.directory.gate import KEY, Gate
from timonier.foundation.wire import PROBLEM

if TYPE_CHECKING:
    from ninja import NinjaAPI

TEXT = """\
Every address names its contract. A bearer token or a browser's session opens it; a contract that is not yours does
not exist (404). Every POST carries an `Idempotency-Key`: the same request sent again gets the first answer, marked
`Idempotent-Replay: true`. Lists go on with `cursor`. Refusals are RFC 9457 problems, in French or English by
`Accept-Language`; `code` and `params` are for programs. Instants are ISO 8601 in UTC, durations seconds of service.
"""
_PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "A refusal (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "params"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "params": {"type": "object"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "code", "params", "fr", "en"],
                "properties": {
                    "in": {"type": "string"},
                    "code": {"type": "string"},
                    "params": {"type": "object"},
                    "fr": {"type": "string"},
                    "en": {"type": "string"},
                },
            },
        },
    },
}
_KEY = {
    "in": "header",
    "name": KEY,
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "a new value for each request; the same one when it is sent again",
}
_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "`./timonier token create`"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "timonier",
        "description": "a browser's session; its POST carries X-CSRFToken",
    },
}


def complete(schema: OpenAPISchema, api: "NinjaAPI") -> OpenAPISchema:
    """The description with what all operations share, and with the rights of each."""
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    components["securitySchemes"] = _SCHEMES
    rights = rights_of(api)
    for path in schema["paths"].values():
        for method, operation in path.items():
            operation["responses"]["default"] = {
                "description": "Refused",
                "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
            operation["security"] = [{"token": []}, {"session": []}]
            operation["x-actions"] = rights[operation["operationId"]]
            if method == "post":
                operation["parameters"].append(_KEY)
    return schema


def operations(api: "NinjaAPI") -> Iterator[Operation]:
    """Every operation of the API."""
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            yield from view.operations


def rights_of(api: "NinjaAPI") -> dict[str, list[str]]:
    """Operation → actions of which the caller needs one. Raises: TypeError for an operation without a gate."""
    found: dict[str, list[str]] = {}
    for operation in operations(api):
        gates = operation.auth_callbacks
        if len(gates) != 1 or not isinstance(gates[0], Gate):
            raise TypeError(f"{operation.path} has no gate of its own")
        name = operation.operation_id or api.get_openapi_operation_id(operation)
        found[name] = list(gates[0].actions)
    return found

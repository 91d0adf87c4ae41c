"""Reads JSON bodies of the API: bounded, UTF-8, no attribute twice, no NaN, no character that the database refuses."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from timonier.core.refusal import Refused

LARGEST_JSON = 256 * 1024


class JsonParser(Parser):
    """The framework's parser, strict."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body's value. Raises: Refused."""
        body = request.body
        if len(body) > LARGEST_JSON:
            raise Refused("body_too_large", limit=LARGEST_JSON)
        try:
            value: dict[str, Any] = json.loads(
                body.decode("utf-8"), object_pairs_hook=_without_doubles, parse_constant=_no_constant
            )
            _check(value)
        except (ValueError, RecursionError) as error:
            raise Refused("bad_json") from error
        return value


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an attribute stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _check(value: Any) -> None:
    if isinstance(value, str):
        # NUL and halves of surrogate pairs are JSON, but no text of the database.
        if "\x00" in value or any("\ud800" <= one <= "\udfff" for one in value):
            raise Refused("bad_characters")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check(key)
            _check(item)
    elif isinstance(value, list):
        for item in value:
            _check(item)

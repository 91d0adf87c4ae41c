"""What commands share: the contract of a key, instants and months of options, printing in the person's language.

JSON never depends on the language: sentences in it carry both.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from timonier.config.speech import choose, language, speak
from timonier.core.instants import BadInstant, month_first, parse_instant
from timonier.core.refusal import Refused
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

__all__ = [
    "choose",
    "contract_of",
    "instant_option",
    "language",
    "month_option",
    "open_contract",
    "print_json",
    "print_line",
    "readings_option",
    "speak",
]


def contract_of(key: str) -> Contract:
    """The registered contract of a key. Raises: Refused, naming those that are known."""
    contract = Contract.objects.filter(key=key).first()
    if contract is None:
        known = ", ".join(Contract.objects.values_list("key", flat=True)) or "–"
        raise Refused("unknown_contract", key=key[:60], known=known)
    return contract


@contextmanager
def open_contract(key: str) -> Iterator[Contract]:
    """A contract with its scope open."""
    contract = contract_of(key)
    with scope([contract.pk]):
        yield contract


def instant_option(value: str | None) -> int | None:
    """Instant of an option. Raises: Refused."""
    if value is None:
        return None
    try:
        return parse_instant(value)
    except BadInstant as error:
        raise Refused("bad_option_instant", value=value[:60]) from error


def month_option(value: str) -> str:
    """Month of an option. Raises: Refused."""
    try:
        month_first(value)
    except BadInstant as error:
        raise Refused("bad_month", value=value[:60]) from error
    return value


def readings_option(values: Iterable[str] | None) -> dict[str, str]:
    """NAME=VALUE pairs. Raises: Refused."""
    found = {}
    for pair in values or ():
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise Refused("bad_option", value=pair[:60], expected="NAME=VALUE")
        found[name.strip()] = value.strip()
    return found


def print_json(value: Any) -> None:
    """One JSON document, readable."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def print_line(value: Any) -> None:
    """One JSON object on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")

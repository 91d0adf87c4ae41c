"""Canonical bytes of JSON values (RFC 8785) and their digest. One value, one sequence of bytes, for ever.

Source: RFC 8785 (JSON Canonicalization Scheme); numbers as ECMAScript writes them.
"""

import hashlib
import json
import math
from typing import Any

MAX_SAFE_INTEGER = 2**53 - 1


class NotCanonical(ValueError):
    """The value has no canonical form: not a JSON value, a number out of range, a lone surrogate."""


def canonical_bytes(value: Any) -> bytes:
    """UTF-8 bytes of the canonical form. Raises: NotCanonical."""
    try:
        if _is_plain(value):
            text = json.dumps(
                value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
            )
        else:
            text = _write(value)
        return text.encode("utf-8")
    except (TypeError, RecursionError, UnicodeEncodeError) as error:
        raise NotCanonical(str(error)) from error


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, hexadecimal."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def _is_plain(value: Any) -> bool:
    """Whether the standard writer already gives the canonical form: ASCII keys, safe integers, no floats."""
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        if abs(value) > MAX_SAFE_INTEGER:
            raise NotCanonical(f"integer out of range: {str(value)[:40]}")
        return True
    if isinstance(value, dict):
        return all(isinstance(key, str) and key.isascii() and _is_plain(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return all(_is_plain(item) for item in value)
    return False


def _write(value: Any) -> str:
    if value is None or isinstance(value, str | bool):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > MAX_SAFE_INTEGER:
            raise NotCanonical(f"integer out of range: {str(value)[:40]}")
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonical("a key is not a text")
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_write(key)}:{_write(item)}" for key, item in pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_write, value)) + "]"
    raise NotCanonical(f"not a JSON value: {type(value).__name__}")


def _number(value: float) -> str:
    """ECMAScript form of a double: shortest digits, exponent from 1e21 up and below 1e-6."""
    if not math.isfinite(value):
        raise NotCanonical("not a finite number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len((whole + fraction).lstrip("0")))
    digits = digits.rstrip("0") or "0"
    if 0 < point <= 21:
        text = digits.ljust(point, "0") if len(digits) <= point else f"{digits[:point]}.{digits[point:]}"
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        power = point - 1
        text = (
            digits[0]
            + (f".{digits[1:]}" if len(digits) > 1 else "")
            + f"e{'+' if power > 0 else '-'}{abs(power)}"
        )
    return sign + text

"""Names of jobs and the functions behind them. A function that takes no contract does not register."""

import inspect
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.module_loading import autodiscover_modules

from timonier.foundation.tenancy.jobs import scoped_job

Job = Callable[..., UUID | None]
NAME = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
_KNOWN: dict[str, Job] = {}


def job(name: str) -> Callable[[Callable[..., UUID | None]], Job]:
    """Register `function(contract, *, id=…)` under "room.name"; it runs in the scope of its contract, in one transaction.

    What it returns is None, or the public id of an attachment. Raises: ValueError when it takes no contract, or twice.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"not a job's name: {name!r}")

    def register(function: Callable[..., UUID | None]) -> Job:
        first, *others = inspect.signature(function).parameters.values()
        if first.name != "contract" or any(one.kind is not inspect.Parameter.KEYWORD_ONLY for one in others):
            raise ValueError(f"{name!r} must take (contract, *, ids)")
        known = _KNOWN.get(name)
        if known is not None and _origin(known) != _origin(function):
            raise ValueError(f"{name!r} is registered twice")
        _KNOWN[name] = scoped_job(function)
        return _KNOWN[name]

    return register


def function_of(name: str) -> Job:
    """The function of a name. Raises: LookupError."""
    if name not in _KNOWN:
        load()
    try:
        return _KNOWN[name]
    except KeyError as error:
        raise LookupError(f"no job is named {name!r}") from error


def names() -> list[str]:
    """Every registered name; loads the rooms' jobs first."""
    load()
    return sorted(_KNOWN)


def load() -> None:
    """Import every room's `jobs.py`. Only who runs jobs needs it: pages defer by name, and stay small."""
    autodiscover_modules("jobs")


def _origin(function: Callable[..., Any]) -> tuple[str, str]:
    return function.__module__, function.__qualname__

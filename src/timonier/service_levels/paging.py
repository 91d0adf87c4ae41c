"""Measures of all items page by page: each page evaluates its own streams, whatever the size of the journal."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timonier.contracts.queries import plans_of
from timonier.core.engine import AGGREGATED, evaluate_stream
from timonier.core.instants import format_instant
from timonier.core.refusal import Refused
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import now
from timonier.service_levels.inputs import Known, lives_of, next_streams, openings_in
from timonier.service_levels.ledgers import item_objects

BATCH = 100
MOST_LOOKED_AT = 2000
"""Streams that one page looks at: where few have an item, a page is short and the next one goes on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which measures. `as_of` None: now, at the first page."""

    month: str | None
    as_of: int | None
    known_at: int | None
    readings: Mapping[str, str]
    intervals: bool


def measures_page(contract: Contract, asked: Asked, cursor: str, size: int) -> dict[str, Any]:
    """Items in the order of streams, and the cursor of the next page. Raises: Refused for a cursor that is none."""
    plans = plans_of(contract, asked.readings)
    with scope([contract.pk]):
        as_of, after = _read(cursor) if cursor else (now() if asked.as_of is None else asked.as_of, "")
        known = Known(known_at=asked.known_at)
        openings = openings_in(contract, plans, as_of, known)
        items: list[dict[str, Any]] = []
        looked, is_last = 0, False
        while len(items) < size and looked < MOST_LOOKED_AT and not is_last:
            streams = next_streams(contract, asked.month, known, openings, after, max(size, BATCH))
            lives = {f"{family}/{key}": events for family, key, events in lives_of(contract, streams, known)}
            for stream in streams:
                after, looked = stream, looked + 1
                family, _, key = stream.partition("/")
                if stream in lives and family not in AGGREGATED:
                    outcome = evaluate_stream(plans, family, key, lives[stream], as_of, openings)
                    items += item_objects(family, outcome.measures, asked.month, intervals=asked.intervals)
                if len(items) >= size:
                    break
            else:
                is_last = len(streams) < max(size, BATCH)
    return {
        "items": items,
        "next": None if is_last else _cursor(as_of, after),
        "as_of": format_instant(as_of),
    }


def _cursor(as_of: int, after: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([as_of, after]).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[int, str]:
    try:
        as_of, after = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if type(as_of) is not int or type(after) is not str or "\x00" in after or len(after) > 300:
            raise ValueError(cursor)
        format_instant(as_of)
        after.encode()
    except (ValueError, TypeError, OverflowError) as error:
        raise Refused("bad_cursor") from error
    return as_of, after

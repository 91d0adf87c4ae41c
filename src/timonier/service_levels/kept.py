"""Comparisons as they were computed, kept by what they were made from: a page opens at once, and says how old it is.

A kept comparison is a copy, never the truth: it names the journal position that it knew, and is made again on demand.
What somebody may have agreed on is never thrown away.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from timonier.contracts.drafts import any_draft
from timonier.contracts.effects import Effect
from timonier.contracts.queries import definition
from timonier.core.canonical import canonical_bytes
from timonier.core.contract.source import Source
from timonier.core.instants import parse_instant
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import now
from timonier.service_levels.inputs import journal_position
from timonier.service_levels.models import WhatIf
from timonier.service_levels.whatif import (
    Alternative,
    check_span,
    compare,
    inputs_of,
    is_over,
    price,
    register_inputs,
)

PATIENCE, QUICK = 25.0, 3.0
"""Seconds that a page waits for a computation; and one that can hand it to the background when it is longer."""
MOST = 300
"""How many comparisons of a contract are kept, those of drafts left aside."""
MINUTE = 60_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept comparison. `news`: how many facts the journal has gained since it was made."""

    inputs: str
    result: dict[str, Any]
    as_of: int
    news: int
    source: Source | None
    draft: int | None

    @property
    def alternative(self) -> Alternative:
        """What was tried, to be tried again on one item."""
        tried = self.result.get("alternative", {})
        return Alternative(
            tried.get("readings", {}),
            self.source,
            tried.get("draft"),
            throughout=tried.get("throughout", True),
        )


def comparison(
    contract: Contract, months: Sequence[str], alternative: Alternative, by: str, *, again: bool = False
) -> Kept:
    """The comparison of these inputs: as kept, or made now when it never was, or when it is asked for again.

    Raises: Refused.
    """
    made = definition(contract)
    span = check_span(made, months)
    found = None if again else newest(contract, inputs_of(made, span, alternative))
    if found is not None and (is_over(made, span, found.as_of) or now() - found.as_of < MINUTE):
        return found
    return _keep(contract, compare(contract, span, alternative, seconds=PATIENCE), by, alternative.source)


def make_effect(
    contract: Contract, draft: int, months: Sequence[str], by: str, *, seconds: float | None = PATIENCE
) -> Kept:
    """The effect of a draft over these months, as the two parties will read it. Raises: Refused."""
    alternative = Alternative(source=any_draft(contract, draft).source, draft=draft)
    result = compare(contract, check_span(definition(contract), months), alternative, seconds=seconds)
    return _keep(contract, result, by, alternative.source, draft)


def register(
    contract: Contract,
    months: Sequence[str],
    by: str,
    *,
    again: bool = False,
    seconds: float | None = PATIENCE,
) -> Kept:
    """The register priced over these months: as kept, or made now. Raises: Refused."""
    made = definition(contract)
    span = check_span(made, months)
    found = None if again else newest(contract, register_inputs(made, span))
    if found is not None:
        return found
    return _keep(contract, price(contract, span, seconds=seconds), by)


def kept_register(contract: Contract, months: Sequence[str]) -> Kept | None:
    """The register priced over these months, when it was."""
    made = definition(contract)
    return newest(contract, register_inputs(made, check_span(made, months)))


def newest(contract: Contract, inputs: str) -> Kept | None:
    """What was made last of these inputs."""
    row = WhatIf.objects.filter(contract=contract, inputs=inputs).order_by("-as_of").first()
    return None if row is None else _read(contract, row)


def effect_kept(contract: Contract, draft: int) -> Kept | None:
    """The newest effect of a draft on the version in force."""
    made = definition(contract)
    versions = [one.digest for one in made.versions]
    row = WhatIf.objects.filter(contract=contract, draft=draft).order_by("-as_of").first()
    if row is None:
        return None
    kept = _read(contract, row)
    told = any_draft(contract, draft)
    compared = [one["digest"] for one in kept.result["versions"]]
    # Once it is in force, the effect that was read is shown: of a draft still open, only one on the contract as it is.
    return kept if told.version is not None or compared == versions else None


def effect_of(contract: Contract, draft: int) -> Effect | None:
    """What the room of contracts asks: digest and position of the effect that a reader finds on the draft's page."""
    kept = effect_kept(contract, draft)
    return None if kept is None else Effect(kept.result["digest"], kept.result["journal_position"])


def source_tried(contract: Contract, draft: int) -> Source:
    """The complete source of a draft. Raises: Refused."""
    return any_draft(contract, draft).source


def _read(contract: Contract, row: WhatIf) -> Kept:
    source = None
    if row.source is not None:
        value = json.loads(bytes(row.source))
        source = Source(value["tree"], value["lists"])
    news = max(0, journal_position(contract) - row.position)
    return Kept(row.inputs, json.loads(bytes(row.result)), row.as_of, news, source, row.draft)


def _keep(
    contract: Contract,
    result: dict[str, Any],
    by: str,
    source: Source | None = None,
    draft: int | None = None,
) -> Kept:
    row = WhatIf.objects.create(
        contract=contract,
        inputs=result["inputs"],
        position=result["journal_position"],
        as_of=parse_instant(result["as_of"]),
        digest=result["digest"],
        draft=draft,
        result=canonical_bytes(result),
        source=None if source is None else canonical_bytes({"tree": source.tree, "lists": source.lists}),
        made_by=by,
    )
    _forget(contract)
    return Kept(row.inputs, result, row.as_of, 0, source, draft)


def _forget(contract: Contract) -> None:
    """Let the oldest go, those of drafts excepted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM what_if WHERE contract_id = %s AND draft IS NULL AND id <= (SELECT id FROM what_if"
            " WHERE contract_id = %s AND draft IS NULL ORDER BY id DESC OFFSET %s LIMIT 1)",
            [contract.pk, contract.pk, MOST],
        )

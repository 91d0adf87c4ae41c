"""Drafts of versions as people read them: where each stands, what it changes, what may be done with it now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from timonier.contracts.models import DraftRow, DraftStepRow
from timonier.contracts.perms import may_see, side_of
from timonier.contracts.queries import sources_of, stamp
from timonier.core.canonical import digest
from timonier.core.contract.dialogue import ACCEPT, PROPOSE, PROPOSED, Step, possible, state_of
from timonier.core.contract.difference import Entry, difference
from timonier.core.contract.source import Source
from timonier.core.refusal import Refused
from timonier.directory.callers import Caller
from timonier.foundation.tenancy.models import Contract


@dataclass(frozen=True, slots=True)
class Told:
    """A draft with its steps. `is_stale`: another version came into force since it was laid over the last one."""

    row: DraftRow
    steps: Sequence[DraftStepRow]
    state: str
    is_stale: bool

    @property
    def source(self) -> Source:
        """Its complete source."""
        return source_of(self.row)

    @property
    def version(self) -> int | None:
        """The number of the version that it became."""
        return next((step.version for step in self.steps if step.version is not None), None)


def source_of(row: DraftRow) -> Source:
    """The complete source of a draft."""
    value = json.loads(bytes(row.source))
    return Source(value["tree"], value["lists"])


def said(steps: Sequence[DraftStepRow]) -> list[Step]:
    """The rows as the rules of the dialogue read them."""
    return [Step(one.kind, one.side, one.by, one.words) for one in steps]


def all_drafts(who: Caller, contract: Contract) -> list[Told]:
    """The drafts that somebody may see, the newest first."""
    steps: dict[int, list[DraftStepRow]] = {}
    for one in DraftStepRow.objects.filter(contract=contract).order_by("draft", "place"):
        steps.setdefault(one.draft, []).append(one)
    last = stamp(contract)[-1][1]
    found = [
        _told(row, steps.get(row.number, []), last) for row in DraftRow.objects.filter(contract=contract)
    ]
    return [one for one in found if _sees(who, contract, one)]


@dataclass(frozen=True, slots=True)
class Awaited:
    """A proposed draft that waits for somebody's word. `at`: when it was proposed, in microseconds."""

    number: int
    title: str
    at: int


def awaiting(who: Caller, contract: Contract) -> list[Awaited]:
    """The drafts that this person may accept now, the oldest first. No source is read. Needs the scope."""
    if not who.may("contract.accept", contract):
        return []
    steps: dict[int, list[DraftStepRow]] = {}
    for one in DraftStepRow.objects.filter(contract=contract).order_by("draft", "place"):
        steps.setdefault(one.draft, []).append(one)
    proposed = {number: own[-1].at for number, own in steps.items() if state_of(said(own)) == PROPOSED}
    if not proposed:
        return []
    try:
        side = side_of(who, contract)
    except Refused:
        return []
    open_to = [one for one in proposed if ACCEPT in possible(said(steps[one]), side, who.name)]
    titles = dict(
        DraftRow.objects.filter(contract=contract, number__in=open_to).values_list("number", "title")
    )
    return [Awaited(one, titles[one], proposed[one]) for one in sorted(open_to)]


def draft_of(who: Caller, contract: Contract, number: int) -> Told:
    """One draft. Raises: Refused when there is none, or none for this person."""
    told = any_draft(contract, number)
    if not _sees(who, contract, told):
        raise Refused("unknown_draft")
    return told


def any_draft(contract: Contract, number: int) -> Told:
    """One draft, whoever asks: for rooms that have checked already. Raises: Refused."""
    row = DraftRow.objects.filter(contract=contract, number=number).first()
    if row is None:
        raise Refused("unknown_draft")
    steps = list(DraftStepRow.objects.filter(contract=contract, draft=number).order_by("place"))
    return _told(row, steps, stamp(contract)[-1][1])


def base_of(contract: Contract, told: Told) -> Source:
    """The version that a draft was laid over."""
    sources = sources_of(contract)
    for (_, known), source in zip(stamp(contract), sources, strict=True):
        if known == told.row.base:
            return source
    return sources[-1]


def difference_of(contract: Contract, told: Told) -> list[Entry]:
    """What a draft changes in the version that it was laid over."""
    base, new = base_of(contract, told), told.source
    return difference(base.tree, new.tree, base.lists, new.lists)


def difference_digest(entries: Sequence[Entry]) -> str:
    """What tells one difference from another: kept with the word of who has read it."""
    return digest([[list(one.path), one.kind, one.before, one.after] for one in entries])


def steps_for(who: Caller, contract: Contract, told: Told) -> list[str]:
    """What this person may do with a draft now."""
    if told.is_stale and told.state == PROPOSED:
        allowed = {"refused", "withdrawn"}
    else:
        allowed = {"proposed", "accepted", "refused", "withdrawn"}
    try:
        side = side_of(who, contract)
    except Refused:
        return []
    own = who.may("contract.propose", contract)
    other = who.may("contract.accept", contract)
    kinds = possible(said(told.steps), side, who.name)
    return [kind for kind in kinds if kind in allowed and (own if kind in (PROPOSE, "withdrawn") else other)]


def _told(row: DraftRow, steps: Sequence[DraftStepRow], last: str) -> Told:
    state = state_of(said(steps))
    return Told(row, steps, state, is_stale=row.base != last)


def _sees(who: Caller, contract: Contract, told: Told) -> bool:
    return may_see(who, contract, told.row, told.state, any(step.kind == PROPOSED for step in told.steps))


def as_values(told: Told) -> dict[str, Any]:
    """A draft for programs: no source, only what names it."""
    row = told.row
    return {
        "number": row.number,
        "title": row.title,
        "state": told.state,
        "side": row.side,
        "effective_from": row.effective_from.isoformat(),
        "retroactive": row.is_retroactive,
        "base": row.base,
        "digest": row.digest,
        "version": told.version,
    }

"""The dialogue of the two parties about a new version: draft, propose, accept, refuse, withdraw; then it is in force.

Each step is an event and a row, in one transaction, under the lock that versions are loaded under. A refusal leaves
nothing behind.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from timonier.contracts.drafts import Told, any_draft, difference_digest, difference_of, draft_of, said
from timonier.contracts.effects import effect_of
from timonier.contracts.facts import DraftStep
from timonier.contracts.models import DraftRow, DraftStepRow
from timonier.contracts.perms import side_of
from timonier.contracts.queries import last_sealed, sources_of, stamp
from timonier.contracts.services import Origin, lock_versions, put_in_force
from timonier.core.canonical import canonical_bytes
from timonier.core.contract.dialogue import (
    ACCEPT,
    DRAFTED,
    IN_FORCE,
    PROPOSE,
    WITHDRAW,
    Step,
    check,
)
from timonier.core.contract.difference import difference
from timonier.core.contract.schema import build, source_digest
from timonier.core.contract.source import Invalid, Problem, Source
from timonier.core.instants import month_first, next_month_first
from timonier.core.refusal import Refused
from timonier.directory.callers import Caller
from timonier.directory.people import CLIENT, PROVIDER, able
from timonier.foundation.journal import append
from timonier.foundation.notify.services import tell
from timonier.foundation.tenancy.models import Contract

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Read:
    """What was on the page when somebody gave their word: digests of the difference and of the effect."""

    difference: str = ""
    effect: str = ""
    is_retroactive: bool = False


def write_draft(
    who: Caller,
    contract: Contract,
    source: Source,
    *,
    title: str,
    is_retroactive: bool = False,
    replaces: int | None = None,
) -> int:
    """Keep a draft of a version; its number. Only its own side sees it until it is proposed.

    Raises: Invalid with every problem of the source and of its date; Refused.
    """
    if not who.may("contract.propose", contract):
        raise Refused("not_permitted")
    side = side_of(who, contract)
    with transaction.atomic():
        at = lock_versions(contract)
        version = build(contract.key, [source]).versions[0]
        last = stamp(contract)[-1][1]
        problems = date_problems(contract, version.effective_from, is_retroactive=is_retroactive)
        base = sources_of(contract)[-1]
        if not difference(base.tree, source.tree, base.lists, source.lists):
            problems.append(Problem("·", "draft_changes_nothing", {}))
        if problems:
            raise Invalid(problems)
        number: int = DraftRow.objects.filter(contract=contract).count() + 1
        row = DraftRow.objects.create(
            contract=contract,
            number=number,
            title=title[:200],
            effective_from=version.effective_from,
            is_retroactive=is_retroactive and _reaches(contract, version.effective_from) is not None,
            base=last,
            digest=source_digest(source),
            source=canonical_bytes({"tree": source.tree, "lists": source.lists}),
            side=side,
            made_by=who.name,
            made_at=at,
            replaces=replaces,
        )
        _write(who, contract, row, Step(DRAFTED, side, who.name), at, Read())
        if replaces is not None:
            _replace(who, contract, replaces, number, at)
    return number


def date_problems(contract: Contract, day: date, *, is_retroactive: bool) -> list[Problem]:
    """What is wrong with an effective date: not after the last version, or into sealed months without saying so."""
    found = []
    last = max(date.fromisoformat(str(one.tree["effective_from"])) for one in sources_of(contract))
    if day <= last:
        found.append(
            Problem("effective_from", "draft_not_later", {"value": day.isoformat(), "last": last.isoformat()})
        )
    sealed = _reaches(contract, day)
    if sealed is not None and not is_retroactive:
        first = next_month_first(month_first(sealed)).isoformat()
        params = {"value": day.isoformat(), "month": sealed, "first": first}
        found.append(Problem("effective_from", "draft_reaches_sealed", params))
    return found


def _reaches(contract: Contract, day: date) -> str | None:
    """The last sealed month, when a version from this day would touch it."""
    sealed = last_sealed(contract)
    return sealed if sealed is not None and day < next_month_first(month_first(sealed)) else None


def take_step(
    who: Caller, contract: Contract, number: int, kind: str, *, words: str = "", read: Read | None = None
) -> Told:
    """Propose, accept, refuse or withdraw a draft. The other party's acceptance puts it in force.

    Raises: Refused, and then nothing of it remains.
    """
    read = read or Read()
    words = words.strip()
    if len(words) > LONGEST:
        raise Refused("draft_too_long", most=LONGEST)
    action = "contract.propose" if kind in (PROPOSE, WITHDRAW) else "contract.accept"
    with transaction.atomic():
        at = lock_versions(contract)
        told = draft_of(who, contract, number)
        if not who.may(action, contract):
            raise Refused("not_permitted")
        step = Step(kind, side_of(who, contract), who.name, words)
        after = check(said(told.steps), step)
        version = None
        if kind in (PROPOSE, ACCEPT):
            _check_read(contract, told, read)
            _check_date(contract, told, kind, read)
        if after == IN_FORCE:
            version = _enforce(who, contract, told, at)
        _write(who, contract, told.row, step, at, read, version)
        _tell(who, contract, told.row, step)
        return any_draft(contract, number)


def _check_read(contract: Contract, told: Told, read: Read) -> None:
    """Nobody gives their word on what they have not read, nor on what has changed since."""
    if told.is_stale:
        raise Refused("draft_base_moved")
    effect = effect_of(contract, told.row.number)
    if effect is None or not read.effect:
        raise Refused("draft_effect_needed")
    if read.effect != effect.digest or read.difference != difference_digest(difference_of(contract, told)):
        raise Refused("draft_read_again")


def _check_date(contract: Contract, told: Told, kind: str, read: Read) -> None:
    sealed = _reaches(contract, told.row.effective_from)
    if sealed is None:
        return
    if not told.row.is_retroactive:
        raise Refused("draft_became_retroactive", month=sealed)
    if kind == ACCEPT and not read.is_retroactive:
        raise Refused("draft_retroactive_needed")


def _enforce(who: Caller, contract: Contract, told: Told, at: int) -> int:
    sources = sources_of(contract)
    # The draft was checked alone when it was written; what stands before it, when it came into force.
    version = build(contract.key, [*sources, told.source], is_in_force=True).versions[-1]
    origin = Origin(len(sources) + 1, at, who.name, who.via, told.row.number)
    put_in_force(contract, version, told.source, origin)
    return origin.number


def _tell(who: Caller, contract: Contract, row: DraftRow, step: Step) -> None:
    """The other party, which may accept what is proposed, or waited for the answer."""
    side = CLIENT if step.side == "provider" else PROVIDER
    if (
        step.kind == WITHDRAW
        and not DraftStepRow.objects.filter(contract=contract, draft=row.number, kind=PROPOSE).exists()
    ):
        return  # Its side's own paper: the other one has never seen it.
    tell(
        contract,
        able(contract, "contract.accept", side=side),
        f"draft_told_{step.kind}",
        {"number": row.number, "title": row.title, "by": who.called, "words": step.words},
        reverse("contracts:draft", args=[contract.key, row.number]),
        by=None if who.account is None else int(who.account.pk),
        key=f"draft/{row.number}/{step.kind}",
    )


def _replace(who: Caller, contract: Contract, former: int, number: int, at: int) -> None:
    """A draft taken up again replaces the one it came from, when that one is still its side's own paper."""
    told = any_draft(contract, former)
    step = Step(WITHDRAW, side_of(who, contract), who.name, f"→ {number}")
    try:
        check(said(told.steps), step)
    except Refused:
        return
    _write(who, contract, told.row, step, at, Read())


def _write(
    who: Caller,
    contract: Contract,
    row: DraftRow,
    step: Step,
    at: int,
    read: Read,
    version: int | None = None,
) -> None:
    place = DraftStepRow.objects.filter(contract=contract, draft=row.number).count()
    DraftStepRow.objects.create(
        contract=contract,
        draft=row.number,
        place=place,
        kind=step.kind,
        side=step.side,
        by=step.by,
        at=at,
        words=step.words,
        difference=read.difference,
        effect=read.effect,
        version=version,
    )
    facts: dict[str, object] = {"by": step.by, "side": step.side, "digest": row.digest}
    if step.kind == PROPOSE:
        facts |= {
            "title": row.title,
            "base": row.base,
            "effective_from": row.effective_from.isoformat(),
            "retroactive": row.is_retroactive,
        }
    if step.words:
        facts["words"] = step.words
    if read.difference:
        facts |= {"difference": read.difference, "effect": read.effect}
    if version is not None:
        facts["version"] = version
    append(contract, [DraftStep.of(row.number, step.kind, at, facts)], actor=who.name, via=who.via)

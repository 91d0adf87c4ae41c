"""Whom the acts on figures concern, and what they are told."""

from typing import Any

from django.urls import reverse

from timonier.directory.callers import Caller
from timonier.directory.people import CLIENT, PROVIDER, able, account_of
from timonier.foundation.notify.services import tell
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels.models import Acceptance, Dispute


def raised(contract: Contract, row: Dispute, who: Caller) -> None:
    """The other party, which owes an answer."""
    side = CLIENT if row.party == "provider" else PROVIDER
    _tell(contract, able(contract, "kpi.contest", side=side), "dispute_raised", row, who)


def answered(contract: Contract, row: Dispute, who: Caller) -> None:
    """Whoever disputed, and who decides."""
    people = [*able(contract, "dispute.decide"), *_person(row.raised_by)]
    _tell(contract, people, "dispute_answered_to", row, who)


def decided(contract: Contract, row: Dispute, who: Caller) -> None:
    """Both parties."""
    people = [*able(contract, "kpi.contest"), *_person(row.raised_by)]
    _tell(contract, people, f"dispute_told_{row.state}", row, who)


def withdrawn(contract: Contract, row: Dispute, who: Caller) -> None:
    """The other party and who would have decided."""
    _tell(contract, able(contract, "kpi.contest", "dispute.decide"), "dispute_told_withdrawn", row, who)


def accepted(contract: Contract, row: Acceptance, who: Caller) -> None:
    """The provider, who waited for it."""
    tell(
        contract,
        able(contract, "kpi.justify", side=PROVIDER),
        f"acceptance_told_{row.state}",
        {"number": row.number, "by": who.called, "reason": row.decision},
        reverse("service_levels:acceptances", args=[contract.key]) + "?state=all",
        by=_own(who),
        key=f"acceptance/{row.number}/{row.what}/{row.of}/{row.ended_at}",
    )


def of_month(contract: Contract, people: list[int], code: str, who: Caller, params: dict[str, Any]) -> None:
    """What was said or decided about a service level of a month."""
    tell(
        contract,
        people,
        code,
        {**params, "by": who.called},
        reverse("service_levels:penalties", args=[contract.key, params["month"]]),
        by=_own(who),
    )


def _tell(contract: Contract, people: list[int], code: str, row: Dispute, who: Caller) -> None:
    url = reverse("service_levels:dispute", args=[contract.key, row.of, row.number])
    params = {"number": row.number, "by": who.called, "reason": row.decision or row.answer or row.reason}
    tell(
        contract, people, code, params, url, by=_own(who), key=f"{code}/{row.number}/{row.of}/{row.ended_at}"
    )


def _own(who: Caller) -> int | None:
    return None if who.account is None else int(who.account.pk)


def _person(name: str) -> list[int]:
    found = account_of(name)
    return [] if found is None else [found]

"""What a person has been told, and how he wants it."""

from dataclasses import dataclass
from typing import Any

from timonier.core.messages import sentence
from timonier.foundation.notify.kinds import Kind, kinds
from timonier.foundation.notify.models import DUE, FAILED, Notice, NoticeChoice

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as it is shown."""

    row: Notice
    sentence: str
    label: Any


def notices_of(account: int, language: str, *, is_unread: bool = False) -> list[Told]:
    """The newest notices of a person in the contracts in scope."""
    rows = Notice.objects.filter(account=account).select_related("contract").order_by("-at", "-pk")
    if is_unread:
        rows = rows.filter(read_at=None)
    labels = {kind.name: kind.label for kind in kinds.all()}
    return [
        Told(row, sentence(row.code, row.params, language), labels.get(row.kind, row.kind))
        for row in rows[:SHOWN]
    ]


def unread(account: int, most: int | None = None) -> int:
    """How many a person has not read; counted up to `most`, where a number beyond it says no more."""
    return int(Notice.objects.filter(account=account, read_at=None).order_by()[:most].count())


def ways_of(account: int) -> list[tuple[Kind, str]]:
    """Every kind with the way that the person chose, or the usual one."""
    chosen = dict(NoticeChoice.objects.filter(account=account).values_list("kind", "way"))
    return [(kind, chosen.get(kind.name, kind.usual)) for kind in kinds.all()]


def mail_box(contracts: list[int]) -> tuple[int, int]:
    """How many notices of these contracts wait for their mail, and how many could not be sent."""
    rows = Notice.objects.filter(contract_id__in=contracts)
    return rows.filter(mail=DUE).count(), rows.filter(mail=FAILED).count()

"""The table of tickets."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from django.db.models import Q, TextChoices
from django.utils import translation

from timonier.desk.choices import Channel, Holder, Priority, Scope, Status, Type, Urgency
from timonier.desk.models import Ticket
from timonier.directory.named import named
from timonier.foundation.datasets import Dataset, Row, Span, columns, register
from timonier.foundation.tenancy.models import Contract

CHUNK = 2000


def tickets(contract: Contract, span: Span) -> Iterator[Row]:
    """Tickets opened or ended in the span, and those open at its end."""
    rows = Ticket.objects.filter(contract=contract, opened_at__lt=span.end).filter(
        Q(is_open=True) | Q(opened_at__gte=span.start) | Q(updated_at__gte=span.start)
    )
    for one in rows.order_by("opened_at", "number").iterator(chunk_size=CHUNK):
        yield row_of(one)


def row_of(one: Ticket) -> Row:
    """The cells of one ticket, in the order of the columns."""
    return (
        one.number, one.title, one.type, one.status, one.is_open, one.channel, one.scope, one.priority, one.urgency,
        one.category, one.service, one.requester, one.vip, one.blocking, one.level, one.team, one.assignee,
        one.holder, one.party, one.parent, one.opened_at, one.resolved_at, one.closed_at, one.updated_at,
        one.deadline, one.due_kpi, one.target, one.counted,
    )  # fmt: skip


class _Words(Mapping[str, tuple[str, str]]):
    """French and English of a closed list, from the catalogue, at the first look."""

    def __init__(self, choices: type[TextChoices]) -> None:
        self._choices = choices

    @cached_property
    def _found(self) -> dict[str, tuple[str, str]]:
        both = []
        for language in ("fr", "en"):
            with translation.override(language):
                both.append([str(label) for label in self._choices.labels])
        return dict(zip(map(str, self._choices.values), zip(*both, strict=True), strict=True))

    def __getitem__(self, code: str) -> tuple[str, str]:
        return self._found[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


TICKETS = Dataset(
    "tickets",
    "Tickets",
    "Tickets",
    "Une ligne par ticket ouvert ou modifié dans la période, ou encore ouvert : tel qu’il est aujourd’hui.",
    "One row for each ticket opened or changed in the period, or still open: as it is today.",
    "ticket.export",
    columns(
        "number text 18 | Numéro | Number",
        "title text 46 | Titre | Title",
        "type text 13 | Type | Type",
        "status text 22 | État | Status",
        "is_open boolean 9 | Ouvert | Open",
        "channel text 12 | Canal | Channel",
        "scope text 18 | Portée | Scope",
        "priority text 11 | Priorité | Priority",
        "urgency text 11 | Urgence | Urgency",
        "category text 24 | Catégorie | Category",
        "service text 20 | Service | Service",
        "requester text 24 | Demandeur | Requester",
        "vip boolean 7 | VIP | VIP",
        "blocking boolean 10 | Bloquant | Blocking",
        "level integer 8 | Niveau | Level",
        "team text 18 | Équipe | Team",
        "assignee text 20 | Technicien | Technician",
        "holder text 13 | Détenteur | Holder",
        "party text 20 | Tiers | Third party",
        "parent text 18 | Ticket parent | Parent ticket",
        "opened_at datetime 17 | Ouvert le | Opened at",
        "resolved_at datetime 17 | Résolu le | Resolved at",
        "closed_at datetime 17 | Clos le | Closed at",
        "updated_at datetime 17 | Modifié le | Changed at",
        "due_at datetime 17 | Échéance | Deadline",
        "kpi text 10 | Indicateur | Service level",
        "target duration 12 | Cible | Target",
        "counted duration 13 | Temps compté | Counted time",
        type=_Words(Type),
        status=_Words(Status),
        channel=_Words(Channel),
        scope=_Words(Scope),
        priority=_Words(Priority),
        urgency=_Words(Urgency),
        holder=_Words(Holder),
    ),
    tickets,
    10,
)


def register_all() -> None:
    """Offer the table. Called when the room is ready."""
    register(named(TICKETS, "requester", "assignee"))

"""Rows of the desk. `Ticket` and `TicketWord` are projections: they can be dropped and drawn again from the journal."""

from uuid import uuid4

from django.db import models

from timonier.desk.choices import Channel, Holder, Priority, Scope, Status, Type, Urgency
from timonier.foundation.tenancy.models import ScopedModel

NO_DEADLINE = 2**62
"""What sorts after every deadline: a column without nulls lets one index serve the order and the page after."""


class Ticket(ScopedModel):
    """One ticket as its events leave it. Instants and durations in microseconds.

    Time itself is an event: a ticket is late from `due_at` on, which readers compute at reading.
    """

    public_id = models.UUIDField(default=uuid4, editable=False)
    number = models.TextField()
    title = models.TextField(default="")
    type = models.CharField(max_length=12, choices=Type)
    channel = models.CharField(max_length=8, choices=Channel)
    scope = models.CharField(max_length=16, choices=Scope)
    priority = models.CharField(max_length=8, choices=Priority, default="")
    urgency = models.CharField(max_length=10, choices=Urgency, default="")
    category = models.TextField(default="")
    service = models.TextField(default="")
    requester = models.TextField(default="")
    vip = models.BooleanField(default=False)
    blocking = models.BooleanField(default=False)
    level = models.SmallIntegerField(default=1)
    team = models.TextField(default="")
    assignee = models.TextField(default="")
    status = models.CharField(max_length=20, choices=Status)
    is_open = models.BooleanField()
    holder = models.CharField(max_length=12, choices=Holder)
    party = models.TextField(default="")
    parent = models.TextField(default="")
    opened_at = models.BigIntegerField()
    updated_at = models.BigIntegerField()
    resolved_at = models.BigIntegerField(null=True)
    closed_at = models.BigIntegerField(null=True)
    due_at = models.BigIntegerField(default=NO_DEADLINE)
    due_kpi = models.CharField(max_length=16, default="")
    counted = models.BigIntegerField(null=True)
    target = models.BigIntegerField(null=True)
    version = models.IntegerField()
    words = models.TextField(default="")

    class Meta(ScopedModel.Meta):
        db_table = "ticket"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="ticket_number_once"),
            models.UniqueConstraint(fields=["contract", "public_id"], name="ticket_public_once"),
        ]
        indexes = [
            models.Index(
                fields=["contract", "due_at", "public_id"],
                name="ticket_open_by_due",
                condition=models.Q(is_open=True),
            ),
            models.Index(
                fields=["contract", "team", "due_at", "public_id"],
                name="ticket_open_by_team",
                condition=models.Q(is_open=True),
            ),
            models.Index(fields=["contract", "-opened_at", "-public_id"], name="ticket_by_opened"),
            models.Index(fields=["contract", "-updated_at", "-public_id"], name="ticket_by_updated"),
            models.Index(fields=["contract", "requester", "-opened_at"], name="ticket_by_requester"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def deadline(self) -> int | None:
        """When the nearest target is passed if nothing happens; None when nothing runs towards one."""
        return None if self.due_at == NO_DEADLINE else self.due_at


class TicketWord(ScopedModel):
    """A word of a ticket, without case and accents: prefixes are found by an index that row security lets through."""

    number = models.TextField()
    word = models.CharField(max_length=40, db_collation="C")

    class Meta(ScopedModel.Meta):
        db_table = "ticket_word"
        indexes = [
            models.Index(fields=["contract", "word", "number"], name="ticket_word_prefix"),
            models.Index(fields=["contract", "number"], name="ticket_word_ticket"),
        ]


class Answer(ScopedModel):
    """The first answer to a request that may be sent twice: by contract, who asked, and the key they chose."""

    source = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    answer = models.TextField(default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(ScopedModel.Meta):
        db_table = "desk_answer"
        constraints = [
            models.UniqueConstraint(fields=["contract", "source", "key"], name="desk_answer_once"),
        ]

"""Rows of the desk. `Ticket` is a projection: it can be dropped and drawn again from the journal.

What is searched stands in a table beside it that no model shows: `desk.sql`.
"""

from uuid import uuid4

from django.db import models

from timonier.desk.choices import Channel, Holder, Priority, Scope, Status, Type, Urgency
from timonier.directory.models import Account
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
    is_unproven = models.BooleanField(
        default=False
    )  # passed on without whole proof: the provider still holds
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
            models.Index(
                fields=["contract", "assignee", "due_at", "public_id"],
                name="ticket_open_by_assignee",
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


class SavedFilter(ScopedModel):
    """A list that somebody wants to find again: his own, or one that the contract's people share."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    public_id = models.UUIDField(default=uuid4, editable=False)
    name = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)

    class Meta(ScopedModel.Meta):
        db_table = "desk_saved_filter"
        ordering = ["-is_shared", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "account", "name"], name="desk_saved_filter_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListSettings(ScopedModel):
    """How a person likes the list of a contract: columns in order, and the team that he calls his own."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    columns = models.JSONField(default=list)
    team = models.CharField(max_length=200, default="")

    class Meta(ScopedModel.Meta):
        db_table = "desk_list_settings"
        constraints = [
            models.UniqueConstraint(fields=["contract", "account"], name="desk_list_settings_once"),
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

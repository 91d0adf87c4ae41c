"""The rows that people see of jobs: who asked what, how far it is, what came of it."""

from uuid import uuid4

from django.db import models

from timonier.foundation.jobs.choices import State
from timonier.foundation.tenancy.models import ScopedModel


class JobRun(ScopedModel):
    """One run of a job. `ids` are ids and codes, never data; `account_id` is None for what nobody asked for."""

    public_id = models.UUIDField(default=uuid4, editable=False)
    account_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=80)
    ids = models.JSONField(default=dict)
    key = models.CharField(max_length=200, default="", blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    attempts = models.SmallIntegerField(default=0)
    reason = models.TextField(default="", blank=True)
    result = models.UUIDField(null=True)  # of an attachment, which may have expired since
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        db_table = "job_run"
        constraints = [
            models.UniqueConstraint(fields=["contract", "public_id"], name="job_run_public_once"),
            # Of what waits under one key there is one: it will see what both callers wrote.
            models.UniqueConstraint(
                fields=["contract", "name", "key"],
                condition=models.Q(state="waiting") & ~models.Q(key=""),
                name="job_run_waits_once",
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "account_id", "-created_at"], name="job_run_by_account"),
            models.Index(
                fields=["contract", "-created_at"],
                name="job_run_aside",
                condition=models.Q(state="aside"),
            ),
            models.Index(fields=["contract", "ended_at"], name="job_run_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.public_id}"

    @property
    def percent(self) -> int:
        """Share done, 0 to 100; 0 while the whole is not known."""
        return min(100, self.done * 100 // self.total) if self.total > 0 else 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in (State.DONE, State.ASIDE)

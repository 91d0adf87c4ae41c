"""What people say and decide about figures, as rows: disputes, acceptances, justifications, decisions on penalties.

Every row is drawn from the journal and can be drawn again. Instants in microseconds.
"""

from django.db import models

from timonier.foundation.tenancy.models import ScopedModel


class Dispute(ScopedModel):
    """A disputed stretch of a ticket's time. `of` tells it apart within its ticket; `months` may move by it."""

    number = models.TextField()
    of = models.BigIntegerField()
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    asks = models.BooleanField()
    exclusion = models.BigIntegerField(null=True)
    party = models.CharField(max_length=8)
    raised_by = models.TextField()
    reason = models.TextField()
    state = models.CharField(max_length=9)
    due_at = models.BigIntegerField(null=True)
    agrees = models.BooleanField(null=True)
    answered_at = models.BigIntegerField(null=True)
    answered_by = models.TextField(default="")
    answer = models.TextField(default="")
    ended_at = models.BigIntegerField(null=True)
    ended_by = models.TextField(default="")
    decision = models.TextField(default="")
    months = models.JSONField(default=list)

    class Meta(ScopedModel.Meta):
        db_table = "dispute"
        constraints = [models.UniqueConstraint(fields=["contract", "number", "of"], name="dispute_once")]
        indexes = [models.Index(fields=["contract", "state", "of"], name="dispute_by_state")]

    @property
    def is_pending(self) -> bool:
        """Whether both figures still stand side by side."""
        return self.state in ("open", "answered")


class Acceptance(ScopedModel):
    """An act on a ticket that has its effect only if the client accepts it: late proof, late exclusion, late change."""

    number = models.TextField()
    of = models.BigIntegerField()
    what = models.CharField(max_length=20)
    done_by = models.TextField()
    reason = models.TextField()
    state = models.CharField(max_length=9)
    ended_at = models.BigIntegerField(null=True)
    ended_by = models.TextField(default="")
    decision = models.TextField(default="")

    class Meta(ScopedModel.Meta):
        db_table = "acceptance"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number", "what", "of"], name="acceptance_once")
        ]
        indexes = [models.Index(fields=["contract", "state", "of"], name="acceptance_by_state")]


class _OfMonth(ScopedModel):
    month = models.CharField(max_length=7)
    kpi = models.CharField(max_length=16)
    at = models.BigIntegerField()
    by = models.TextField()

    class Meta(ScopedModel.Meta):
        abstract = True


class Justification(_OfMonth):
    """What the provider says about a missed service level; the last word counts, the journal has all of them."""

    cause = models.TextField()
    items = models.JSONField(default=list)
    due_at = models.BigIntegerField(null=True)
    revision = models.IntegerField(default=1)

    class Meta(ScopedModel.Meta):
        db_table = "justification"
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "kpi"], name="justification_once")
        ]

    @property
    def is_late(self) -> bool:
        """Whether it came after its day."""
        return self.due_at is not None and self.at > self.due_at


class Improvement(_OfMonth):
    """One action of an improvement plan: one owner, one date, its state."""

    number = models.IntegerField()
    text = models.TextField()
    owner = models.TextField()
    due = models.DateField()
    state = models.CharField(max_length=9)
    note = models.TextField(default="")
    moved_at = models.BigIntegerField(null=True)

    class Meta(ScopedModel.Meta):
        db_table = "improvement"
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "kpi", "number"], name="improvement_once")
        ]
        indexes = [models.Index(fields=["contract", "state", "due"], name="improvement_by_state")]


class PenaltyWord(_OfMonth):
    """Where a penalty stands: argued, or decided with the amount that remains. Euros."""

    state = models.CharField(max_length=9)
    computed = models.DecimalField(max_digits=14, decimal_places=2)
    waived = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    reason = models.TextField(default="")
    argument = models.TextField(default="")
    argued_at = models.BigIntegerField(null=True)
    argued_by = models.TextField(default="")

    class Meta(ScopedModel.Meta):
        db_table = "penalty_word"
        constraints = [models.UniqueConstraint(fields=["contract", "month", "kpi"], name="penalty_word_once")]


class GapWord(_OfMonth):
    """Why a source was silent: the provider's word about an incomplete interval."""

    source = models.CharField(max_length=16)
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    cause = models.TextField()

    class Meta(ScopedModel.Meta):
        db_table = "gap_word"
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "source", "since"], name="gap_word_once")
        ]


class BreachWarning(ScopedModel):
    """A threshold of a clock that was passed: once for each item, service level, threshold and reopening."""

    stream = models.TextField()
    kpi = models.CharField(max_length=16)
    reopened = models.SmallIntegerField(default=0)
    threshold = models.SmallIntegerField()
    due_at = models.BigIntegerField()
    fired_at = models.BigIntegerField()

    class Meta(ScopedModel.Meta):
        db_table = "breach_warning"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "stream", "kpi", "threshold", "reopened"], name="breach_warning_once"
            )
        ]


class WarningChoice(models.Model):
    """Which warnings a person wants: thresholds in percent of the clock, all tickets or the grave ones alone."""

    account = models.BigIntegerField(unique=True)
    thresholds = models.JSONField(default=list)
    only_grave = models.BooleanField(default=False)

    class Meta:
        db_table = "warning_choice"

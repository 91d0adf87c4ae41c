"""Derived rows: one per item and KPI. They serve lists and pages; commands compute from the journal itself."""

from django.db import models

from timonier.foundation.tenancy.models import ScopedModel


class MeasureRow(ScopedModel):
    """One item under one KPI, as of the last event known. Instants and durations in microseconds.

    Time itself is an event: a running row is missed from `exceeds_at` on, which readers compute at reading.
    """

    stream = models.TextField()
    item = models.TextField()
    kind = models.CharField(max_length=16)
    kpi = models.CharField(max_length=16)
    outcome = models.CharField(max_length=8)
    started_at = models.BigIntegerField()
    stopped_at = models.BigIntegerField(null=True)
    target = models.BigIntegerField(null=True)
    counted = models.BigIntegerField(null=True)
    gross = models.BigIntegerField(null=True)
    exceeds_at = models.BigIntegerField(null=True)
    month = models.CharField(max_length=7, null=True)
    excluded_month = models.CharField(max_length=7, null=True)
    reason = models.TextField(null=True)
    version = models.IntegerField(default=0)
    provisional = models.BooleanField(default=False)
    value = models.DecimalField(max_digits=12, decimal_places=6, null=True)

    class Meta(ScopedModel.Meta):
        db_table = "measure_row"
        indexes = [
            models.Index(fields=["contract", "stream"], name="measure_row_stream"),
            models.Index(fields=["contract", "month", "kpi"], name="measure_row_month"),
            models.Index(
                fields=["contract", "exceeds_at"],
                name="measure_row_running",
                condition=models.Q(outcome="running"),
            ),
            models.Index(
                fields=["contract", "exceeds_at"],
                name="measure_row_missed",
                condition=models.Q(outcome="missed"),
            ),
            models.Index(
                fields=["contract", "excluded_month"],
                name="measure_row_excluded",
                condition=models.Q(excluded_month__isnull=False),
            ),
        ]


class Setback(ScopedModel):
    """A stream whose measures could not be computed: set aside, visible, replayable; it blocks nobody."""

    stream = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField(auto_now=True)
    attempts = models.IntegerField(default=1)

    class Meta(ScopedModel.Meta):
        db_table = "measure_setback"
        constraints = [models.UniqueConstraint(fields=["contract", "stream"], name="measure_setback_once")]


class FigureStale(ScopedModel):
    """A mark: the figures of a month are older than its facts, or (`is_asked`) somebody looks at them.

    Marks are only added and taken away, so that no two writers wait for each other.
    """

    month = models.CharField(max_length=7)
    is_asked = models.BooleanField(default=False)

    class Meta(ScopedModel.Meta):
        db_table = "figure_stale"
        indexes = [models.Index(fields=["contract", "month"], name="figure_stale_month")]

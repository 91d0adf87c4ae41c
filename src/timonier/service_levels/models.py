"""What was published, kept as its canonical bytes for ever; and the figures of months, copies that can be drawn again."""

from django.db import models

from timonier.foundation.tenancy.models import ScopedModel
from timonier.service_levels.matters import (
    Acceptance,
    BreachWarning,
    Dispute,
    GapWord,
    Improvement,
    Justification,
    PenaltyWord,
    WarningChoice,
)

__all__ = [
    "Acceptance",
    "BreachWarning",
    "Dispute",
    "GapWord",
    "Improvement",
    "Justification",
    "PenaltyWord",
    "PublishedMonth",
    "WarningChoice",
]


class PublishedMonth(ScopedModel):
    """A sealed month. `result` is the canonical JSON of `kpi` at the seal, corrections of earlier months included.

    Instants in microseconds; `position` is the journal position up to which facts were known.
    """

    month = models.CharField(max_length=7)
    cutoff = models.BigIntegerField()
    position = models.BigIntegerField()
    engine = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    result = models.BinaryField()
    items = models.BinaryField()
    sealed_by = models.TextField()

    class Meta(ScopedModel.Meta):
        db_table = "published_month"
        constraints = [models.UniqueConstraint(fields=["contract", "month"], name="published_month_once")]


class WhatIf(ScopedModel):
    """A comparison, or the register priced, as it was computed: kept so that its page opens at once. Never a figure of
    record.

    `inputs` is the digest of all that it was made from, the journal left aside; `position` and `as_of` (microseconds)
    are what it knew; `source` the version that was tried, when it was one.
    """

    inputs = models.CharField(max_length=64)
    position = models.BigIntegerField()
    as_of = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    draft = models.PositiveIntegerField(null=True)
    result = models.BinaryField()
    source = models.BinaryField(null=True)
    made_by = models.TextField()

    class Meta(ScopedModel.Meta):
        db_table = "what_if"
        indexes = [
            models.Index(fields=["contract", "inputs", "as_of"], name="what_if_newest"),
            models.Index(fields=["contract", "draft", "as_of"], name="what_if_of_draft"),
        ]


class FigureRow(ScopedModel):
    """A month as dashboards read it: a copy of what the journal says, never the truth.

    `brief` is the JSON of `kpi` with the numbers of excluded items in place of their lists, `extras` that of
    `core.extras`; both are small. `result` (the whole JSON) and `lists` (the items behind the extras) are read only
    when somebody asks. `versions` tells under which versions of the contract it was computed, `sealed` the digest of
    the seal that it shows, `cost` how long it took in microseconds.
    """

    month = models.CharField(max_length=7)
    as_of = models.BigIntegerField()
    position = models.BigIntegerField()
    engine = models.CharField(max_length=20)
    versions = models.CharField(max_length=64)
    sealed = models.CharField(max_length=64, default="")
    cost = models.BigIntegerField()
    brief = models.BinaryField()
    extras = models.BinaryField()
    result = models.BinaryField()
    lists = models.BinaryField()

    class Meta(ScopedModel.Meta):
        db_table = "month_figure"
        constraints = [models.UniqueConstraint(fields=["contract", "month"], name="month_figure_once")]

"""What was published: the sealed result of a month, kept as its canonical bytes for ever."""

from django.db import models

from timonier.foundation.tenancy.models import ScopedModel


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

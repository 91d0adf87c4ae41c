"""Versions of contracts. A loaded version never changes: an amendment is another one."""

from django.db import models

from timonier.foundation.tenancy.models import ScopedModel


class ContractVersionRow(ScopedModel):
    """One version with its whole source, amendments applied: canonical JSON of the tree and of its lists."""

    number = models.PositiveIntegerField()
    effective_from = models.DateField()
    digest = models.CharField(max_length=64)
    source = models.BinaryField()
    loaded_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.TextField()

    class Meta(ScopedModel.Meta):
        db_table = "contract_version"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contract_version_number"),
            models.UniqueConstraint(fields=["contract", "effective_from"], name="contract_version_day"),
        ]

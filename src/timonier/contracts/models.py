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


class DraftRow(ScopedModel):
    """A draft of a version, complete, as its side wrote it. Never changed: what happens to it are its steps.

    `made_at` in microseconds; `base` and `digest` are digests of the version it was laid over, and of itself.
    """

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    effective_from = models.DateField()
    is_retroactive = models.BooleanField(default=False)
    base = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    source = models.BinaryField()
    side = models.CharField(max_length=10)
    made_by = models.TextField()
    made_at = models.BigIntegerField()
    replaces = models.PositiveIntegerField(null=True)

    class Meta(ScopedModel.Meta):
        db_table = "contract_draft"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="contract_draft_number")]


class DraftStepRow(ScopedModel):
    """One step of the dialogue about a draft: who, for which side, what was said, and digests of what was read."""

    draft = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    side = models.CharField(max_length=10)
    by = models.TextField()
    at = models.BigIntegerField()
    words = models.TextField(default="")
    difference = models.CharField(max_length=64, default="")
    effect = models.CharField(max_length=64, default="")
    version = models.PositiveIntegerField(null=True)

    class Meta(ScopedModel.Meta):
        db_table = "contract_draft_step"
        ordering = ["draft", "place"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "draft", "place"], name="contract_draft_step_once")
        ]

"""What one installation decided once, when it was prepared: with demonstration or empty, anchor, seed."""

from django.db import models


class Installation(models.Model):
    """The one row of an installation."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    mode = models.CharField(max_length=20)  # "demonstration" or "empty"
    anchor = models.CharField(max_length=7, blank=True)
    seed = models.BigIntegerField(default=0)
    prepared_at = models.DateTimeField(null=True)  # when the last step was done
    steps = models.JSONField(default=list)

    class Meta:
        db_table = "installation"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="installation_is_one")]


def installation() -> Installation | None:
    """The row, None before the preparation has begun."""
    return Installation.objects.filter(pk=1).first()

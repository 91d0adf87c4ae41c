"""When a person last looked at the morning page of a contract: what is new is new since then."""

from django.db import models

from timonier.directory.models import Account
from timonier.foundation.tenancy.models import ScopedModel


class Visit(ScopedModel):
    """One person on one contract. Instants in microseconds; `before`: the visit before the one that goes on."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    seen = models.BigIntegerField()
    before = models.BigIntegerField(null=True)

    class Meta(ScopedModel.Meta):
        db_table = "morning_visit"
        constraints = [models.UniqueConstraint(fields=["contract", "account"], name="morning_visit_once")]

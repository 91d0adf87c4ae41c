"""The row of a file."""

from uuid import uuid4

from django.db import models

from timonier.foundation.tenancy.models import ScopedModel


class Attachment(ScopedModel):
    """A file of a contract. `account_id`: the only account that may have it, None for all who may see what it belongs to.

    `expires_at` is None for what is kept; a result that was asked for can be made again, and goes.
    """

    public_id = models.UUIDField(default=uuid4, editable=False)
    account_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        db_table = "attachment"
        constraints = [
            models.UniqueConstraint(fields=["contract", "public_id"], name="attachment_public_once"),
        ]
        indexes = [
            models.Index(fields=["contract", "digest"], name="attachment_by_digest"),
            models.Index(
                fields=["contract", "expires_at"],
                name="attachment_expiring",
                condition=models.Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

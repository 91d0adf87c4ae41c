"""Notices of persons, and how each person wants them. Instants in microseconds."""

from django.db import models

from timonier.foundation.tenancy.models import ScopedModel

OFF, DUE, SENT, FAILED = "off", "due", "sent", "failed"


class Notice(ScopedModel):
    """One thing told to one person. `key` makes it once; the row is also the box from which its mail leaves."""

    account = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    url = models.TextField()
    key = models.TextField()
    at = models.BigIntegerField()
    read_at = models.BigIntegerField(null=True)
    on_screen = models.BooleanField(default=True)
    mail = models.CharField(max_length=6, default=OFF)
    mail_at = models.BigIntegerField(null=True)
    attempts = models.SmallIntegerField(default=0)
    trouble = models.TextField(default="")

    class Meta(ScopedModel.Meta):
        db_table = "notice"
        constraints = [models.UniqueConstraint(fields=["contract", "account", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["contract", "account", "at"], name="notice_of_person"),
            models.Index(
                fields=["contract", "account"],
                name="notice_unread",
                condition=models.Q(read_at__isnull=True),
            ),
            models.Index(
                fields=["contract", "mail_at"], name="notice_to_mail", condition=models.Q(mail="due")
            ),
        ]


class NoticeChoice(models.Model):
    """How a person wants one kind of notices, on all contracts."""

    account = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    way = models.CharField(max_length=6)

    class Meta:
        db_table = "notice_choice"
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="notice_choice_once")]

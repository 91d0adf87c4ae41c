"""Files of contracts and runs of jobs."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def contract() -> models.ForeignKey:
    """The first key of every table of a contract."""
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="foundation.contract",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0008_since"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("account_id", models.BigIntegerField(null=True)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("contract", contract()),
            ],
            options={
                "db_table": "attachment",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["contract", "digest"], name="attachment_by_digest"),
                    models.Index(
                        condition=models.Q(("expires_at__isnull", False)),
                        fields=["contract", "expires_at"],
                        name="attachment_expiring",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "public_id"), name="attachment_public_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="JobRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("account_id", models.BigIntegerField(null=True)),
                ("name", models.CharField(max_length=80)),
                ("ids", models.JSONField(default=dict)),
                ("key", models.CharField(blank=True, default="", max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("aside", "Set aside"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("reason", models.TextField(blank=True, default="")),
                ("result", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("contract", contract()),
            ],
            options={
                "db_table": "job_run",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["contract", "account_id", "-created_at"], name="job_run_by_account"),
                    models.Index(
                        condition=models.Q(("state", "aside")),
                        fields=["contract", "-created_at"],
                        name="job_run_aside",
                    ),
                    models.Index(fields=["contract", "ended_at"], name="job_run_ended"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "public_id"), name="job_run_public_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting"), models.Q(("key", ""), _negated=True)),
                        fields=("contract", "name", "key"),
                        name="job_run_waits_once",
                    ),
                ],
            },
        ),
    ]

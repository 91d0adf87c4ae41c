"""Notices of persons, and how they want them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0010_job_locks"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.BigIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("way", models.CharField(max_length=6)),
            ],
            options={
                "db_table": "notice_choice",
                "constraints": [
                    models.UniqueConstraint(fields=("account", "kind"), name="notice_choice_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.BigIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=60)),
                ("params", models.JSONField(default=dict)),
                ("url", models.TextField()),
                ("key", models.TextField()),
                ("at", models.BigIntegerField()),
                ("read_at", models.BigIntegerField(null=True)),
                ("on_screen", models.BooleanField(default=True)),
                ("mail", models.CharField(default="off", max_length=6)),
                ("mail_at", models.BigIntegerField(null=True)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("trouble", models.TextField(default="")),
                (
                    "contract",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.contract",
                    ),
                ),
            ],
            options={
                "db_table": "notice",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["contract", "account", "at"], name="notice_of_person"),
                    models.Index(
                        condition=models.Q(("mail", "due")),
                        fields=["contract", "mail_at"],
                        name="notice_to_mail",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "account", "key"), name="notice_once")
                ],
            },
        ),
    ]

"""The list as a workplace: saved filters, one's own columns, hand-overs without proof; words move to a table of their own."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_locks"),
        ("foundation", "0007_merged"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ListSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("columns", models.JSONField(default=list)),
                ("team", models.CharField(default="", max_length=200)),
            ],
            options={
                "db_table": "desk_list_settings",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=60)),
                ("parameters", models.JSONField(default=dict)),
                ("is_shared", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "desk_saved_filter",
                "ordering": ["-is_shared", "name", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="ticket",
            name="is_unproven",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["contract", "assignee", "due_at", "public_id"],
                name="ticket_open_by_assignee",
            ),
        ),
        migrations.AddField(
            model_name="listsettings",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="listsettings",
            name="contract",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="foundation.contract",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="contract",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="foundation.contract",
            ),
        ),
        migrations.AddConstraint(
            model_name="listsettings",
            constraint=models.UniqueConstraint(
                fields=("contract", "account"), name="desk_list_settings_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                fields=("contract", "account", "name"), name="desk_saved_filter_name_once"
            ),
        ),
        migrations.DeleteModel(
            name="TicketWord",
        ),
    ]

"""Rows of disputes, acceptances, justifications, decisions on penalties, warnings."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0011_notices"),
        ("service_levels", "0006_whatif_locks"),
    ]

    operations = [
        migrations.CreateModel(
            name="WarningChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.BigIntegerField(unique=True)),
                ("thresholds", models.JSONField(default=list)),
                ("only_grave", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "warning_choice",
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.TextField()),
                ("of", models.BigIntegerField()),
                ("what", models.CharField(max_length=20)),
                ("done_by", models.TextField()),
                ("reason", models.TextField()),
                ("state", models.CharField(max_length=9)),
                ("ended_at", models.BigIntegerField(null=True)),
                ("ended_by", models.TextField(default="")),
                ("decision", models.TextField(default="")),
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
                "db_table": "acceptance",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["contract", "state", "of"], name="acceptance_by_state")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "number", "what", "of"), name="acceptance_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BreachWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stream", models.TextField()),
                ("kpi", models.CharField(max_length=16)),
                ("reopened", models.SmallIntegerField(default=0)),
                ("threshold", models.SmallIntegerField()),
                ("due_at", models.BigIntegerField()),
                ("fired_at", models.BigIntegerField()),
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
                "db_table": "breach_warning",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "stream", "kpi", "threshold", "reopened"),
                        name="breach_warning_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.TextField()),
                ("of", models.BigIntegerField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField()),
                ("asks", models.BooleanField()),
                ("exclusion", models.BigIntegerField(null=True)),
                ("party", models.CharField(max_length=8)),
                ("raised_by", models.TextField()),
                ("reason", models.TextField()),
                ("state", models.CharField(max_length=9)),
                ("due_at", models.BigIntegerField(null=True)),
                ("agrees", models.BooleanField(null=True)),
                ("answered_at", models.BigIntegerField(null=True)),
                ("answered_by", models.TextField(default="")),
                ("answer", models.TextField(default="")),
                ("ended_at", models.BigIntegerField(null=True)),
                ("ended_by", models.TextField(default="")),
                ("decision", models.TextField(default="")),
                ("months", models.JSONField(default=list)),
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
                "db_table": "dispute",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["contract", "state", "of"], name="dispute_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "number", "of"), name="dispute_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="GapWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("kpi", models.CharField(max_length=16)),
                ("at", models.BigIntegerField()),
                ("by", models.TextField()),
                ("source", models.CharField(max_length=16)),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField()),
                ("cause", models.TextField()),
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
                "db_table": "gap_word",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "month", "source", "since"), name="gap_word_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Improvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("kpi", models.CharField(max_length=16)),
                ("at", models.BigIntegerField()),
                ("by", models.TextField()),
                ("number", models.IntegerField()),
                ("text", models.TextField()),
                ("owner", models.TextField()),
                ("due", models.DateField()),
                ("state", models.CharField(max_length=9)),
                ("note", models.TextField(default="")),
                ("moved_at", models.BigIntegerField(null=True)),
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
                "db_table": "improvement",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["contract", "state", "due"], name="improvement_by_state")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "month", "kpi", "number"), name="improvement_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Justification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("kpi", models.CharField(max_length=16)),
                ("at", models.BigIntegerField()),
                ("by", models.TextField()),
                ("cause", models.TextField()),
                ("items", models.JSONField(default=list)),
                ("due_at", models.BigIntegerField(null=True)),
                ("revision", models.IntegerField(default=1)),
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
                "db_table": "justification",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "month", "kpi"), name="justification_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PenaltyWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("kpi", models.CharField(max_length=16)),
                ("at", models.BigIntegerField()),
                ("by", models.TextField()),
                ("state", models.CharField(max_length=9)),
                ("computed", models.DecimalField(decimal_places=2, max_digits=14)),
                ("waived", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("reason", models.TextField(default="")),
                ("argument", models.TextField(default="")),
                ("argued_at", models.BigIntegerField(null=True)),
                ("argued_by", models.TextField(default="")),
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
                "db_table": "penalty_word",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "month", "kpi"), name="penalty_word_once")
                ],
            },
        ),
    ]

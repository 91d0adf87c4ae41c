import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("service_levels", "0004_figures_locks"),
    ]

    operations = [
        migrations.CreateModel(
            name="WhatIf",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("inputs", models.CharField(max_length=64)),
                ("position", models.BigIntegerField()),
                ("as_of", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("draft", models.PositiveIntegerField(null=True)),
                ("result", models.BinaryField()),
                ("source", models.BinaryField(null=True)),
                ("made_by", models.TextField()),
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
                "db_table": "what_if",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["contract", "inputs", "as_of"], name="what_if_newest"),
                    models.Index(fields=["contract", "draft", "as_of"], name="what_if_of_draft"),
                ],
            },
        ),
    ]

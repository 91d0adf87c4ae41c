import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0003_seals"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeasureRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stream", models.TextField()),
                ("item", models.TextField()),
                ("kind", models.CharField(max_length=16)),
                ("kpi", models.CharField(max_length=16)),
                ("outcome", models.CharField(max_length=8)),
                ("started_at", models.BigIntegerField()),
                ("stopped_at", models.BigIntegerField(null=True)),
                ("target", models.BigIntegerField(null=True)),
                ("counted", models.BigIntegerField(null=True)),
                ("gross", models.BigIntegerField(null=True)),
                ("exceeds_at", models.BigIntegerField(null=True)),
                ("month", models.CharField(max_length=7, null=True)),
                ("excluded_month", models.CharField(max_length=7, null=True)),
                ("reason", models.TextField(null=True)),
                ("version", models.IntegerField(default=0)),
                ("provisional", models.BooleanField(default=False)),
                ("value", models.DecimalField(decimal_places=6, max_digits=12, null=True)),
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
                "db_table": "measure_row",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["contract", "stream"], name="measure_row_stream"),
                    models.Index(fields=["contract", "month", "kpi"], name="measure_row_month"),
                    models.Index(
                        condition=models.Q(("outcome", "running")),
                        fields=["contract", "exceeds_at"],
                        name="measure_row_running",
                    ),
                    models.Index(
                        condition=models.Q(("excluded_month__isnull", False)),
                        fields=["contract", "excluded_month"],
                        name="measure_row_excluded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Setback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stream", models.TextField()),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(auto_now=True)),
                ("attempts", models.IntegerField(default=1)),
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
                "db_table": "measure_setback",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "stream"), name="measure_setback_once")
                ],
            },
        ),
    ]

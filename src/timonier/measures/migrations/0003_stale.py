import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0008_since"),
        ("measures", "0002_locks"),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureStale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("is_asked", models.BooleanField(default=False)),
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
                "db_table": "figure_stale",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["contract", "month"], name="figure_stale_month")],
            },
        ),
        migrations.AddIndex(
            model_name="measurerow",
            index=models.Index(
                condition=models.Q(("outcome", "missed")),
                fields=["contract", "exceeds_at"],
                name="measure_row_missed",
            ),
        ),
    ]

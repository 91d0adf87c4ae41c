import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0008_since"),
        ("service_levels", "0002_locks"),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("as_of", models.BigIntegerField()),
                ("position", models.BigIntegerField()),
                ("engine", models.CharField(max_length=20)),
                ("versions", models.CharField(max_length=64)),
                ("sealed", models.CharField(default="", max_length=64)),
                ("cost", models.BigIntegerField()),
                ("brief", models.BinaryField()),
                ("extras", models.BinaryField()),
                ("result", models.BinaryField()),
                ("lists", models.BinaryField()),
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
                "db_table": "month_figure",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "month"), name="month_figure_once")
                ],
            },
        ),
    ]

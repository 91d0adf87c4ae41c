import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0003_seals"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("cutoff", models.BigIntegerField()),
                ("position", models.BigIntegerField()),
                ("engine", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64)),
                ("result", models.BinaryField()),
                ("items", models.BinaryField()),
                ("sealed_by", models.TextField()),
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
                "db_table": "published_month",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "month"), name="published_month_once")
                ],
            },
        ),
    ]

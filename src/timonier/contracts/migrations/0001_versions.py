import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0005_keeper"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContractVersionRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("effective_from", models.DateField()),
                ("digest", models.CharField(max_length=64)),
                ("source", models.BinaryField()),
                ("loaded_at", models.DateTimeField(auto_now_add=True)),
                ("loaded_by", models.TextField()),
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
                "db_table": "contract_version",
                "ordering": ["number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "number"), name="contract_version_number"),
                    models.UniqueConstraint(
                        fields=("contract", "effective_from"), name="contract_version_day"
                    ),
                ],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models

_CONTRACT = models.ForeignKey(
    db_index=False,
    on_delete=django.db.models.deletion.PROTECT,
    related_name="+",
    to="foundation.contract",
)


def _id():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_locks"),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftRow",
            fields=[
                ("id", _id()),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("effective_from", models.DateField()),
                ("is_retroactive", models.BooleanField(default=False)),
                ("base", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("source", models.BinaryField()),
                ("side", models.CharField(max_length=10)),
                ("made_by", models.TextField()),
                ("made_at", models.BigIntegerField()),
                ("replaces", models.PositiveIntegerField(null=True)),
                ("contract", _CONTRACT.clone()),
            ],
            options={
                "db_table": "contract_draft",
                "ordering": ["-number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "number"), name="contract_draft_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftStepRow",
            fields=[
                ("id", _id()),
                ("draft", models.PositiveIntegerField()),
                ("place", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("side", models.CharField(max_length=10)),
                ("by", models.TextField()),
                ("at", models.BigIntegerField()),
                ("words", models.TextField(default="")),
                ("difference", models.CharField(default="", max_length=64)),
                ("effect", models.CharField(default="", max_length=64)),
                ("version", models.PositiveIntegerField(null=True)),
                ("contract", _CONTRACT.clone()),
            ],
            options={
                "db_table": "contract_draft_step",
                "ordering": ["draft", "place"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "draft", "place"), name="contract_draft_step_once"
                    )
                ],
            },
        ),
    ]

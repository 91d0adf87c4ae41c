"""The contract as tenant, and the function that every policy asks."""

from django.db import migrations, models

from timonier.foundation.sql import script
from timonier.foundation.tenancy.operations import GrantPlain, RunScript


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.SmallAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=40, unique=True)),
                ("title_fr", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
            ],
            options={"db_table": "contract", "ordering": ["key"]},
        ),
        GrantPlain("contract", "SELECT"),
        RunScript(script("scope.sql"), "DROP FUNCTION timonier_scope()"),
    ]

from django.db import migrations, models

from timonier.foundation.tenancy.operations import GrantPlain


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0005_keeper"),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="is_demonstration",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("mode", models.CharField(max_length=20)),
                ("anchor", models.CharField(blank=True, max_length=7)),
                ("seed", models.BigIntegerField(default=0)),
                ("prepared_at", models.DateTimeField(null=True)),
                ("steps", models.JSONField(default=list)),
            ],
            options={
                "db_table": "installation",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="installation_is_one")
                ],
            },
        ),
        GrantPlain("installation", "SELECT, INSERT, UPDATE"),
    ]

"""The channel of alerts has the word that documents use. Nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_search_once")]

    operations = [
        migrations.AlterField(
            "ticket",
            "channel",
            models.CharField(
                choices=[
                    ("phone", "Telephone"),
                    ("mail", "E-mail"),
                    ("portal", "Portal"),
                    ("alert", "Monitoring"),
                    ("api", "API"),
                ],
                max_length=8,
            ),
        ),
    ]

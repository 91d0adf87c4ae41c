"""How the account likes the shell: width of the rail, keys that act or not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_doors")]
    operations = [
        migrations.AddField(
            "account",
            "rail",
            models.CharField(choices=[("wide", "Wide"), ("narrow", "Narrow")], default="wide", max_length=8),
        ),
        migrations.AddField(
            "account",
            "has_shortcuts",
            models.BooleanField(default=True, help_text="Whether single keys act (RGAA 12.10)."),
        ),
    ]

"""What a person has not read is counted from an index of its own, whatever he has read before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0013_quick_seals")]
    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["contract", "account"], name="notice_unread", condition=models.Q(read_at__isnull=True)
            ),
        ),
    ]

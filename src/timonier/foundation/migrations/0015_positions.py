"""Facts are found by their public position: for the page of the journal, whatever its length."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundation", "0014_unread")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX journal_position_place ON journal_position (contract_id, position)",
            "DROP INDEX journal_position_place",
        )
    ]

"""Mergers are few and looked for by kind: a small index of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundation", "0006_installation")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX journal_event_merged ON journal_event (contract_id, stream) WHERE kind = 'ticket.merged'",
            "DROP INDEX journal_event_merged",
        )
    ]

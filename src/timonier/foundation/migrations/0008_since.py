"""A mark of news says since when: what is derived from whole months looks at no earlier one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundation", "0007_merged")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE journal_dirty ADD COLUMN since bigint",
            "ALTER TABLE journal_dirty DROP COLUMN since",
        )
    ]

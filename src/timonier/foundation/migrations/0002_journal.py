"""The journal: partitioned by contract from its first day, appended to and never changed."""

from django.db import migrations

from timonier.foundation.sql import script
from timonier.foundation.tenancy.operations import RunScript


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_tenancy")]
    operations = [RunScript(script("journal.sql"), script("journal_undo.sql"))]

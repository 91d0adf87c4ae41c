"""Sealing: blocks per contract, behind one function, so that no role but the owner can write a seal by hand."""

from django.db import migrations

from timonier.foundation.sql import script
from timonier.foundation.tenancy.operations import RunScript


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_journal")]
    operations = [
        RunScript(
            script("seals.sql"),
            "DROP FUNCTION journal_seal(smallint, integer); DROP FUNCTION journal_forget_xids(smallint)",
        )
    ]

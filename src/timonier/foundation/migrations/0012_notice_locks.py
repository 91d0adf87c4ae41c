"""Locks and rights of the tables of notices."""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy, GrantPlain


class Migration(migrations.Migration):
    dependencies = [("foundation", "0011_notices")]
    operations = [
        EnableTenancy("notice"),
        GrantPlain("notice_choice"),
    ]

"""Locks and rights of the room's tables."""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_versions")]
    operations = [
        EnableTenancy("contract_version", rights="SELECT, INSERT"),
    ]

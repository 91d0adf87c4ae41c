"""Locks and rights of the room's new table."""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("measures", "0003_stale")]
    operations = [
        EnableTenancy("figure_stale"),
    ]

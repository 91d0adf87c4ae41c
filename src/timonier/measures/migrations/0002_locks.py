"""Locks and rights of the room's tables."""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_rows")]
    operations = [
        EnableTenancy("measure_row"),
        EnableTenancy("measure_setback"),
    ]

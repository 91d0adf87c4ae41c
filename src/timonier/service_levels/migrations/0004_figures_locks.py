"""Locks and rights of the room's new table."""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("service_levels", "0003_figures")]
    operations = [
        EnableTenancy("month_figure"),
    ]

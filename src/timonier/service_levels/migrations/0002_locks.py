"""Locks and rights of the room's tables."""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("service_levels", "0001_published")]
    operations = [
        EnableTenancy("published_month", rights="SELECT, INSERT"),
    ]

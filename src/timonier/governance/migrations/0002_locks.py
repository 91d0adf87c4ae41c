"""Locks and rights of the room's tables."""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_visits")]
    operations = [
        EnableTenancy("morning_visit"),
    ]

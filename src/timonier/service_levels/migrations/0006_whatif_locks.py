"""Locks and rights of what is kept of comparisons: written once, never changed; old ones may go."""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("service_levels", "0005_whatif")]
    operations = [
        EnableTenancy("what_if", rights="SELECT, INSERT, DELETE"),
    ]

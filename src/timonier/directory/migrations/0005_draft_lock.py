"""The lock of the drafts."""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_drafts")]
    operations = [EnableTenancy("draft")]

"""Sealing that finds nothing to seal without reading the journal, in data folders that were made before."""

from django.db import migrations

from timonier.foundation.sql import script
from timonier.foundation.tenancy.operations import RunScript


class Migration(migrations.Migration):
    dependencies = [("foundation", "0012_notice_locks")]
    operations = [RunScript(script("seal.sql"), "SELECT 1")]

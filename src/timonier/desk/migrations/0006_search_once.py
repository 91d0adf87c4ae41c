"""Search asks for forms and beginnings of words only where exact words leave room."""

from django.db import migrations

from timonier.desk.sql import SEARCH_ONCE
from timonier.foundation.tenancy.operations import RunScript


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_openings")]
    operations = [RunScript(SEARCH_ONCE, "SELECT 1")]

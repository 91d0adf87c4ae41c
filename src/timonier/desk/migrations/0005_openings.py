"""What an opening needs before its first fact, asked at once."""

from django.db import migrations

from timonier.desk.sql import NO_OPENINGS, OPENINGS
from timonier.foundation.tenancy.operations import RunScript


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_search")]
    operations = [RunScript(OPENINGS, NO_OPENINGS)]

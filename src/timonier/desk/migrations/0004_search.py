"""What tickets are found by, the locks of the new tables, and every ticket drawn again."""

from django.db import migrations

from timonier.desk.sql import NO_SEARCH, REDRAW, SEARCH
from timonier.foundation.tenancy.operations import EnableTenancy, RunScript


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_workplace")]
    operations = [
        EnableTenancy("desk_saved_filter"),
        EnableTenancy("desk_list_settings", key=None),
        RunScript(SEARCH, NO_SEARCH),
        EnableTenancy("ticket_search", key=None),
        RunScript(REDRAW, "SELECT 1"),
    ]

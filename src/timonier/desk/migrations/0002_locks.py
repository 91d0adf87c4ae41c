"""Locks and rights of the room's tables; the numbers of tickets."""

from django.db import migrations

from timonier.desk.sql import NO_NUMBERS, NUMBERS
from timonier.foundation.tenancy.operations import EnableTenancy, RunScript


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_tickets")]
    operations = [
        EnableTenancy("ticket"),
        EnableTenancy("ticket_word", key=None),
        EnableTenancy("desk_answer", key=None),
        RunScript(NUMBERS, NO_NUMBERS),
    ]

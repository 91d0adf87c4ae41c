"""Locks and rights of the rows of disputes, acceptances, justifications, decisions and warnings."""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy, GrantPlain

TABLES = (
    "dispute",
    "acceptance",
    "justification",
    "improvement",
    "penalty_word",
    "gap_word",
    "breach_warning",
)


class Migration(migrations.Migration):
    dependencies = [("service_levels", "0007_matters")]
    operations = [
        *[EnableTenancy(table) for table in TABLES],
        GrantPlain("warning_choice"),
    ]

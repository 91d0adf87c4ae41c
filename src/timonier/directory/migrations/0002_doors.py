"""Locks and rights of the directory's tables; sessions for the application's role."""

from django.db import migrations

from timonier.directory.sql import script
from timonier.foundation.tenancy.operations import EnableTenancy, GrantPlain, RunScript


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_accounts"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        EnableTenancy("membership"),
        EnableTenancy("api_token"),
        GrantPlain("account"),
        GrantPlain("organisation"),
        GrantPlain("one_time_link"),
        GrantPlain("sign_in_attempt"),
        GrantPlain("django_session"),
        GrantPlain("django_content_type", "SELECT"),
        GrantPlain("django_migrations", "SELECT"),
        RunScript(
            script("doors.sql"), "DROP FUNCTION contracts_of(bigint); DROP FUNCTION token_contract(bytea)"
        ),
    ]

"""The keeper reads every table and sequence, those to come included: a backup with a hole is no backup."""

from django.db import migrations

from timonier.foundation.tenancy.operations import RunScript

_RIGHTS = """
GRANT SELECT ON ALL TABLES IN SCHEMA public TO @{keeper};
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO @{keeper};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO @{keeper};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO @{keeper};
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0004_idempotency")]
    operations = [RunScript(_RIGHTS, "SELECT 1")]

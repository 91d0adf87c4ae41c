"""Answers kept by the key that their request carried, so that a request sent twice is done once."""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy, RunScript

_TABLE = """
CREATE TABLE idempotency_key (
    contract_id smallint NOT NULL,
    source text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    request bytea NOT NULL,
    status smallint,
    answer bytea,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (contract_id, source, key)
)
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_seals")]
    operations = [
        RunScript(_TABLE, "DROP TABLE idempotency_key"),
        EnableTenancy("idempotency_key", key=None),
    ]

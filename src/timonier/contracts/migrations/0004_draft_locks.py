"""Locks and rights of the drafts: written once, never changed; a step belongs to a draft of its own contract."""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy, TenantKey


class Migration(migrations.Migration):
    dependencies = [("contracts", "0003_drafts")]
    operations = [
        # Before the locks: once they hold, the check of the rows would need a scope.
        TenantKey("contract_draft_step", "draft", "contract_draft", "number"),
        EnableTenancy("contract_draft", rights="SELECT, INSERT", key=None),
        EnableTenancy("contract_draft_step", rights="SELECT, INSERT"),
    ]

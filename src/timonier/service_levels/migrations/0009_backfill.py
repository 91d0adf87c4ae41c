"""Disputes and late acts that the journal knows already: their tickets are measured again, which draws their rows."""

from typing import Any

from django.db import migrations

from timonier.foundation.tenancy.scopes import scope

_MARK = """
INSERT INTO journal_dirty (contract_id, stream) SELECT DISTINCT contract_id, stream FROM journal_event
WHERE contract_id = %s AND kind IN ('ticket.disputed', 'ticket.evidence_added', 'ticket.cancelled', 'ticket.merged',
    'ticket.linked_child', 'ticket.changed')
"""


def mark(apps: Any, editor: Any) -> None:
    alias = editor.connection.alias
    for contract in apps.get_model("foundation", "Contract").objects.using(alias).order_by("id"):
        with scope([contract.pk], using=alias), editor.connection.cursor() as cursor:
            cursor.execute(_MARK, [contract.pk])


class Migration(migrations.Migration):
    dependencies = [
        ("service_levels", "0008_matter_locks"),
        ("foundation", "0012_notice_locks"),
    ]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]

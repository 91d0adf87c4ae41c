"""Locks of files and runs, and the application's rights on the queue's own tables.

The queue's trigger that notifies at each insertion is off: NOTIFY makes all commits wait for each other, and the worker looks anyway.
"""

from django.db import migrations

from timonier.foundation.tenancy.operations import EnableTenancy, GrantPlain, RunScript

_QUEUE = """
GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq TO @{app}, @{keeper};
ALTER TABLE procrastinate_jobs DISABLE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1;
"""
_QUEUE_UNDO = """
ALTER TABLE procrastinate_jobs ENABLE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0009_jobs"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        EnableTenancy("attachment"),
        EnableTenancy("job_run"),
        GrantPlain("procrastinate_jobs"),
        GrantPlain("procrastinate_workers"),
        GrantPlain("procrastinate_events", "SELECT, INSERT"),
        GrantPlain("procrastinate_periodic_defers", "SELECT, UPDATE"),
        RunScript(_QUEUE, _QUEUE_UNDO),
    ]

"""The list of tickets as a file, made in the background for whoever asked, with no more than they may see."""

import tempfile
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import translation

from timonier.contracts.queries import plans_of
from timonier.desk.columns import chosen
from timonier.desk.filters import Filters, in_words
from timonier.desk.workbooks import JOB, keys_of, rows_of, table
from timonier.directory.callers import caller_of_job
from timonier.foundation.attachments import keep, making
from timonier.foundation.exports import lists
from timonier.foundation.jobs import job, progress
from timonier.foundation.tenancy.models import Contract
from timonier.measures.services import now

DAYS = 14
"""How long a result is kept: it can be made again."""


@job(JOB)
def list_of_tickets(
    contract: Contract,
    *,
    columns: str,
    language: str,
    state: str = "",
    type: str = "",  # noqa: A002 - the filters' own names
    priority: str = "",
    urgency: str = "",
    holder: str = "",
    team: str = "",
    assignee: str = "",
    vip: str = "",
    unproven: str = "",
    q: str = "",
    sort: str = "",
) -> UUID | None:
    """The rows of all pages, the columns of the screen, the filters named on the cover."""
    who, account = caller_of_job(contract, "ticket.list", "ticket.export")
    filters = Filters.of(
        {
            "state": state, "type": type, "priority": priority, "urgency": urgency, "holder": holder, "team": team,
            "assignee": assignee, "vip": vip, "unproven": unproven, "q": q, "sort": sort,
        }
    )  # fmt: skip
    instant, zone = now(), ZoneInfo(plans_of(contract).tz)
    with translation.override(language), tempfile.TemporaryDirectory(dir=making()) as folder:
        names = [one.name for one in chosen(columns.split(","))]
        keys = keys_of(who, contract, filters, instant)
        path = Path(folder) / "list"
        lists.write(
            path, contract, table(names), rows_of(contract, keys, names, instant, language),
            language=language, zone=zone, as_of=instant, filters=in_words(filters),
            told=lambda done: progress(done, len(keys)),
        )  # fmt: skip
        progress(len(keys), len(keys))
        name = f"tickets-{contract.key}.xlsx"
        row = keep(contract, path, name=name, media_type=lists.MEDIA_TYPE, account_id=account.pk, days=DAYS)
    return row.public_id

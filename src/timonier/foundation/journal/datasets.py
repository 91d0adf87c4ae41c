"""The table of facts: the journal itself, for whoever wants to count otherwise."""

from collections.abc import Iterator

from timonier.foundation.datasets import Dataset, Row, Span, columns, register
from timonier.foundation.journal.reading import stream_rows
from timonier.foundation.tenancy.models import Contract

_ROWS = """
SELECT p.position, e.stream, e.kind, e.occurred_at, e.known_at, e.recorded_at, e.actor, e.via, e.payload
FROM journal_event e LEFT JOIN journal_position p ON p.contract_id = e.contract_id AND p.seq = e.seq
WHERE e.contract_id = %(contract)s AND e.occurred_at >= %(start)s AND e.occurred_at < %(end)s ORDER BY e.occurred_at, e.seq
"""


def events(contract: Contract, span: Span) -> Iterator[Row]:
    """Facts that occurred in the span."""
    params = {"contract": contract.pk, "start": span.start, "end": span.end}
    for position, stream, kind, occurred, known, recorded, actor, via, payload in stream_rows(
        _ROWS, params, "default"
    ):
        text = bytes(payload).decode("utf-8", "replace")
        yield position, stream, kind, occurred, known, recorded, actor, via, text


EVENTS = Dataset(
    "events",
    "Journal",
    "Journal",
    "Une ligne par fait du journal survenu dans la période, tel qu’il a été enregistré.",
    "One row for each fact of the journal that occurred in the period, as it was recorded.",
    "journal.export",
    columns(
        "position integer 11 | Position | Position",
        "stream text 22 | Objet suivi | Stream",
        "kind text 24 | Fait | Fact",
        "occurred_at datetime 17 | Survenu le | Occurred at",
        "known_at datetime 17 | Connu le | Known at",
        "recorded_at datetime 17 | Enregistré le | Recorded at",
        "actor text 26 | Par | By",
        "via text 14 | Voie | Via",
        "payload text 60 | Contenu | Content",
    ),
    events,
    200,
)


def register_all() -> None:
    """Offer the table."""
    register(EVENTS)

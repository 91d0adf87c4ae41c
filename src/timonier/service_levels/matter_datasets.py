"""The tables of what is said and decided about figures: disputes, justifications, actions, acceptances."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from timonier.foundation.datasets import Dataset, Row, Span, columns
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels.messages import STATES
from timonier.service_levels.models import Acceptance
from timonier.service_levels.said import disputes_of, improvements_of, justifications_of

RIGHT = "kpi.export"


def words(kind: str) -> dict[str, tuple[str, str]]:
    """Code → both languages, of one kind of states."""
    return {key.partition(".")[2]: pair for key, pair in STATES.items() if key.startswith(f"{kind}.")}


def disputes(contract: Contract, span: Span) -> Iterator[Row]:
    """Every dispute that was raised in the span or touches a month of it."""
    for one in disputes_of(contract, span):
        asks = "exclusion" if one.exclusion is not None else str(one.asks)
        yield (
            one.number, one.of, one.party, one.raised_by, one.since, one.until, asks, one.reason, one.state,
            one.due_at, one.answered_at, one.answered_by or None, one.agrees, one.answer or None, one.ended_at,
            one.ended_by or None, one.decision or None, ", ".join(one.months),
        )  # fmt: skip


def justifications(contract: Contract, span: Span) -> Iterator[Row]:
    """What the provider says about each missed service level, as it stands."""
    for (month, kpi), one in sorted(justifications_of(contract, span.months).items()):
        yield (
            month, kpi, one.cause, len(one.items), ", ".join(one.items), one.at, one.by, one.due_at, one.is_late,
            one.revision,
        )  # fmt: skip


def improvements(contract: Contract, span: Span) -> Iterator[Row]:
    """One action a row; those of earlier months while they are to be done."""
    for one in improvements_of(contract, span.months):
        yield (
            one.month, one.kpi, one.number, one.text, one.owner, one.due, one.state, one.note or None, one.moved_at,
        )  # fmt: skip


def acceptances(contract: Contract, span: Span) -> Iterator[Row]:
    """Late acts of the span, and older ones that still wait for the client."""
    rows = Acceptance.objects.filter(contract=contract, of__lt=span.end)
    for one in rows.filter(Q(of__gte=span.start) | Q(state="waiting")).order_by("of", "number", "what"):
        yield (
            one.number, one.what, one.of, one.done_by, one.reason, one.state, one.ended_at, one.ended_by or None,
            one.decision or None,
        )  # fmt: skip


def _dataset(name: str, order: int, titles: tuple[str, str], notes: tuple[str, str], rows: Any, *cells: str, **codes: Any) -> Dataset:  # fmt: skip
    return Dataset(name, *titles, *notes, RIGHT, columns(*cells, **codes), rows, order)


DATASETS = (
    _dataset(
        "disputes",
        122,
        ("Contestations", "Disputes"),
        (
            "Une ligne par contestation ouverte dans la période ou qui touche un de ses mois.",
            "One row for each dispute raised in the period or about one of its months.",
        ),
        disputes,
        "number text 18 | Ticket | Ticket",
        "raised_at datetime 17 | Contesté le | Raised at",
        "party text 11 | Partie | Party",
        "raised_by text 24 | Par | By",
        "interval_from datetime 17 | Intervalle du | Interval from",
        "interval_to datetime 17 | au | to",
        "asks text 28 | Demande | Asks",
        "reason text 46 | Motif | Reason",
        "state text 22 | État | State",
        "due_at datetime 17 | Réponse due le | Answer due at",
        "answered_at datetime 17 | Répondu le | Answered at",
        "answered_by text 24 | Réponse de | Answered by",
        "agrees boolean 10 | Accord | Agrees",
        "answer text 40 | Réponse | Answer",
        "ended_at datetime 17 | Tranché ou retiré le | Ended at",
        "ended_by text 24 | Tranché par | Ended by",
        "decision text 40 | Décision | Decision",
        "months text 18 | Mois concernés | Months",
        party=words("party"),
        asks=words("asks"),
        state=words("dispute"),
    ),
    _dataset(
        "justifications",
        124,
        ("Justifications", "Justifications"),
        (
            "Une ligne par indicateur manqué et justifié : la dernière version du titulaire.",
            "One row for each missed service level that was justified: the provider’s last word.",
        ),
        justifications,
        "month text 10 | Mois | Month",
        "kpi text 10 | Indicateur | Service level",
        "cause text 60 | Cause | Cause",
        "items_count integer 10 | Éléments | Items",
        "items text 40 | Liste | List",
        "at datetime 17 | Le | At",
        "by text 24 | Par | By",
        "due_at datetime 17 | Due avant le | Due before",
        "late boolean 9 | Tardive | Late",
        "revision integer 9 | Version | Revision",
    ),
    _dataset(
        "improvements",
        125,
        ("Actions d’amélioration", "Improvement actions"),
        (
            "Une ligne par action des plans de la période, et par action plus ancienne encore à faire.",
            "One row for each action of the period’s plans, and for each older one still to be done.",
        ),
        improvements,
        "month text 10 | Mois | Month",
        "kpi text 10 | Indicateur | Service level",
        "number integer 8 | N° | No.",
        "text text 60 | Action | Action",
        "owner text 26 | Responsable | Owner",
        "due date 12 | Échéance | Due",
        "state text 12 | État | State",
        "note text 40 | Suite donnée | Note",
        "moved_at datetime 17 | Le | At",
        state=words("action"),
    ),
    _dataset(
        "acceptances",
        126,
        ("Actes tardifs à accepter", "Late acts to accept"),
        (
            "Une ligne par preuve, exclusion ou requalification tardive : sans effet tant que le client ne l’a pas acceptée.",
            "One row for each late proof, exclusion or re-classification: without effect until the client accepts it.",
        ),
        acceptances,
        "number text 18 | Ticket | Ticket",
        "what text 34 | Acte | Act",
        "done_at datetime 17 | Fait le | Done at",
        "done_by text 24 | Par | By",
        "reason text 46 | Motif | Reason",
        "state text 12 | État | State",
        "ended_at datetime 17 | Répondu le | Answered at",
        "ended_by text 24 | Réponse de | Answered by",
        "decision text 40 | Réponse | Answer",
        what=words("what"),
        state=words("acceptance"),
    ),
)

"""The tables of measures: item by service level, who held and how long, third parties, calls, alerts.

Stored rows where they hold the answer; the lives of tickets, drawn from the journal, where they do not.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Q

from timonier.contracts.queries import plans_of
from timonier.core.contract.model import THIRD_PARTY
from timonier.core.engine import Outcome, evaluate_stream
from timonier.core.events import Event, read_stream
from timonier.core.holdings import by_holder, holds
from timonier.core.measures import EXCLUDED, MET, MISSED, Measure
from timonier.core.plan import Plans
from timonier.directory.named import named
from timonier.foundation.datasets import Dataset, Row, Span, columns, register
from timonier.foundation.journal import read_bundles
from timonier.foundation.tenancy.models import Contract
from timonier.measures.mergers import openings_of
from timonier.measures.models import MeasureRow
from timonier.measures.services import now
from timonier.measures.words import HOLDERS, ITEMS, OUTCOMES, SEVERITIES, WHY

CHUNK = 2000
AT_ONCE = 500
_PEOPLE = {"third_parties": ("party",), "reclassifications": ("author",), "calls": ("agent",)}
"""Columns of tables that may name a person."""
_OF_SPAN = """
SELECT DISTINCT stream FROM journal_event WHERE contract_id = %s AND stream >= %s AND stream < %s
    AND occurred_at >= %s AND occurred_at < %s ORDER BY stream
"""


def measures(contract: Contract, span: Span) -> Iterator[Row]:
    """Items judged in the span, and those whose clock still runs at its end."""
    running = Q(month=None, excluded_month=None, started_at__lt=span.end, outcome="running")
    rows = MeasureRow.objects.filter(contract=contract).filter(Q(month__in=span.months) | running)
    for one in rows.order_by("kpi", "started_at", "item").iterator(chunk_size=CHUNK):
        yield (
            one.item, one.kind, one.kpi, one.outcome, one.month, one.started_at, one.stopped_at, one.target,
            one.counted, one.gross, one.exceeds_at, one.reason, one.value, one.provisional, one.version,
        )  # fmt: skip


def exclusions(contract: Contract, span: Span) -> Iterator[Row]:
    """Everything that was left out of a service level in the span, with its reason."""
    rows = MeasureRow.objects.filter(
        contract=contract, outcome=EXCLUDED, excluded_month__in=span.months
    ).order_by("excluded_month", "kpi", "item")
    for one in rows.iterator(chunk_size=CHUNK):
        yield (
            one.item, one.kind, one.kpi, one.excluded_month, one.reason, one.started_at, one.target, one.counted,
        )  # fmt: skip


def holders(contract: Contract, span: Span) -> Iterator[Row]:
    """Service time of each holder in the tickets judged in the span. The dashboards' figure is that of resolutions alone."""
    months, plans = set(span.months), plans_of(contract)
    for key, outcome, _ in lives(contract, span):
        for one in outcome.measures:
            if one.month not in months or one.outcome not in (MET, MISSED) or not one.pieces:
                continue
            is_figure = _is_resolution(plans, one)
            if not is_figure and (one.target is None or one.counted is None):
                continue
            held: dict[str, list[int]] = {}
            for (holder, why), us in by_holder(one.pieces, one.opening).items():
                row = held.setdefault(holder, [0, 0])
                row[0] += us
                row[1] += us if why else 0
            for holder, (spent, overdue) in sorted(held.items()):
                yield key, one.kpi, one.month, one.outcome, holder, spent, overdue, is_figure


def _is_resolution(plans: Plans, one: Measure) -> bool:
    """Whether dashboards count it among who held the ball: see `core.extras`."""
    plan = plans.at(one.started_at)
    return any(kpi.key == one.kpi and kpi.family == "resolution" for kpi in plan.version.kpis)


def third_parties(contract: Contract, span: Span) -> Iterator[Row]:
    """Each time somebody else than the provider held a ticket in the span, by proven hand-over.

    `period_time` is the part of its service time that lies in the span: what dashboards add up, of third parties.
    """
    instant = min(now(), span.end)
    for key, outcome, _ in lives(contract, span):
        life = outcome.life
        if life is None or life.plan is None:
            continue
        clock = life.plan.duty_opening
        for one in holds(life, instant):
            if one.until < span.start or one.since >= span.end:
                continue
            yield (
                key, one.holder, one.party, one.since, None if one.is_open else one.until, one.is_open,
                clock.elapsed(one.since, one.until), len(one.reminders),
                sum(clock.elapsed(since, until) for since, until in one.overdue),
                clock.elapsed(max(one.since, span.start), min(one.until, span.end)), one.since >= span.start,
                one.holder == THIRD_PARTY,
            )  # fmt: skip


def reclassifications(contract: Contract, span: Span) -> Iterator[Row]:
    """What changed or was refused about a ticket in the span: new target, late exclusion, fact without effect."""
    for key, outcome, _ in lives(contract, span):
        for note in outcome.notes:
            if span.start <= note["at"] < span.end:
                params = note["params"]
                yield key, note["at"], note["code"], params.get("by"), params.get("kpi"), params.get("to")


def calls(contract: Contract, span: Span) -> Iterator[Row]:
    """Calls offered in the span. Who called stays in the journal."""
    for key, events in _streams(contract, "call", span):
        offered = _first(events, "offered")
        if offered is None or not span.start <= offered.at < span.end:
            continue
        answered = _first(events, "answered")
        gone = _first(events, "abandoned") or _first(events, "ended")
        end = answered or gone
        yield (
            key, offered.data.get("queue"), offered.at, answered.at if answered else None,
            gone.at if gone else None, answered is not None, end.at - offered.at if end else None,
            answered.data.get("agent") if answered else None,
        )  # fmt: skip


def alerts(contract: Contract, span: Span) -> Iterator[Row]:
    """Alerts raised in the span."""
    for key, events in _streams(contract, "alert", span):
        raised = _first(events, "raised")
        if raised is None or not span.start <= raised.at < span.end:
            continue
        told, seen, cleared = (_first(events, kind) for kind in ("notified", "acknowledged", "cleared"))
        yield (
            key, raised.data.get("component"), raised.data["severity"], raised.at, seen.at if seen else None,
            told.at if told else None, cleared.at if cleared else None,
            cleared.at - raised.at if cleared and cleared.at >= raised.at else None,
        )  # fmt: skip


def lives(contract: Contract, span: Span) -> Iterator[tuple[str, Outcome, list[Event]]]:
    """Key, outcome and events of every ticket that was judged, left out or running in the span."""
    plans = plans_of(contract)
    instant = now()
    openings = openings_of(contract, plans, instant)
    rows = MeasureRow.objects.filter(contract=contract, stream__startswith="ticket/", started_at__lt=span.end)
    wanted = (
        Q(month__in=span.months)
        | Q(excluded_month__in=span.months)
        | Q(month=None, excluded_month=None)
        | Q(stopped_at__gte=span.start, started_at__lt=span.end)
    )
    streams = sorted(set(rows.filter(wanted).values_list("stream", flat=True).distinct()))
    for begin in range(0, len(streams), AT_ONCE):
        for bundle in read_bundles(contract, streams=streams[begin : begin + AT_ONCE]):
            family, _, key = bundle.stream.partition("/")
            events = read_stream(*bundle)
            yield key, evaluate_stream(plans, family, key, events, instant, openings), events


def _streams(contract: Contract, family: str, span: Span) -> Iterator[tuple[str, list[Event]]]:
    with connection.cursor() as cursor:
        cursor.execute(_OF_SPAN, [contract.pk, f"{family}/", f"{family}0", span.start, span.end])
        streams = [stream for (stream,) in cursor.fetchall()]
    for begin in range(0, len(streams), AT_ONCE):
        for bundle in read_bundles(contract, streams=streams[begin : begin + AT_ONCE]):
            yield bundle.stream.partition("/")[2], sorted(read_stream(*bundle), key=lambda one: one.at)


def _first(events: list[Event], kind: str) -> Event | None:
    return next((one for one in events if one.kind == kind), None)


def register_all() -> None:
    """Offer the tables. Called when the room is ready."""
    for dataset in _DATASETS:
        register(named(dataset, *_PEOPLE.get(dataset.name, ())))


def _dataset(name: str, order: int, titles: tuple[str, str], notes: tuple[str, str], rows: Any, *cells: str, action: str = "kpi.export", **words: Any) -> Dataset:  # fmt: skip
    return Dataset(name, *titles, *notes, action, columns(*cells, **words), rows, order)


_DATASETS = (
    _dataset(
        "measures",
        20,
        ("Mesures par élément", "Measures by item"),
        (
            "Une ligne par élément et par indicateur : jugé dans la période, ou dont le compteur court encore.",
            "One row for each item and service level: judged in the period, or whose clock still runs.",
        ),
        measures,
        "item text 18 | Élément | Item",
        "item_kind text 12 | Nature | Kind",
        "kpi text 10 | Indicateur | Service level",
        "outcome text 11 | Résultat | Outcome",
        "month text 10 | Mois | Month",
        "started_at datetime 17 | Début du compteur | Clock started",
        "stopped_at datetime 17 | Fin du compteur | Clock stopped",
        "target duration 12 | Cible | Target",
        "counted duration 13 | Temps compté | Counted time",
        "gross duration 13 | Temps de service total | Total service time",
        "exceeds_at datetime 17 | Cible dépassée le | Target passed at",
        "reason text 30 | Motif | Reason",
        "score decimal 9 | Note | Score",
        "provisional boolean 11 | Provisoire | Provisional",
        "contract_version integer 10 | Version du marché | Contract version",
        item_kind=ITEMS,
        outcome=OUTCOMES,
        reason=WHY,
    ),
    _dataset(
        "exclusions",
        60,
        ("Exclusions", "Exclusions"),
        (
            "Une ligne par élément écarté d’un indicateur dans la période, avec son motif.",
            "One row for each item left out of a service level in the period, with its reason.",
        ),
        exclusions,
        "item text 18 | Élément | Item",
        "item_kind text 12 | Nature | Kind",
        "kpi text 10 | Indicateur | Service level",
        "month text 10 | Mois | Month",
        "reason text 40 | Motif | Reason",
        "started_at datetime 17 | Début du compteur | Clock started",
        "target duration 12 | Cible | Target",
        "counted duration 13 | Temps compté | Counted time",
        item_kind=ITEMS,
        reason=WHY,
    ),
    _dataset(
        "reclassifications",
        70,
        ("Requalifications et réserves", "Re-classifications and doubts"),
        (
            "Une ligne par fait qui change ou ne peut plus changer la cible d’un ticket, avec son auteur.",
            "One row for each fact that changes, or can no longer change, the target of a ticket, with its author.",
        ),
        reclassifications,
        "item text 18 | Ticket | Ticket",
        "at datetime 17 | Date | At",
        "what text 46 | Constat | Finding",
        "author text 26 | Auteur | Author",
        "kpi text 12 | Ancien indicateur | Former service level",
        "new_kpi text 12 | Nouvel indicateur | New service level",
        what=WHY,
    ),
    _dataset(
        "holders",
        80,
        ("Temps par détenteur", "Time by holder"),
        (
            "Une ligne par ticket jugé, indicateur et détenteur : temps de service passé chez lui. Filtrée sur in_figure = VRAI"
            " (les résolutions), la somme de service_time est celle de « Qui avait la main », sauf preuves apprises après un scellé.",
            "One row for each ticket judged, service level and holder: service time spent with them. Filtered on in_figure = TRUE"
            ' (resolutions), service_time adds up to "Who held the ball", but for proofs learnt after a seal.',
        ),
        holders,
        "item text 18 | Ticket | Ticket",
        "kpi text 10 | Indicateur | Service level",
        "month text 10 | Mois | Month",
        "outcome text 11 | Résultat | Outcome",
        "holder text 13 | Détenteur | Holder",
        "service_time duration 13 | Temps de service | Service time",
        "overdue_time duration 15 | Dont relance due et non faite | Of which duty overdue",
        "in_figure boolean 11 | Compte dans « Qui avait la main » | Counts in who held the ball",
        outcome=OUTCOMES,
        holder=HOLDERS,
    ),
    _dataset(
        "third_parties",
        90,
        ("Transferts à d’autres détenteurs", "Hand-overs to other holders"),
        (
            "Une ligne par transfert prouvé à l’utilisateur, au client ou à un tiers ; service_time depuis son début, period_time dans la"
            " période. Filtrée sur in_figure = VRAI (les tiers), la somme de period_time est le temps de « Délais des tiers » et le"
            " nombre de begun_in_period = VRAI celui des transferts, sauf preuves apprises après un scellé.",
            "One row for each proven hand-over to the user, the client or a third party; service_time since it began, period_time in"
            ' the period. Filtered on in_figure = TRUE (third parties), period_time adds up to "Delays of third parties" and'
            " begun_in_period = TRUE counts its hand-overs, but for proofs learnt after a seal.",
        ),
        third_parties,
        "item text 18 | Ticket | Ticket",
        "holder text 13 | Détenteur | Holder",
        "party text 26 | Nom | Name",
        "since datetime 17 | Depuis | Since",
        "until datetime 17 | Jusqu’à | Until",
        "is_open boolean 10 | En cours | Running",
        "service_time duration 13 | Temps de service | Service time",
        "reminders integer 10 | Relances | Reminders",
        "overdue_time duration 15 | Relance due et non faite | Duty overdue",
        "period_time duration 14 | Temps de service dans la période | Service time in the period",
        "begun_in_period boolean 14 | Transféré dans la période | Handed over in the period",
        "in_figure boolean 11 | Compte dans « Délais des tiers » | Counts in delays of third parties",
        holder=HOLDERS,
    ),
    _dataset(
        "calls",
        100,
        ("Appels", "Calls"),
        (
            "Une ligne par appel présenté dans la période. L’appelant n’y figure pas.",
            "One row for each call offered in the period. The caller is not in it.",
        ),
        calls,
        "call text 20 | Appel | Call",
        "queue text 14 | File | Queue",
        "offered_at datetime 17 | Présenté le | Offered at",
        "answered_at datetime 17 | Décroché le | Answered at",
        "ended_at datetime 17 | Terminé le | Ended at",
        "answered boolean 10 | Décroché | Answered",
        "waited duration 12 | Attente | Waiting",
        "agent text 24 | Agent | Agent",
        action="call.read",
    ),
    _dataset(
        "alerts",
        110,
        ("Alertes", "Alerts"),
        ("Une ligne par alerte levée dans la période.", "One row for each alert raised in the period."),
        alerts,
        "alert text 22 | Alerte | Alert",
        "component text 26 | Composant | Component",
        "severity text 13 | Gravité | Severity",
        "raised_at datetime 17 | Levée le | Raised at",
        "acknowledged_at datetime 17 | Acquittée le | Acknowledged at",
        "notified_at datetime 17 | Notifiée le | Notified at",
        "cleared_at datetime 17 | Terminée le | Cleared at",
        "lasted duration 12 | Durée | Duration",
        action="alert.read",
        severity=SEVERITIES,
    ),
)

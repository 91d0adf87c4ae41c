"""The tables of months: results, penalties, availability, corrections, and what each service level is."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from timonier.contracts.queries import plans_of
from timonier.core.contract.model import Kpi
from timonier.core.instants import SECOND, month_first
from timonier.core.messages import FORBIDS
from timonier.core.months import microseconds
from timonier.core.plan import Plan
from timonier.directory.named import named
from timonier.foundation.asked import speaks
from timonier.foundation.datasets import Dataset, Row, Span, columns, register
from timonier.foundation.tenancy.models import Contract
from timonier.service_levels.complete import months
from timonier.service_levels.figures import MonthFigure
from timonier.service_levels.matter_datasets import DATASETS, words
from timonier.service_levels.models import PenaltyWord
from timonier.service_levels.said import penalty_words_of
from timonier.service_levels.standing import Penalty, penalties_of
from timonier.service_levels.words import FORMULAS

BASES = {
    "once": ("par indicateur manqué", "per missed service level"),
    "per_missed_item": ("par élément manqué", "per missed item"),
    "share_of_fee": ("part de la redevance", "share of the fee"),
}

PEOPLE = {
    "penalties": ("decided_by",),
    "disputes": ("raised_by", "answered_by", "ended_by"),
    "justifications": ("by",),
    "improvements": ("owner",),
    "acceptances": ("done_by", "ended_by"),
}
"""Columns of tables that name a person."""


def kpi_results(contract: Contract, span: Span) -> Iterator[Row]:
    """Month by service level."""
    for figure, line in _lines(contract, span):
        charged = line.get("charged") or {}
        yield (
            figure.month, line["kpi"], line["population"], line["met"], line["missed"], line["excluded_count"],
            _decimal(line["value"]), _decimal(line["objective"]), line["achieved"], bool(line["incomplete"]),
            charged.get("population"), charged.get("missed"), _decimal(charged.get("value")), figure.is_sealed,
            figure.as_of,
        )  # fmt: skip


def penalties(contract: Contract, span: Span) -> Iterator[Row]:
    """Month by service level that has a price, as computed; what forbids charging it stands beside."""
    plans = plans_of(contract)
    known = months(contract, span.months)
    standing = {(one.month, one.kpi): one for one in penalties_of(contract, known)}
    said = penalty_words_of(contract, span.months)
    for figure, line in _lines(contract, span):
        if line["penalty_level"] is None:
            continue
        version = plans.on(_first(figure.month)).version
        names = [_why(code, version.unknowns) for code in line["forbidden_by"]]
        yield (
            figure.month, line["kpi"], line["penalty_level"], Decimal(line["penalty_amount"]), line["chargeable"],
            " ; ".join(names), line["achieved"], plans.on(_first(figure.month)).readings["penalty_basis"],
            figure.is_sealed,
            *_stands(standing.get((figure.month, line["kpi"])), said.get((figure.month, line["kpi"]))),
        )  # fmt: skip


def _stands(penalty: Penalty | None, word: PenaltyWord | None) -> Row:
    """Where it stands: amount after corrections, state, what is waived and remains, what may be charged; who decided."""
    if penalty is None:
        return (None,) * 8
    is_decided = word is not None and penalty.due is not None
    waived = None if penalty.due is None else penalty.computed - penalty.due
    said = (word.by, word.at, word.reason) if word is not None and is_decided else (None, None, None)
    return (penalty.computed, penalty.state, waived, penalty.due, penalty.chargeable, *said)


def services(contract: Contract, span: Span) -> Iterator[Row]:
    """Month by service whose availability is measured."""
    for figure, line in _lines(contract, span):
        known = plans_of(contract).on(_first(figure.month)).version.services
        for one in line.get("services", ()):
            service = known.get(one["service"])
            time, up = microseconds(one["seconds"]), microseconds(one["up_seconds"])
            yield (
                figure.month, line["kpi"], one["service"], service.title_fr if service else None,
                time, up, time - up, _decimal(one["value"]),
            )  # fmt: skip


def corrections(contract: Contract, span: Span) -> Iterator[Row]:
    """What later seals corrected in the sealed months of the span."""
    for figure in months(contract, span.months):
        for line in figure.result["corrections"]:
            before, after = line["before"] or {}, line["after"] or {}
            yield (
                figure.month, line.get("seal"), line["kpi"], len(line["items"]), ", ".join(line["items"]),
                _decimal(before.get("value")), _decimal(after.get("value")), before.get("missed"),
                after.get("missed"), Decimal(line["penalty_difference"]),
            )  # fmt: skip


def kpis(contract: Contract, span: Span) -> Iterator[Row]:
    """The service levels of the version in force at the end of the span."""
    plan = plans_of(contract).on(_first(span.last))
    for kpi in plan.version.kpis:
        formula = FORMULAS.get(kpi.family, ("", ""))
        yield (
            kpi.key, kpi.title_fr, kpi.title_en, kpi.clause, _target(plan, kpi), kpi.service, kpi.objective * 100,
            kpi.at_most, kpi.level, plan.version.penalties.prices.get(kpi.level or ""), formula[0], formula[1],
        )  # fmt: skip


def _lines(contract: Contract, span: Span) -> Iterator[tuple[MonthFigure, dict[str, Any]]]:
    for figure in months(contract, span.months):
        for line in figure.result["results"]:
            yield figure, line


def _first(month: str) -> date:
    return month_first(month)


def _target(plan: Plan, kpi: Kpi) -> int | None:
    if kpi.target is None:
        return None
    if kpi.target.unit == "seconds":
        return int(kpi.target.value * SECOND)
    return int(kpi.target.value * plan.opening(kpi.service or "desk").day)


def _why(code: str, unknowns: Any) -> str:
    is_english = speaks() == "en"
    if code in FORBIDS:
        return FORBIDS[code][is_english]
    if code not in unknowns:
        return code
    return str(unknowns[code].title_en if is_english else unknowns[code].title_fr)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _dataset(name: str, order: int, titles: tuple[str, str], notes: tuple[str, str], rows: Any, *cells: str, action: str = "kpi.export", **words: Any) -> Dataset:  # fmt: skip
    return Dataset(name, *titles, *notes, action, columns(*cells, **words), rows, order)


_DATASETS = (
    _dataset(
        "kpi_results",
        30,
        ("Résultats par mois", "Results by month"),
        (
            "Une ligne par mois et par indicateur ; « retenu » : ce sur quoi une pénalité se calcule.",
            'One row for each month and service level; "charged": what a penalty is computed on.',
        ),
        kpi_results,
        "month text 10 | Mois | Month",
        "kpi text 10 | Indicateur | Service level",
        "population integer 11 | Éléments | Items",
        "met integer 10 | Atteints | Met",
        "missed integer 10 | Manqués | Missed",
        "excluded integer 10 | Exclus | Excluded",
        "value percent 10 | Valeur | Value",
        "objective percent 10 | Objectif | Objective",
        "achieved boolean 10 | Atteint | Achieved",
        "incomplete boolean 11 | Incomplet | Incomplete",
        "charged_population integer 12 | Éléments retenus | Charged items",
        "charged_missed integer 12 | Manqués retenus | Charged missed",
        "charged_value percent 12 | Valeur retenue | Charged value",
        "sealed boolean 9 | Scellé | Sealed",
        "as_of datetime 17 | Calculé le | As of",
    ),
    _dataset(
        "penalties",
        40,
        ("Pénalités", "Penalties"),
        (
            "Une ligne par mois et par indicateur soumis à pénalité : montant calculé, et ce qui empêche qu’il soit exigible.",
            "One row for each month and priced service level: computed amount, and what forbids charging it.",
        ),
        penalties,
        "month text 10 | Mois | Month",
        "kpi text 10 | Indicateur | Service level",
        "level text 9 | Niveau | Level",
        "amount money 13 | Montant HT | Amount excl. tax",
        "chargeable boolean 12 | Exigible | Chargeable",
        "forbidden_by text 46 | Empêchement | Forbidden by",
        "achieved boolean 10 | Atteint | Achieved",
        "basis text 24 | Base | Basis",
        "sealed boolean 9 | Scellé | Sealed",
        "current_amount money 14 | Montant corrigé HT | Corrected amount excl. tax",
        "state text 22 | État | State",
        "waived money 13 | Remise HT | Waived excl. tax",
        "remains money 13 | Reste dû HT | Remains excl. tax",
        "chargeable_amount money 13 | Exigible HT | Chargeable excl. tax",
        "decided_by text 24 | Décidé par | Decided by",
        "decided_at datetime 17 | Décidé le | Decided at",
        "decision_reason text 46 | Motif de la décision | Reason of the decision",
        action="penalty.read",
        basis=BASES,
        state=words("penalty"),
    ),
    _dataset(
        "services",
        50,
        ("Disponibilité des services", "Availability of services"),
        ("Une ligne par mois et par service mesuré.", "One row for each month and measured service."),
        services,
        "month text 10 | Mois | Month",
        "kpi text 10 | Indicateur | Service level",
        "service text 20 | Service | Service",
        "title text 34 | Intitulé | Title",
        "time duration 14 | Temps d’ouverture | Opening time",
        "up_time duration 14 | Temps disponible | Up time",
        "down_time duration 14 | Indisponibilité | Down time",
        "availability percent 12 | Disponibilité | Availability",
    ),
    _dataset(
        "corrections",
        120,
        ("Corrections des mois scellés", "Corrections of sealed months"),
        (
            "Une ligne par indicateur d’un mois scellé que des faits appris plus tard corrigent.",
            "One row for each service level of a sealed month that facts learnt later correct.",
        ),
        corrections,
        "month text 10 | Mois corrigé | Corrected month",
        "seal text 10 | Dans le sceau de | In the seal of",
        "kpi text 10 | Indicateur | Service level",
        "items_count integer 10 | Éléments | Items",
        "items text 40 | Liste | List",
        "value_before percent 11 | Valeur avant | Value before",
        "value_after percent 11 | Valeur après | Value after",
        "missed_before integer 11 | Manqués avant | Missed before",
        "missed_after integer 11 | Manqués après | Missed after",
        "penalty_difference money 14 | Écart de pénalité | Penalty difference",
        action="penalty.read",
    ),
    _dataset(
        "kpis",
        130,
        ("Définition des indicateurs", "Definition of service levels"),
        (
            "Une ligne par indicateur de la version du marché en vigueur à la fin de la période.",
            "One row for each service level of the contract version in force at the end of the period.",
        ),
        kpis,
        "kpi text 10 | Indicateur | Service level",
        "title_fr text 46 | Intitulé | French title",
        "title_en text 46 | Intitulé anglais | English title",
        "clause text 16 | Article | Clause",
        "target duration 12 | Cible | Target",
        "service text 16 | Heures de service | Service hours",
        "objective percent 10 | Objectif | Objective",
        "at_most boolean 12 | Plafond (à ne pas dépasser) | Ceiling (not to exceed)",
        "level text 9 | Niveau de pénalité | Penalty level",
        "price money 12 | Prix du niveau | Price of the level",
        "formula_fr text 60 | Calcul | French formula",
        "formula_en text 60 | Calcul (anglais) | English formula",
    ),
)


def register_all() -> None:
    """Offer the tables. Called when the room is ready."""
    for dataset in (*_DATASETS, *DATASETS):
        register(named(dataset, *PEOPLE.get(dataset.name, ())))

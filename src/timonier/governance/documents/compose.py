"""Put a dashboard together: which sections each kind holds (article 4.1.4.5), cover, notes, definitions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from timonier.core.contract.model import Unknown
from timonier.foundation.datasets import Column
from timonier.foundation.exports import tokens
from timonier.foundation.exports.report import Cover, Report, Section, Table
from timonier.governance.documents import activity, breaches, doubts, levels, said, services
from timonier.governance.documents.material import Material
from timonier.measures.services import now
from timonier.service_levels.words import FORMULAS

KINDS = ("operational", "steering", "strategic")
TITLES: dict[str, tuple[str, str]] = {
    "operational": ("Tableau de bord opérationnel", "Operational dashboard"),
    "steering": ("Tableau de bord de pilotage", "Steering dashboard"),
    "strategic": ("Tableau de bord stratégique", "Strategic dashboard"),
    "table": ("Table de données", "Data table"),
}
FILES = {"operational": "operationnel", "steering": "pilotage", "strategic": "strategique"}
_MAKERS: dict[str, tuple[Callable[[Material], Section | None], ...]] = {
    "operational": (
        levels.results, levels.trend, breaches.missed, doubts.at_risk, activity.volumes, activity.breakdown,
        activity.calls, activity.holders, activity.third_parties, services.availability, doubts.exclusions,
        doubts.incomplete, levels.history,
    ),
    "steering": (
        levels.results, levels.trend, breaches.missed, said.justified, said.disputes, breaches.penalties, said.decided,
        breaches.corrections, activity.volumes,
        activity.calls, activity.holders, activity.third_parties, services.availability, doubts.exclusions,
        doubts.incomplete, levels.history,
    ),
    "strategic": (
        levels.results, levels.trend, breaches.penalties, activity.volumes, activity.breakdown, activity.holders,
        activity.third_parties, services.availability, doubts.exclusions, levels.history,
    ),
}  # fmt: skip
IMPROVEMENTS = ("Actions correctives et améliorations", "Corrective actions and improvements")
_FED = {IMPROVEMENTS[0]: "justified"}
"""Subjects that a section already shows whenever there are facts: its key."""
_ABSENT: dict[str, tuple[tuple[str, str, str, str, str, str], ...]] = {
    "operational": (
        ("Plans d’action", "Action plans", "Comités", "Committees", "les actions décidées et leurs responsables", "the actions decided and their owners"),
        ("Projets en cours", "Projects under way", "Commandes et projets", "Orders and projects", "l’avancement des projets", "the progress of projects"),
        ("Maintenances et mises à jour", "Maintenance and updates", "Changements", "Changes", "les maintenances, mises à jour et changements", "maintenance, updates and changes"),
        ("Sécurité de l’infrastructure", "Security of the infrastructure", "Sécurité", "Security", "les vulnérabilités et les incidents", "vulnerabilities and incidents"),
    ),
    "steering": (
        ("Projets et arbitrages", "Projects and arbitrations", "Commandes et projets", "Orders and projects", "les projets en cours et à venir", "current and coming projects"),
        (*IMPROVEMENTS, "Niveaux de service", "Service levels", "les justifications et plans d’amélioration du titulaire, aucun sur la période", "the provider's justifications and improvement plans, none in the period"),
        ("Sécurité", "Security", "Sécurité", "Security", "les événements, les vulnérabilités et les correctifs", "events, vulnerabilities and patches"),
        ("Financier", "Finance", "Commandes et projets", "Orders and projects", "la facturation, les coûts et le budget", "invoicing, costs and budget"),
    ),
    "strategic": (
        ("Projets et résultats", "Projects and results", "Commandes et projets", "Orders and projects", "les projets de l’année et ceux proposés avec leur budget", "the year's projects and those proposed with their budget"),
        ("Risques à long terme", "Long-term risks", "Comités", "Committees", "le registre des risques et son plan d’action", "the risk register and its action plan"),
        ("Évolutions de l’infrastructure et du périmètre", "Changes of infrastructure and scope", "Parc et configurations", "Assets and configuration", "l’inventaire et ses changements", "the inventory and its changes"),
    ),
}  # fmt: skip


_OF_MONEY = (breaches.penalties, said.decided)


def compose(material: Material) -> Report:
    """The whole document."""
    makers = [one for one in _MAKERS[material.kind] if material.with_money or one not in _OF_MONEY]
    sections = [_without_empty_chart(one) for make in makers if (one := make(material)) is not None]
    shown = {one.key for one in sections}
    for french, english, *fed in _ABSENT[material.kind]:
        if _FED.get(french) not in shown:
            sections.append(
                Section("absent", material.pick(french, english), _feed(material, *fed), absent=True)
            )
    return Report(
        name_of(material),
        material.language,
        material.zone,
        cover_of(material, material.pick(*TITLES[material.kind]), sections),
        tuple(sections),
        notes_of(material),
        definitions(material),
    )


def _feed(material: Material, room_fr: str, room_en: str, what_fr: str, what_en: str) -> str:
    return material.pick(f"module «\u00a0{room_fr}\u00a0»\u00a0: {what_fr}", f'module "{room_en}": {what_en}')


def cover_of(material: Material, title: str, sections: list[Section] | None = None) -> Cover:
    """What the document says of itself."""
    pick = material.pick
    sealed = [month for month in material.months if material.known[month].is_sealed]
    if material.is_sealed:
        state = pick("scellé – chiffres définitifs", "sealed – final figures")
    elif sealed:
        state = pick(
            f"provisoire ({len(sealed)} mois scellés sur {len(material.span.months)})",
            f"provisional ({len(sealed)} of {len(material.span.months)} months sealed)",
        )
    else:
        state = pick(
            "provisoire – des faits peuvent encore s’ajouter", "provisional – facts may still be added"
        )
    instants = [material.known[month].as_of for month in material.months]
    as_of = min(instants) if instants else now()
    warnings = []
    if material.contract.is_demonstration:
        warnings.append(pick("Démonstration\u00a0: activité inventée, sans valeur contractuelle.",
                            "Demonstration: invented activity, without contractual value."))  # fmt: skip
    return Cover(
        material.title,
        title,
        _capital(material.period),
        _tidy(state, material.language),
        material.is_sealed,
        tokens.moment(as_of, material.language, material.zone),
        tuple(
            (tokens.month(month, material.language), material.known[month].result["digest"])
            for month in material.months
        ),
        tuple((one.heading, one.message) for one in (sections or []) if one.key in _KEY)[:4],
        tuple(warnings),
    )


def _without_empty_chart(section: Section) -> Section:
    """A chart of nothing, or of a single month, says nothing: its table does."""
    chart = section.chart
    if (
        chart is None
        or (len(chart.categories) > 1 or chart.form == "bar")
        and any(value for one in chart.series if not one.is_target for value in one.values)
    ):
        return section
    return replace(section, chart=None)


_KEY = ("service_levels", "volumes", "penalties", "availability", "holders")


def _tidy(text: str, language: str) -> str:
    return text if language == "en" else text.replace(" :", "\u00a0:").replace(" ;", "\u00a0;")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def name_of(material: Material, what: str = "") -> str:
    """The file's name without its ending: sorts by contract, kind, period."""
    first, last = material.span.first, material.span.last
    kind = what or material.pick(FILES.get(material.kind, material.kind), material.kind)
    state = ("scelle", "sealed") if material.is_sealed else ("provisoire", "provisional")
    return "-".join(
        (material.contract.key, kind, first if first == last else f"{first}_{last}", material.pick(*state))
    )


def notes_of(material: Material) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Method, readings, unknowns, limits."""
    pick, version = material.pick, material.plan.version
    versions = {
        one["number"]: one for month in material.months for one in material.known[month].result["versions"]
    }
    engines = sorted({material.known[month].result["engine"] for month in material.months})
    method = [
        pick(
            "Les délais sont exprimés en temps de service, c’est-à-dire pendant l’ouverture du service concerné.",
            "Times are in service time, that is while the service concerned is open.",
        ),
        pick(
            "Un élément compte une fois, dans le mois où son compteur s’arrête, ou dans celui où sa cible est dépassée si c’est plus tôt.",
            "An item counts once, in the month in which its clock stops, or in which its target is passed if that is earlier.",
        ),
        pick(
            "« – » veut dire sans mesure ou sans objet ; ce n’est jamais un zéro.",
            '"–" means no measure or not applicable; it is never a zero.',
        ),
        pick(
            f"Moteur de calcul {', '.join(engines) or '–'} ; versions du marché en vigueur : "
            + (
                ", ".join(
                    f"n° {n} du {_day(material, one['effective_from'])}"
                    for n, one in sorted(versions.items())
                )
                or "–"
            )
            + ".",
            f"Engine {', '.join(engines) or '–'}; contract versions in force: "
            + (
                ", ".join(
                    f"no. {n} of {_day(material, one['effective_from'])}"
                    for n, one in sorted(versions.items())
                )
                or "–"
            )
            + ".",
        ),
        pick(
            "Toute personne qui détient le marché et l’export du journal peut refaire ces chiffres au centime près.",
            "Anyone who holds the contract and the export of the journal can compute these figures again to the cent.",
        ),
    ]
    doubts = [_unknown(material, key, one) for key, one in version.unknowns.items() if one.decision is None]
    found = [(pick("Méthode", "Method"), tuple(_tidy(one, material.language) for one in method))]
    if doubts:
        found.append(
            (
                pick("Ce que le marché ne dit pas", "What the contract does not say"),
                tuple(_tidy(one, material.language) for one in doubts[:12]),
            )
        )
    return tuple(found)


def _day(material: Material, day: str) -> str:
    """ "2025-11-01" in words."""
    return tokens.day(date.fromisoformat(day), material.language)


def _unknown(material: Material, key: str, one: Unknown) -> str:
    """What the contract leaves open, and what stands in its place. A list of the contract is given, not pointed at."""
    title, placeholder = material.pick(one.title_fr, one.title_en), one.placeholder
    points_below = placeholder.endswith("ci-dessous")
    if points_below and any(one.family == "availability" and key in one.unknowns for one in material.kpis):
        services = material.plan.version.services.values()
        placeholder = ", ".join(material.pick(each.title_fr, each.title_en) for each in services)
    elif points_below:  # the contract's own list, which no document holds
        return f"{title} (art. {one.clause})."
    elif placeholder.startswith("absent"):  # nothing was put in its place
        return material.pick(
            f"{title} (art. {one.clause}) : {placeholder}.", f"{title} (art. {one.clause}): {placeholder}."
        )
    return material.pick(
        f"{title} (art. {one.clause}) : remplacé par « {placeholder} ».",
        f'{title} (art. {one.clause}): replaced by "{placeholder}".',
    )


def definitions(material: Material) -> Table:
    """Each service level with the sentence that defines it."""
    pick = material.pick
    columns = (
        Column("kpi", "text", "Indicateur", "Service level", 40),
        Column("clause", "text", "Article", "Clause", 14),
        Column("objective", "percent", "Objectif", "Objective", 12),
        Column("level", "text", "Niveau", "Level", 10),
        Column("formula", "text", "Calcul", "Formula", 56),
    )
    rows: list[tuple[Any, ...]] = []
    for kpi in material.kpis:
        formula = FORMULAS.get(kpi.family, ("", ""))
        bound = pick("au plus", "at most") if kpi.at_most else pick("au moins", "at least")
        text = f"{pick(*formula)} ({bound})"
        rows.append((material.name(kpi), kpi.clause, Decimal(kpi.objective) * 100, kpi.level, text))
    return Table(
        pick(
            "Indicateurs de la version du marché en vigueur",
            "Service levels of the contract version in force",
        ),
        columns,
        tuple(rows),
        brief=len(rows),
    )

"""The ambiguity register in words: the question of each reading, and what each answer means. French and English."""

from timonier.core.contract.model import ContractVersion
from timonier.core.readings import READINGS

QUESTIONS: dict[str, tuple[str, str]] = {
    "met_comparison": ("Une cible est-elle atteinte par un délai exactement égal ?", "Is a time equal to the target met?"),
    "user_time": ("Le temps pendant lequel l’utilisateur a la main", "Time while the user holds the ball"),
    "mass_incident_children": ("Les tickets rattachés à un incident de masse", "Tickets under a mass incident"),
    "merged_opening": ("L’ouverture d’un ticket qui en absorbe un autre", "The opening of a ticket that takes in another"),
    "reclassification": ("Le délai après une re-qualification", "The clock after a re-classification"),
    "major_at_level_2": ("Un incident majeur né au niveau 2", "A major incident born at level 2"),
    "self_cleared_alert": ("Une alerte disparue d’elle-même dans la cible", "An alert that clears by itself within the target"),
    "first_contact_population": ("Les tickets jugés au premier contact", "Tickets judged at first contact"),
    "escalation_clock": ("Le délai d’escalade pendant qu’un autre a la main", "The escalation clock while another holds"),
    "item_month": ("Le mois auquel appartient un dépassement", "The month that a breach belongs to"),
    "abandoned_calls": ("Les appels abandonnés", "Abandoned calls"),
    "abandoned_short_seconds": ("Durée d’un abandon immédiat, en secondes", "Length of an immediate abandonment, seconds"),
    "calls_after_mass_message": ("Les appels abandonnés après le message d’incident", "Calls abandoned after the incident message"),
    "call_clock": ("Le début du délai de décroché", "Where the answering clock starts"),
    "reopening_rate": ("Le taux de réouverture", "The reopening rate"),
    "availability": ("La disponibilité de plusieurs services", "The availability of several services"),
    "third_party_outages": ("Les pannes dues à un tiers", "Outages due to a third party"),
    "day_targets": ("Une cible en jours", "A target in days"),
    "penalty_basis": ("L’assiette de la pénalité", "What a penalty is drawn on"),
    "straddling_month": ("Le mois à cheval sur deux phases", "The month that straddles two phases"),
}  # fmt: skip
"""Reading → what it asks."""
ANSWERS: dict[str, tuple[str, str]] = {
    "met_comparison.at_most": ("atteint : la cible comprise", "met: up to and with the target"),
    "met_comparison.less_than": ("manqué : moins que la cible", "missed: less than the target"),
    "user_time.stops": ("ne compte pas", "is not counted"),
    "user_time.counts": ("compte", "is counted"),
    "mass_incident_children.excluded": ("sont exclus", "are excluded"),
    "mass_incident_children.each_counts": ("comptent chacun", "each counts"),
    "merged_opening.own": ("reste la sienne", "stays its own"),
    "merged_opening.earliest": ("devient la plus ancienne des deux", "becomes the earlier of the two"),
    "reclassification.from_start": ("nouvelle cible, depuis l’origine", "new target, from the start"),
    "reclassification.from_change": ("nouvelle cible, depuis le changement", "new target, from the change"),
    "reclassification.proportional": ("nouvelle cible, au prorata de l’ancienne", "new target, in proportion to the old"),
    "major_at_level_2.kpi06": ("suit le KPI 6", "falls under KPI 6"),
    "major_at_level_2.high": ("suit la priorité haute", "follows the high priority"),
    "self_cleared_alert.excluded": ("est exclue", "is excluded"),
    "self_cleared_alert.counted": ("compte", "counts"),
    "first_contact_population.incidents_and_requests": ("incidents et demandes", "incidents and requests"),
    "first_contact_population.with_information": ("avec les demandes d’information", "with requests for information"),
    "first_contact_population.all_tickets": ("tous les tickets", "all tickets"),
    "first_contact_population.phone_only": ("ceux du téléphone seuls", "those by telephone alone"),
    "escalation_clock.running": ("court toujours", "keeps running"),
    "escalation_clock.paused": ("s’arrête", "is paused"),
    "item_month.first_breach_or_stop": ("celui du dépassement, ou de la fin", "that of the breach, or of the stop"),
    "item_month.stop": ("celui de la fin", "that of the stop"),
    "abandoned_calls.missed": ("comptent comme manqués", "count as missed"),
    "abandoned_calls.short_ones_excluded": ("les abandons immédiats sont exclus", "immediate ones are excluded"),
    "calls_after_mass_message.missed": ("comptent comme manqués", "count as missed"),
    "calls_after_mass_message.excluded": ("sont exclus", "are excluded"),
    "call_clock.queue": ("l’entrée dans la file", "when the queue is entered"),
    "call_clock.after_welcome": ("la fin de l’accueil vocal", "after the welcome message"),
    "reopening_rate.cohort": ("rouverts parmi les clos du mois", "reopened among those closed in the month"),
    "reopening_rate.month_over_month": ("réouvertures du mois sur clôtures du mois", "reopenings over closings of the month"),
    "availability.sum": ("temps cumulé de tous les services", "summed time of all services"),
    "availability.mean": ("moyenne des services", "mean of the services"),
    "availability.each": ("chaque service, le plus bas juge", "each service, the lowest judges"),
    "third_party_outages.count": ("comptent", "count"),
    "third_party_outages.ignored": ("sont ignorées", "are ignored"),
    "day_targets.service_days": ("en durée de service", "in service time"),
    "day_targets.working_days": ("jusqu’à la fin du n-ième jour ouvré", "until the end of the n-th working day"),
    "penalty_basis.once": ("une fois par indicateur manqué", "once per missed KPI"),
    "penalty_basis.per_missed_item": ("par élément manqué", "per missed item"),
    "penalty_basis.share_of_fee": ("part du forfait mensuel", "share of the monthly fee"),
    "straddling_month.items_of_charging_phase": ("les éléments nés en exploitation", "items born in the charging phase"),
    "straddling_month.none_if_begun_before": ("aucune pénalité", "no penalty"),
}  # fmt: skip
"""Reading and answer → what the answer says."""


def question(name: str) -> tuple[str, str]:
    """What a reading asks, in French and English; those of hours name their service."""
    if name.startswith("hours."):
        key = name.removeprefix("hours.")
        return f"Les heures du service « {key} »", f'The hours of the service "{key}"'
    return QUESTIONS.get(name, (name, name))


def answer(name: str, value: str) -> tuple[str, str]:
    """What an answer says, in French and English; without words of its own it is the value."""
    return ANSWERS.get(f"{name}.{value}", (value, value))


def choices(version: ContractVersion, readings: dict[str, str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """The register: (reading, answer in force, the other answers), those of hours first."""
    found = []
    for key, hours in version.hours.items():
        name = f"hours.{key}"
        now = readings.get(name, "shipped")
        others = tuple(one for one in ("shipped", *(one for one, _ in hours.alternatives)) if one != now)
        if hours.alternatives:
            found.append((name, now, others))
    for name, values in READINGS.items():
        now = readings.get(name, values[0])
        others = tuple(one for one in values if one != now)
        if others:
            found.append((name, now, others))
    return found

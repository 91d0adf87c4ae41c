"""What the codes of a contract are called, in French and in English: readings and their answers, rhythms, families."""

from collections.abc import Mapping
from typing import Any

Pairs = dict[str, tuple[str, str]]

READING_NAMES: Pairs = {
    "hours": ("Heures", "Hours"),
    "met_comparison": ("Cible atteinte à l'égalité", "Met when exactly equal"),
    "user_time": ("Temps de l'utilisateur", "The user's time"),
    "mass_incident_children": ("Tickets d'un incident majeur", "Tickets of a major incident"),
    "merged_opening": ("Ouverture d'un ticket fusionné", "Opening of a merged ticket"),
    "reclassification": ("Requalification", "Re-classification"),
    "major_at_level_2": ("Incident majeur né au niveau 2", "Major incident born at level 2"),
    "self_cleared_alert": ("Alerte disparue d'elle-même", "Alert that clears by itself"),
    "first_contact_population": ("Population du premier contact", "Population of first contact"),
    "escalation_clock": ("Horloge de l'escalade", "Clock of the escalation"),
    "item_month": ("Mois d'un élément", "Month of an item"),
    "abandoned_calls": ("Appels abandonnés", "Abandoned calls"),
    "abandoned_short_seconds": ("Abandon court, en secondes", "Short abandon, in seconds"),
    "calls_after_mass_message": ("Appels après un message d'incident majeur", "Calls after a mass message"),
    "call_clock": ("Départ de l'horloge d'un appel", "Start of a call's clock"),
    "reopening_rate": ("Taux de réouverture", "Reopening rate"),
    "availability": ("Calcul de la disponibilité", "Computing availability"),
    "third_party_outages": ("Pannes dues à un tiers", "Third parties' outages"),
    "day_targets": ("Délais en jours", "Targets in days"),
    "penalty_basis": ("Assiette de la pénalité", "Basis of the penalty"),
    "straddling_month": ("Mois à cheval sur deux phases", "Month across two phases"),
}
ANSWERS: Pairs = {
    "shipped": ("la grille ci-contre", "the week shown"),
    "at_most": ("atteint si égal ou inférieur", "met when equal or less"),
    "less_than": ("atteint si strictement inférieur", "met only when less"),
    "stops": ("ne compte pas", "does not count"),
    "counts": ("compte", "counts"),
    "excluded": ("exclus", "excluded"),
    "each_counts": ("chacun compte", "each counts"),
    "own": ("la sienne", "its own"),
    "earliest": ("la plus ancienne", "the earliest"),
    "from_start": ("depuis l'origine", "from the start"),
    "from_change": ("depuis le changement", "from the change"),
    "proportional": ("au prorata", "in proportion"),
    "kpi06": ("relève du KPI-06", "belongs to KPI-06"),
    "high": ("traité en priorité haute", "taken as high"),
    "counted": ("compté", "counted"),
    "incidents_and_requests": ("incidents et demandes", "incidents and requests"),
    "with_information": ("avec les informations", "with information"),
    "all_tickets": ("tous les tickets", "all tickets"),
    "phone_only": ("téléphone seul", "phone only"),
    "running": ("court toujours", "always runs"),
    "paused": ("suspendue pendant l'attente", "paused while waiting"),
    "first_breach_or_stop": ("mois du dépassement, sinon de la fin", "month of the breach, else of the end"),
    "stop": ("mois de la fin", "month of the end"),
    "missed": ("manqués", "missed"),
    "short_ones_excluded": ("les plus courts exclus", "short ones excluded"),
    "queue": ("entrée dans la file", "entering the queue"),
    "after_welcome": ("après l'accueil", "after the welcome"),
    "cohort": ("tickets clos dans le mois", "tickets closed in the month"),
    "month_over_month": ("réouvertures ÷ clôtures du mois", "reopenings ÷ closings of the month"),
    "sum": ("tous services ensemble", "all services together"),
    "mean": ("moyenne des services", "mean of the services"),
    "each": ("chaque service", "each service"),
    "count": ("comptent", "count"),
    "ignored": ("ne comptent pas", "do not count"),
    "service_days": ("jours de service", "service days"),
    "working_days": ("fin du n-ième jour ouvré", "end of the n-th working day"),
    "once": ("une fois par indicateur manqué", "once for each missed indicator"),
    "per_missed_item": ("par élément manqué", "for each missed item"),
    "share_of_fee": ("part du forfait mensuel", "share of the monthly fee"),
    "items_of_charging_phase": ("éléments nés en phase pénalisée", "items born in the charging phase"),
    "none_if_begun_before": ("rien si le mois a commencé avant", "nothing if the month began before"),
    "mon_fri_8_18": ("lundi–vendredi 8h–18h", "Monday–Friday 8:00–18:00"),
    "mon_sat_8_18": ("lundi–samedi 8h–18h", "Monday–Saturday 8:00–18:00"),
    "mon_sun_8_18": ("lundi–dimanche 8h–18h", "Monday–Sunday 8:00–18:00"),
    "always": ("24 heures sur 24, 7 jours sur 7", "24 hours a day, 7 days a week"),
}
_TIMED = ("calls_answered", "tickets_taken", "alerts_handled", "first_escalation", "resolution", "quotes")
READING_FAMILIES: dict[str, tuple[str, ...]] = {
    "met_comparison": _TIMED,
    "user_time": ("resolution",),
    "mass_incident_children": ("tickets_taken", "first_contact", "first_escalation", "resolution"),
    "merged_opening": ("tickets_taken", "first_escalation", "resolution"),
    "reclassification": ("resolution",),
    "major_at_level_2": ("resolution",),
    "self_cleared_alert": ("alerts_handled",),
    "first_contact_population": ("first_contact",),
    "escalation_clock": ("first_escalation",),
    "item_month": _TIMED,
    "abandoned_calls": ("calls_answered",),
    "abandoned_short_seconds": ("calls_answered",),
    "calls_after_mass_message": ("calls_answered",),
    "call_clock": ("calls_answered",),
    "reopening_rate": ("reopened",),
    "availability": ("availability",),
    "third_party_outages": ("availability",),
    "day_targets": ("first_escalation", "resolution", "quotes"),
}
"""Reading → families of indicators that it touches. What is not named touches the money of all."""
OCCASIONS: Pairs = {
    "continuous": ("en continu", "continuously"),
    "daily": ("chaque jour", "every day"),
    "weekly": ("chaque semaine", "every week"),
    "monthly": ("chaque mois", "every month"),
    "quarterly": ("chaque trimestre", "every quarter"),
    "yearly": ("chaque année", "every year"),
    "once": ("une fois", "once"),
    "on_event": ("à chaque fois", "whenever it happens"),
    "on_request": ("à la demande", "on request"),
}
UNITS: Pairs = {
    "working_days": ("jours ouvrés", "working days"),
    "calendar_days": ("jours calendaires", "calendar days"),
    "months": ("mois", "months"),
    "years": ("ans", "years"),
}
HOLDERS: Pairs = {
    "provider": ("Titulaire", "Provider"),
    "client": ("Client", "Client"),
    "third_party": ("Tiers mainteneur", "Third party"),
    "manufacturer": ("Constructeur", "Manufacturer"),
    "nobody": ("Personne", "Nobody"),
}
COLUMNS: Pairs = {
    "supervision": ("Supervision", "Monitoring"),
    "administration": ("Administration et exploitation", "Administration and operation"),
    "securing": ("Sécurisation", "Securing"),
    "level1": ("Assistance niveau 1", "Level 1 support"),
    "level2": ("Assistance niveau 2", "Level 2 support"),
    "level3": ("Assistance niveau 3", "Level 3 support"),
    "proximity": ("Assistance de proximité", "On-site support"),
}
FAMILIES: Pairs = {
    "switch": ("Commutateurs", "Switches"),
    "access_point": ("Bornes Wi-Fi", "Wi-Fi access points"),
    "network_management": ("Gestion du réseau", "Network management"),
    "fibre": ("Réseau fibre", "Fibre network"),
    "link": ("Liens opérateur", "Operator links"),
    "internet": ("Accès Internet", "Internet access"),
    "firewall": ("Pare-feu", "Firewalls"),
    "software": ("Logiciels et noms", "Software and names"),
    "security": ("Sécurité", "Security"),
    "server": ("Serveurs physiques", "Physical servers"),
    "hypervisor": ("Virtualisation", "Virtualisation"),
    "backup": ("Sauvegarde et réplication", "Backup and replication"),
    "vm": ("Machines virtuelles", "Virtual machines"),
    "ups": ("Onduleurs", "Uninterruptible power supplies"),
    "storage": ("Stockage", "Storage"),
    "database": ("Bases de données", "Databases"),
    "directory": ("Annuaire", "Directory"),
    "mail": ("Messagerie et MS365", "Mail and MS365"),
    "telephony": ("Téléphonie", "Telephony"),
    "connected_object": ("Objets connectés", "Connected objects"),
    "monitoring": ("Supervision", "Monitoring"),
    "workstation": ("Postes de travail", "Workstations"),
    "tablet": ("Tablettes", "Tablets"),
    "smartphone": ("Smartphones", "Smartphones"),
    "printer": ("Imprimantes", "Printers"),
    "multifunction": ("Multifonctions", "Multifunction printers"),
    "plotter": ("Traceurs", "Plotters"),
}
HOSTING: Pairs = {
    "saas": ("SaaS", "SaaS"),
    "internal": ("Serveur interne", "Internal server"),
    "local": ("Poste local", "Workstation"),
    "saas_and_internal": ("SaaS et serveur", "SaaS and server"),
}
KINDS: Pairs = {
    "contradiction": ("contradiction", "contradiction"),
    "damage": ("passage abîmé", "damaged passage"),
    "precision": ("précision", "precision"),
}
PARTS: Pairs = {
    "dpgf": ("Forfait (DPGF)", "Fee (DPGF)"),
    "bpu": ("Prix unitaires (BPU)", "Unit prices (BPU)"),
    "catalogue": ("Catalogue", "Catalogue"),
}
DOMAINS: Pairs = {
    "governance": ("Gouvernance", "Governance"),
    "desk": ("Assistance", "Desk"),
    "supervision": ("Supervision", "Monitoring"),
    "operation": ("Exploitation", "Operation"),
    "security": ("Sécurité", "Security"),
    "tools": ("Outils", "Tools"),
    "projects": ("Projets", "Projects"),
}
ENTRIES: Pairs = {
    "parties": ("Partie", "Party"),
    "term": ("Durée", "Term"),
    "phases": ("Phase", "Phase"),
    "hours": ("Heures", "Hours"),
    "infrastructure": ("Matrice infrastructure", "Infrastructure matrix"),
    "assistance": ("Matrice assistance", "Support matrix"),
    "exclusions": ("Exclusion", "Exclusion"),
    "categories": ("Catégorie", "Category"),
    "raci": ("RACI", "RACI"),
    "kpis": ("Indicateur", "Indicator"),
    "penalties": ("Pénalités", "Penalties"),
    "services": ("Service mesuré", "Measured service"),
    "duties": ("Relances dues", "Reminders owed"),
    "priority_matrix": ("Matrice des priorités", "Priority matrix"),
    "committees": ("Comité", "Committee"),
    "committee_rules": ("Règle des comités", "Rule of committees"),
    "gates": ("Décision réservée", "Reserved decision"),
    "roles": ("Rôle", "Role"),
    "assurance_roles": ("Rôle PAQ/PAS", "Assurance role"),
    "dashboards": ("Tableau de bord", "Dashboard"),
    "dashboard_rules": ("Règle des tableaux de bord", "Rule of dashboards"),
    "documents": ("Documents", "Documents"),
    "quantities": ("Quantité", "Quantity"),
    "equipment": ("Équipement", "Equipment"),
    "licences": ("Licence", "Licence"),
    "projects": ("Projet annoncé", "Announced project"),
    "price_list": ("Unité d'œuvre", "Work unit"),
    "user_categories": ("Catégorie d'utilisateurs", "User category"),
    "populations": ("Population", "Population"),
    "volumes": ("Volume", "Volume"),
    "sites": ("Site", "Site"),
    "office_applications": ("Application bureautique", "Office application"),
    "business_applications": ("Application métier", "Business application"),
    "deliverables": ("Livrable", "Deliverable"),
    "duty_list": ("Obligation", "Duty"),
    "processes": ("Processus", "Process"),
    "tools": ("Outil", "Tool"),
    "left_open": ("Point laissé aux parties", "Left to the parties"),
    "unknowns": ("Inconnue", "Unknown"),
    "register": ("Lecture", "Reading"),
    "contradictions": ("Contradiction", "Contradiction"),
    "glossary": ("Définition", "Definition"),
}
MATRIX_ROWS: Pairs = {
    "service_stopped": ("Service arrêté", "Service stopped"),
    "several_users": ("Plusieurs utilisateurs", "Several users"),
    "one_user": ("Un utilisateur", "One user"),
    "immediate": ("Immédiate", "Immediate"),
    "high": ("Haute", "High"),
    "medium": ("Moyenne", "Medium"),
    "low": ("Faible", "Low"),
    "major": ("Majeure", "Major"),
}


def touching(reading: str, family: str) -> bool:
    """Whether a reading bears on the figures of a family; those of hours and money are looked up elsewhere."""
    return family in READING_FAMILIES.get(reading, ())


def prices(reading: str) -> bool:
    """Whether a reading bears on the amounts of penalties, and on no figure."""
    return reading not in READING_FAMILIES and not reading.startswith("hours.")


def name_of(table: Mapping[str, tuple[str, str]], code: str, language: str) -> str:
    """The words of a code; a code that nobody has named is shown as it is."""
    french, english = table.get(code, (code, code))
    return english if language == "en" else typeset(french)


def told(value: Any, language: str) -> str:
    """A text of the contract: one language, or the reader's of both."""
    if isinstance(value, Mapping):
        if language == "en" and value.get("en"):
            return str(value["en"])
        return typeset(str(value.get("fr") or ""))
    return typeset(str(value or ""))


def is_french_alone(value: Any) -> bool:
    """Whether a text of the contract stands there in French and in no other language: the legal text is French."""
    return not (isinstance(value, Mapping) and value.get("en"))


def typeset(french: str) -> str:
    """French as it is printed: a contract is written with the keyboard's apostrophe."""
    return french.replace("'", "’")

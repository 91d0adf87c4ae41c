"""Every code of the arithmetic and of refusals, with its sentence in French and in English.

Results carry codes and parameters; sentences are made here, at the edge, so that no digest depends on a language.
"""

from typing import Any

from timonier.core.event_words import EVENT_WORDS

Sentences = dict[str, tuple[str, str]]

EVENTS: Sentences = {
    "not_json": ("Ce n'est pas du JSON : une ligne, un objet.", "Not JSON: one object a line."),
    "not_an_object": ("La ligne n'est pas un objet JSON.", "The line is not a JSON object."),
    "clock_set_back": (
        "L'horloge de la base est en retard de {seconds} s sur le dernier sceau ; remettez-la à l'heure, rien n'est enregistré.",
        "The database's clock is {seconds} s behind the last seal; set it right, nothing is stored.",
    ),
    "repeated_field": (
        "Un attribut figure deux fois ; n'en gardez qu'un.",
        "An attribute stands twice; keep one.",
    ),
    "line_too_long": (
        "La ligne dépasse {limit} octets ; raccourcissez le texte.",
        "The line is longer than {limit} bytes; shorten the text.",
    ),
    "too_long": (
        "L'événement dépasse {limit} octets ; raccourcissez le texte.",
        "The event is longer than {limit} bytes; shorten the text.",
    ),
    "not_utf8": ("La ligne n'est pas en UTF-8.", "The line is not UTF-8."),
    "no_stream": (
        "Aucun objet suivi n'est nommé ; attendu l'un de : {known}.",
        "No stream is named; expected one of: {known}.",
    ),
    "two_streams": ("Plusieurs objets suivis sont nommés : {found}.", "Several streams are named: {found}."),
    "bad_key": (
        "L'identifiant « {field} » doit être un texte imprimable de 1 à 200 caractères.",
        'The identifier "{field}" must be a printable text of 1 to 200 characters.',
    ),
    "unknown_event": (
        "Événement « {event} » inconnu pour {family} ; connus : {known}.",
        'Unknown event "{event}" for {family}; known: {known}.',
    ),
    "missing_field": ("L'attribut « {field} » manque.", 'The attribute "{field}" is missing.'),
    "bad_value": (
        "« {field} » vaut « {value} » ; attendu : {expected}.",
        '"{field}" is "{value}"; expected: {expected}.',
    ),
    "bad_instant": (
        "« {field} » ({value}) n'est pas une date et heure ISO 8601.",
        '"{field}" ({value}) is not an ISO 8601 date and time.',
    ),
    "no_offset": (
        "« {field} » ({value}) n'a pas de décalage horaire ; ajoutez +02:00, +01:00 ou Z.",
        '"{field}" ({value}) has no offset; add +02:00, +01:00 or Z.',
    ),
    "instant_out_of_range": (
        "« {field} » ({value}) est hors de 1990–2059.",
        '"{field}" ({value}) is outside 1990–2059.',
    ),
    "empty_span": ("« from » doit précéder « to ».", '"from" must be before "to".'),
    "more_than_total": (
        "« compliant » ({compliant}) dépasse « total » ({total}).",
        '"compliant" ({compliant}) is more than "total" ({total}).',
    ),
    "not_canonical": (
        "Un nombre trop grand ou un texte malformé n'a pas de forme canonique.",
        "A number out of range or malformed text has no canonical form.",
    ),
    "unknown_service": (
        "Le service « {service} » n'est pas au catalogue du contrat ; connus : {known}.",
        'The service "{service}" is not in the contract\'s catalogue; known: {known}.',
    ),
    "corrected_by_engine": (
        "Le calcul est passé de la version {before} à la version {after}.",
        "The arithmetic has gone from version {before} to version {after}.",
    ),
    "corrected_by_contract": (
        "Une version du contrat chargée depuis s'applique à ce mois.",
        "A version of the contract loaded since applies to this month.",
    ),
    "corrected_by_facts": (
        "Des faits ont été appris depuis la publication.",
        "Facts have been learnt since the publication.",
    ),
    "not_a_call": ("Seuls les événements d'appels sont admis ici.", "Only call events are admitted here."),
}
REFUSALS: Sentences = {
    "before_the_contract": (
        "Le mois {month} précède le contrat, qui commence le {begins}.",
        "Month {month} is before the contract, which begins on {begins}.",
    ),
    "unknown_contract": (
        "Contrat « {key} » inconnu ; connus : {known}.",
        'Unknown contract "{key}"; known: {known}.',
    ),
    "unknown_reading": (
        "Lecture « {name} » inconnue ; connues : {known}.",
        'Unknown reading "{name}"; known: {known}.',
    ),
    "unknown_reading_value": (
        "La lecture « {name} » n'admet pas « {value} » ; admis : {known}.",
        'The reading "{name}" does not admit "{value}"; admitted: {known}.',
    ),
    "bad_month": ("« {value} » n'est pas un mois AAAA-MM.", '"{value}" is not a month YYYY-MM.'),
    "bad_option_instant": (
        "« {value} » n'est pas un instant ISO 8601 avec décalage horaire.",
        '"{value}" is not an ISO 8601 instant with its offset.',
    ),
    "bad_option": ("« {value} » : attendu {expected}.", '"{value}": expected {expected}.'),
    "no_such_file": (
        "Le fichier {path} est introuvable ou illisible.",
        "The file {path} cannot be found or read.",
    ),
    "cannot_write": ("Impossible d'écrire {path} : {why}.", "Cannot write {path}: {why}."),
    "unknown_ticket": (
        "Aucun fait connu sur « {item} » dans ce contrat.",
        'No fact is known about "{item}" in this contract.',
    ),
    "month_not_over": (
        "Le mois {month} n'est pas terminé ; il le sera le {ends}.",
        "Month {month} is not over; it ends on {ends}.",
    ),
    "already_sealed": (
        "Le mois {month} est déjà scellé (le {at}) ; un mois ne se scelle qu'une fois.",
        "Month {month} is sealed already (on {at}); a month is sealed once.",
    ),
    "not_sealed": ("Le mois {month} n'est pas scellé.", "Month {month} is not sealed."),
    "facts_on_their_way": (
        "Une écriture en cours retient des faits du contrat {contract} ; recommencez dans un instant.",
        "A running write holds back facts of contract {contract}; try again in a moment.",
    ),
    "columns_missing": (
        "Ce fichier n'est pas un journal d'incidents ServiceNow : il manque {columns}.",
        "This file is no ServiceNow incident log: {columns} missing.",
    ),
    "zip_without_one_table": (
        "L'archive doit contenir un seul fichier .csv ; elle en contient {found}.",
        "The archive must hold one .csv file; it holds {found}.",
    ),
    "table_too_large": (
        "Le fichier de l'archive est trop grand ({size} octets une fois décompressé).",
        "The file of the archive is too large ({size} bytes once unpacked).",
    ),
    "target_in_days_without_hours": (
        "Une cible en jours demande un service et ses heures.",
        "A target in days needs a service with hours.",
    ),
    "lines_refused": (
        "{count} ligne(s) refusée(s) ; voyez le rapport.",
        "{count} line(s) refused; see the report.",
    ),
    "not_identical": (
        "Le recalcul diffère de ce qui est enregistré : {count} différence(s).",
        "The recomputation differs from what is stored: {count} difference(s).",
    ),
    "conflict": (
        "Ce ticket a été modifié par quelqu'un d'autre pendant votre saisie ; relisez puis recommencez.",
        "Somebody else changed this ticket meanwhile; read it again, then try again.",
    ),
    "not_allowed_now": (
        "« {verb} » n'est pas possible dans l'état actuel du ticket ({state}).",
        '"{verb}" is not possible in the ticket\'s present state ({state}).',
    ),
    "reopen_too_late": (
        "Résolu depuis plus de {days} jours : ouvrez un ticket lié.",
        "Resolved more than {days} days ago: open a linked ticket.",
    ),
    "not_permitted": ("Vous n'avez pas le droit de faire cela.", "You may not do this."),
}
WHY: Sentences = {
    "provider_holds": ("le titulaire a la main", "the provider holds"),
    "hand_over_unproven": (
        "transfert sans preuve complète : le titulaire garde la main",
        "hand-over without complete proof: the provider holds",
    ),
    "user_holds": ("l'utilisateur a la main (transfert prouvé)", "the user holds (proven hand-over)"),
    "client_holds": ("le client a la main (transfert prouvé)", "the client holds (proven hand-over)"),
    "third_party_holds": ("un tiers a la main (transfert prouvé)", "a third party holds (proven hand-over)"),
    "duty_overdue": (
        "relance ou escalade due et non faite : le temps compte",
        "reminder or escalation due and not done: time counts",
    ),
    "stopped": ("ticket résolu : le compteur est arrêté", "ticket resolved: the clock stands still"),
    "closed_hours": ("hors des heures de service", "outside service hours"),
    "not_paused": ("ce délai ne connaît pas de pause", "this clock is not paused"),
    "dispute_counted": ("compté par décision sur contestation", "counted by decision on a dispute"),
    "dispute_not_counted": (
        "non compté par décision sur contestation",
        "not counted by decision on a dispute",
    ),
    "before_change": ("avant la re-qualification", "before the re-classification"),
}
REASONS: Sentences = {
    "cancelled": ("annulé", "cancelled"),
    "merged": ("fusionné avec un autre", "merged into another"),
    "linked_child": ("rattaché à un incident de masse", "child of a mass incident"),
    "out_of_perimeter": ("hors du périmètre du titulaire", "outside the provider's perimeter"),
    "not_standard": ("demande non standard (devis ou projet)", "not a standard request (quote or project)"),
    "cleared_by_itself": (
        "alerte disparue d'elle-même avant la cible",
        "cleared by itself before the target",
    ),
    "orphan": ("appel sans suite connue", "call with no known outcome"),
    "abandoned": ("appel abandonné", "call abandoned"),
    "abandoned_at_once": ("abandon immédiat", "abandoned at once"),
    "abandoned_after_message": (
        "abandon après le message d'incident",
        "abandoned after the incident message",
    ),
    "not_first_contact": ("pas résolu au premier contact", "not resolved at first contact"),
    "reopened": ("rouvert", "reopened"),
}
NOTES: Sentences = {
    "before_creation": ("fait antérieur à la création : sans effet", "fact before the creation: no effect"),
    "no_creation": ("aucune création connue : en attente", "no creation known: pending"),
    "after_exclusion": ("fait postérieur à l'exclusion : sans effet", "fact after the exclusion: no effect"),
    "reopened_too_late": (
        "réouverture tardive : sans effet sur le délai",
        "late reopening: no effect on the clock",
    ),
    "exclusion_of_stopped": (
        "exclusion d'un ticket arrêté, non acceptée par le client : sans effet",
        "exclusion of a stopped ticket, not accepted by the client: no effect",
    ),
    "change_refused": (
        "re-qualification sans effet : cible dépassée ou compteur arrêté",
        "re-classification without effect: target exceeded or clock stopped",
    ),
    "reclassified": ("re-qualifié", "re-classified"),
    "target_lengthened": (
        "re-qualification qui allonge la cible",
        "re-classification that lengthens the target",
    ),
}
FORBIDS: Sentences = {
    "phase_without_penalties": ("phase sans pénalité", "phase without penalties"),
    "not_a_whole_month": (
        "indicateur sans compteur : exigible au premier mois entier",
        "KPI without a clock: charged from the first whole month",
    ),
}
MESSAGES: Sentences = EVENTS | REFUSALS | WHY | REASONS | NOTES | FORBIDS | EVENT_WORDS


def register(sentences: Sentences) -> None:
    """Add the codes of another part of the house."""
    MESSAGES.update(sentences)


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


MEANS: Sentences = {
    "mail": ("courriel", "e-mail"),
    "phone": ("téléphone", "telephone"),
    "ticket": ("ticket", "ticket"),
    "portal": ("portail", "portal"),
    "letter": ("lettre", "letter"),
}
"""By what means something was said → its word in a sentence."""


def sentence(code: str, params: dict[str, Any], language: str) -> str:
    """The sentence of a code in "fr" or "en". Parameters are data: they are inserted, never interpreted."""
    french, english = MESSAGES.get(code, (code, code))
    means = params.get("means")
    if isinstance(means, str) and means in MEANS:
        params = params | {"means": MEANS[means][language == "en"]}
    return (english if language == "en" else french).format_map(_Known(params))


def say(code: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
    """A code with both sentences, as JSON output carries it."""
    known = params or {}
    return {
        "code": code,
        "params": known,
        "fr": sentence(code, known, "fr"),
        "en": sentence(code, known, "en"),
    }

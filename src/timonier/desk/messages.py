"""Sentences of the desk's refusals, French and English, and the words for its verbs and states inside them."""

from typing import Any

from timonier.core.messages import Sentences, say, sentence
from timonier.core.refusal import Refused

SENTENCES: Sentences = {
    "unknown_verb": (
        "Action « {verb} » inconnue ; connues : {known}.",
        'Unknown action "{verb}"; known: {known}.',
    ),
    "unknown_field": (
        "« {field} » n'est pas attendu ici ; attendus : {known}.",
        '"{field}" is not expected here; expected: {known}.',
    ),
    "field_needed": ("Indiquez « {field} ».", 'Give "{field}".'),
    "nothing_changed": (
        "Rien ne change ; indiquez au moins un attribut.",
        "Nothing changes; give an attribute.",
    ),
    "only_the_client_accepts": (
        "Seul un décideur du client peut accepter cela.",
        "Only a person who decides for the client can accept that.",
    ),
    "not_itself": ("Un ticket ne peut pas être lié à lui-même.", "A ticket cannot be tied to itself."),
    "unknown_target": (
        "Le ticket « {item} » n'existe pas ou n'est plus ouvert.",
        'The ticket "{item}" does not exist or is not open any more.',
    ),
    "holder_already": ("La balle est déjà chez « {party} ».", 'The ball is with "{party}" already.'),
    "key_reused": (
        "Cette clé d'idempotence a déjà servi à une autre demande ; prenez-en une nouvelle.",
        "This idempotency key served another request already; take a new one.",
    ),
    "key_missing": (
        "L'en-tête Idempotency-Key manque ; donnez-lui une valeur nouvelle pour chaque demande.",
        "The header Idempotency-Key is missing; give it a new value for each request.",
    ),
    "key_too_long": (
        "Idempotency-Key dépasse 200 caractères.",
        "Idempotency-Key is longer than 200 characters.",
    ),
    "bad_cursor": (
        "Cette page n'existe pas ; repartez de la première.",
        "No such page; start from the first.",
    ),
    "nothing_to_search": (
        "Donnez au moins un mot de deux lettres à chercher.",
        "Give at least one word of two letters to search for.",
    ),
    "nothing_chosen": (
        "Aucun ticket n'est choisi ; cochez-en au moins un.",
        "No ticket is chosen; tick one at least.",
    ),
    "too_many_chosen": (
        "Plus de {most} tickets à la fois : choisissez-en moins.",
        "More than {most} tickets at once: choose fewer.",
    ),
    "list_name_needed": ("Donnez un nom à la liste.", "Give the list a name."),
    "too_many_lists": (
        "Vous gardez déjà {most} listes ; supprimez-en une.",
        "You keep {most} lists already; delete one.",
    ),
    "contract_needed": (
        "Précisez le contrat : {known}.",
        "Name the contract: {known}.",
    ),
    "version_needed": ("« expected_version » doit être un entier.", '"expected_version" must be an integer.'),
    "not_found": ("Introuvable.", "Not found."),
    "not_signed_in": ("Présentez un jeton ou connectez-vous.", "Present a token or sign in."),
}
VERBS: dict[str, tuple[str, str]] = {
    "take": ("Prendre", "Take"),
    "assign": ("Affecter", "Assign"),
    "hand_over": ("Passer la main", "Hand over"),
    "return_ball": ("Reprendre la main", "Take back"),
    "remind": ("Relancer", "Remind"),
    "escalate": ("Escalader", "Escalate"),
    "change": ("Requalifier", "Change"),
    "contact": ("Noter un contact", "Note a contact"),
    "resolve": ("Résoudre", "Resolve"),
    "validate": ("Valider", "Validate"),
    "reopen": ("Rouvrir", "Reopen"),
    "close": ("Clore", "Close"),
    "cancel": ("Annuler", "Cancel"),
    "merge": ("Fusionner", "Merge"),
    "link_child": ("Rattacher", "Link to a parent"),
    "unlink": ("Détacher", "Unlink"),
    "rate": ("Noter", "Rate"),
}
STATES: dict[str, tuple[str, str]] = {
    "new": ("nouveau", "new"),
    "taken": ("pris en charge", "taken"),
    "waiting_user": ("en attente de l'utilisateur", "waiting for the user"),
    "waiting_client": ("en attente du client", "waiting for the client"),
    "waiting_third_party": ("en attente d'un tiers", "waiting for a third party"),
    "resolved": ("résolu", "resolved"),
    "closed": ("clos", "closed"),
    "cancelled": ("annulé", "cancelled"),
    "merged": ("fusionné", "merged"),
    "child": ("rattaché à un incident de masse", "child of a mass incident"),
}


def say_refusal(refused: Refused) -> dict[str, Any]:
    """The refusal with both sentences, verbs and states in words."""
    told = say(refused.code, refused.params)
    if refused.code == "not_allowed_now":
        for place, language in enumerate(("fr", "en")):
            words = {
                "verb": VERBS.get(refused.params["verb"], (refused.params["verb"],) * 2)[place],
                "state": STATES.get(refused.params["state"], (refused.params["state"],) * 2)[place],
            }
            told[language] = sentence(refused.code, words, language)
    return told

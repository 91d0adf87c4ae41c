"""Words for the codes of measures: what came of them, who held, why something was left out."""

from timonier.core.messages import NOTES, REASONS
from timonier.core.plan import Plan

OUTCOMES = {
    "met": ("atteint", "met"),
    "missed": ("manqué", "missed"),
    "running": ("en cours", "running"),
    "excluded": ("exclu", "excluded"),
}
HOLDERS = {
    "provider": ("titulaire", "provider"),
    "user": ("utilisateur", "user"),
    "client": ("client", "client"),
    "third_party": ("tiers", "third party"),
    "none": ("personne", "nobody"),
}
ITEMS = {
    "ticket": ("ticket", "ticket"),
    "call": ("appel", "call"),
    "alert": ("alerte", "alert"),
    "quote": ("devis", "quote"),
    "milestone": ("jalon", "milestone"),
    "survey": ("enquête", "survey"),
    "reopening": ("réouverture", "reopening"),
}
SEVERITIES = {"critical": ("critique", "critical"), "warning": ("avertissement", "warning")}
WHY = {**REASONS, **NOTES}
ATTRIBUTES: dict[str, dict[str, tuple[str, str]]] = {
    "type": {
        "incident": ("Incident", "Incident"),
        "request": ("Demande", "Request"),
        "information": ("Information", "Information"),
        "change": ("Changement", "Change"),
    },
    "channel": {
        "phone": ("Téléphone", "Telephone"),
        "mail": ("Courriel", "E-mail"),
        "portal": ("Portail", "Portal"),
        "alert": ("Supervision", "Monitoring"),
        "api": ("API", "API"),
    },
    "priority": {
        "major": ("Majeure", "Major"),
        "high": ("Haute", "High"),
        "medium": ("Moyenne", "Medium"),
        "low": ("Basse", "Low"),
    },
}
"""Attributes of tickets whose values are closed lists: the words that the desk says them in."""


def attribute_word(plan: Plan, name: str, value: str, language: str) -> str:
    """A value of an attribute as people read it: a word, a category's or a service's title; as it is where there is none."""
    is_english = language == "en"
    if name in ("category", "service"):
        known = plan.version.categories if name == "category" else plan.version.services
        found = known.get(value)
        return value if found is None else str(found.title_en if is_english else found.title_fr)
    pair = ATTRIBUTES.get(name, {}).get(value)
    return value if pair is None else pair[is_english]

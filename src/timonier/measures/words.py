"""Words for the codes of measures: what came of them, who held, why something was left out."""

from timonier.core.messages import NOTES, REASONS

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

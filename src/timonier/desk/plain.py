"""What happened to a request, as its requester reads it: no address, no reference, no word of the trade."""

from collections.abc import Iterable
from typing import Any

from timonier.core.events import Event
from timonier.core.messages import MEANS
from timonier.foundation.asked import speaks

PLAIN: dict[str, tuple[str, str]] = {
    "created": ("Demande enregistrée", "Request received"),
    "changed": ("Demande précisée par l’assistance", "Request made clearer by the service desk"),
    "assigned": ("Demande confiée à une équipe", "Request given to a team"),
    "taken": ("Un technicien a pris la demande en charge", "A technician took it in hand"),
    "contact": ("Échange avec l’assistance", "Contact with the service desk"),
    "escalated": ("Demande transmise à des spécialistes", "Request passed to specialists"),
    "returned": ("Nous reprenons la demande", "We go on with it"),
    "resolved": ("Nous pensons que c’est réparé", "We think that it works again"),
    "validated": ("Réparation confirmée", "Repair confirmed"),
    "rated": ("Note donnée : {score} sur 100", "Rated {score} of 100"),
    "closed": ("Demande terminée", "Request finished"),
    "reopened": ("Demande rouverte", "Request opened again"),
    "linked_child": ("Rattachée à une panne qui touche plusieurs personnes", "Part of a breakdown that touches several people"),
    "unlinked": ("Détachée de la panne commune", "No longer part of the common breakdown"),
    "merged": ("Réunie avec une autre demande sur le même sujet", "Joined to another request about the same thing"),
    "cancelled": ("Demande annulée", "Request cancelled"),
    "handed_over.user": ("Nous attendons la réponse que nous vous avons demandée{means}", "We wait for the answer that we asked you for{means}"),
    "handed_over.client": ("Votre administration doit décider", "Your administration must decide"),
    "handed_over.third_party": ("Une autre entreprise s’en occupe", "Another company is working on it"),
    "reminded.user": ("Nous vous avons relancé(e){means}", "We reminded you{means}"),
    "reminded.client": ("Nous avons relancé votre administration{means}", "We reminded your administration{means}"),
    "reminded.third_party": ("Nous avons relancé l’autre entreprise{means}", "We reminded the other company{means}"),
    "reminded": ("Relance faite{means}", "Reminder made{means}"),
    "other": ("Preuve ou décision inscrite au dossier", "A proof or a decision was put on file"),
}  # fmt: skip
"""Event, and who holds the ball where that matters → what a requester reads."""


def sentences(events: Iterable[Event]) -> list[str]:
    """One sentence for each event, in their order; a reminder goes to whoever holds the ball then."""
    holder, found = "", []
    for event in events:
        if event.kind == "handed_over":
            holder = str(event.data.get("holder", ""))
        elif event.kind in ("returned", "resolved", "reopened"):
            holder = ""
        found.append(_said(event, holder))
    return found


def _said(event: Event, holder: str) -> str:
    at = 1 if speaks() == "en" else 0
    code = f"{event.kind}.{holder}" if event.kind in ("handed_over", "reminded") else event.kind
    words = PLAIN.get(code) or PLAIN.get(event.kind) or PLAIN["other"]
    shown: dict[str, Any] = {"score": event.data.get("score", ""), "means": _by(event, at)}
    return words[at].format_map(shown)


def _by(event: Event, at: int) -> str:
    means = str(event.data.get("means") or "")
    return f" {('par', 'by')[at]} {MEANS[means][at]}" if means in MEANS else ""

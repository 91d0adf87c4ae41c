"""What the fields of the desk are called, in the language of whoever reads them."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "title": _("What happens"),
    "type": _("Type"),
    "channel": _("Channel"),
    "scope": _("Whom it touches"),
    "priority": _("Priority"),
    "urgency": _("Urgency"),
    "category": _("Category"),
    "service": _("Service"),
    "requester": _("Requester"),
    "vip": _("VIP"),
    "blocking": _("Blocking"),
    "team": _("Team"),
    "level": _("Level"),
    "to": _("To whom"),
    "holder": _("Who holds the ball"),
    "means": _("By what means"),
    "reference": _("Reference of the proof"),
    "referent": _("It is the application's referent"),
    "duty": _("Owed to the silent party's management"),
    "by": _("Who contacted whom"),
    "reason": _("Reason"),
    "into": _("Into ticket"),
    "parent": _("Parent ticket"),
    "accepted_by": _("Accepted by"),
    "score": _("Score of 100"),
}

"""What people call the sources of facts, on screens and in documents. Source: KPIS.md, "incomplete"."""

from django.utils.translation import gettext as _
from django.utils.translation import override


def source_name(source: str, language: str) -> str:
    """ "phone" → "téléphonie"; a name that is not known stands as it is."""
    with override(language):
        names = {
            "phone": _("telephony"),
            "mail": _("mailbox"),
            "monitoring": _("monitoring"),
            "survey": _("surveys"),
        }
    return names.get(source, source)

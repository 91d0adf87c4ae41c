"""What a person chooses of a document. A wrong choice is said at its field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from timonier.core.instants import months_between

KINDS = (
    ("operational", _("Operational dashboard")),
    ("steering", _("Steering dashboard")),
    ("strategic", _("Strategic dashboard")),
)
FORMS = (
    ("xlsx", _("Excel workbook (with the data tables)")),
    ("pptx", _("PowerPoint slides")),
    ("docx", _("Word report")),
)
MOST_MONTHS = 60


class DocumentForm(forms.Form):
    """A dashboard, or one data table, over months."""

    what = forms.ChoiceField(label=_("Document"))
    form = forms.ChoiceField(label=_("Format"), choices=FORMS, required=False)
    first = forms.ChoiceField(label=_("From"))
    last = forms.ChoiceField(label=_("To"))

    def __init__(self, *args: Any, months: list[str], tables: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
        choices = [(one, one) for one in reversed(months)]
        self.fields["first"].choices = self.fields["last"].choices = choices  # type: ignore[attr-defined]
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (_("Dashboards"), KINDS),
            (_("Data tables (Excel)"), [(f"table:{name}", label) for name, label in tables]),
        ]

    def clean(self) -> dict[str, Any]:
        """The period goes forward."""
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last:
            if last < first:
                self.add_error("last", _("The period ends before it begins."))
            elif len(months_between(first, last)) > MOST_MONTHS:
                self.add_error("last", _("A period has 60 months at most."))
        return found

"""The clock chip as markup: time left, share used, whose turn it is, and the sentence that says why.

Drawn fifty times on a list, so it is written here once and filled in, and not interpreted anew by the template engine.
"""

from secrets import token_hex
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timonier.foundation import parts
from timonier.foundation.asked import speaks
from timonier.foundation.markup import NOTHING, fill

HOLDERS = {
    "provider": ("T", gettext_lazy("Provider")),
    "user": ("U", gettext_lazy("User")),
    "client": ("C", gettext_lazy("Client")),
    "third_party": ("X", gettext_lazy("Third party")),
    "none": ("–", gettext_lazy("Nobody")),
}
"""Holder → letter and name; colour and hatch stand in the style sheets."""
_NONE = (
    '<span class="tim-muted"><span aria-hidden="true">–</span><span class="visually-hidden">{}</span></span>'
)
_CHIP = (
    '<button type="button" class="tim-chip" popovertarget="{0}" aria-describedby="{0}">'
    '<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">'
    '<circle class="tim-ring-ground" cx="10" cy="10" r="8" stroke-width="3"/>'
    '<circle class="tim-ring-{1}" cx="10" cy="10" r="8" stroke-width="3" stroke-dasharray="{2}"'
    ' transform="rotate(-90 10 10)"/></svg>'
    '<span class="tim-state tim-state-{3}">{4}</span>{5}</button>'
    '<span class="tim-chip-more" popover id="{0}">{6}</span>'
)
_HOLDER = (
    '<span class="tim-holder tim-holder-{0}" title="{1}"><span aria-hidden="true">{2}</span>'
    '<span class="visually-hidden">{1}</span></span>'
)


def holder_mark(holder: str) -> SafeString:
    """Letter and colour of a holder; its name for screen readers."""
    letter, name = HOLDERS.get(holder, ("?", holder))
    return fill(_HOLDER, holder, name, letter)


def clock_chip(
    clock: Any,
    holder: str,
    party: str = "",
    target: int | None = None,
    since: int | None = None,
    proof: str = "",
) -> SafeString:
    """`clock`: state (met, risk, missed, paused, none), remaining, share, due_at. The rest completes the sentence: whose turn,
    since when and by which proof, out of which target.

    Units: microseconds.
    """
    if not clock or clock.state == "none":
        return fill(_NONE, _("no clock"))
    return fill(
        _CHIP,
        f"clock-{token_hex(4)}",
        clock.state,
        parts.ring(clock.share),
        "running" if clock.state == "paused" else clock.state,
        clock_words(clock, speaks()),
        NOTHING if holder == "provider" else holder_mark(holder),
        " ".join(_why(clock, holder, party, target, since, proof)),
    )


def clock_words(clock: Any, language: str) -> str:
    """What a clock says in words, on a screen as in a file: time left, missed by how much, or that it is stopped."""
    left = parts.duration(clock.remaining, language) if clock.remaining is not None else "–"
    if clock.state == "missed":
        return " ".join((_("missed"), left) if clock.remaining else (_("missed"),))
    return " · ".join((_("stopped"), left)) if clock.state == "paused" else left


def _why(clock: Any, holder: str, party: str, target: int | None, since: int | None, proof: str) -> list[str]:
    language = speaks()
    left = clock.remaining
    found = []
    if target and left is not None:
        counted = parts.duration(target - left, language)
        found.append(
            _("%(counted)s counted of %(target)s.")
            % {"counted": counted, "target": parts.duration(target, language)}
        )
    if clock.state == "paused":
        found.append(str(_("The clock is stopped: this time is not counted.")))
    if clock.due_at:
        pattern = _("It ends on %(when)s.")
        if clock.state == "missed":
            pattern = _("It ended on %(when)s.")
        elif clock.state == "paused":
            pattern = _("It ends on %(when)s if nobody answers nor reminds.")
        found.append(pattern % {"when": parts.instant(clock.due_at, language)})
    elif clock.state == "missed":
        found.append(str(_("The time allowed is used up.")))
    if holder in HOLDERS and holder != "none":
        who = f"{HOLDERS[holder][1]} {party}".strip()
        words = str(_("Whose turn: %(who)s") % {"who": who})
        if since:
            words += ", " + str(_("since %(when)s") % {"when": parts.instant(since, language)})
        found.append(words + (f" ({proof})." if proof else "."))
    return found

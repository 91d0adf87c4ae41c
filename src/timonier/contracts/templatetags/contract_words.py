"""Filters and tags of the contract's pages, in the language of the reader."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date, get_day_names
from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from timonier.contracts import words
from timonier.contracts.drawings import week_of, week_of_text
from timonier.contracts.speech import readings_said
from timonier.core.contract.model import Hours, Kpi, Target
from timonier.foundation.asked import speaks
from timonier.foundation.parts import first_of_month

register = template.Library()
_CLAUSE = '<a class="ct-clause" href="{}{}" title="{}">§&nbsp;{}</a>'
_ROLE = '<span class="ct-role ct-holder-{}"><span class="tim-holder" aria-hidden="true">{}</span> {}</span>'
_FRENCH = '<span class="ct-fr" lang="fr">{}</span>'
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LETTERS = {"provider": "T", "client": "C", "third_party": "X", "manufacturer": "M", "nobody": "–"}


@register.filter
def told(value: Any) -> str:
    """A text of the contract in the reader's language."""
    return words.told(value, speaks())


@register.filter
def passage(value: Any) -> str:
    """The same where it is read as text: what the contract says in French alone is marked so on English screens.

    Source: RGAA 8.7. A screen reader changes its voice; the mark says to the others that this is the contract's own text.
    """
    shown = words.told(value, speaks())
    return _french(shown) if speaks() == "en" and words.is_french_alone(value) else shown


@register.filter
def row_title(row: Mapping[str, str]) -> str:
    """The title of a row, in both languages or in French alone. In an attribute or a page's title: with `striptags`."""
    shown = row.get(f"title_{speaks()}")
    if shown:
        return shown if speaks() == "en" else words.typeset(shown)
    return passage(row.get("title") or row.get("name") or row.get("term") or row.get("key", ""))


@register.filter
def row_text(row: Mapping[str, str], name: str) -> str:
    """A column of a row that stands there once for each language, or in French alone."""
    shown = row.get(f"{name}_{speaks()}")
    if shown and speaks() == "en":
        return readings_said(shown, "en")
    return passage(readings_said(row.get(f"{name}_fr", ""), speaks()))


@register.filter
def language_of(entry: Any, name: str) -> str:
    """ "fr" on English screens for the `title` or `shown` text of an entry that is French alone."""
    french, english = getattr(entry, f"{name}_fr"), getattr(entry, f"{name}_en")
    return "fr" if speaks() == "en" and french and french == english else ""


def _french(shown: str) -> str:
    return format_html(_FRENCH, shown) if shown else shown


@register.filter
def get(mapping: Any, key: str) -> Any:
    """The entry of a mapping, also when its key is the name of a method."""
    return mapping.get(key, "") if isinstance(mapping, Mapping) else ""


@register.filter
def list_of(edition: Any, name: str) -> list[dict[str, str]]:
    """The rows of a list of the contract."""
    return list(edition.rows(name))


@register.filter
def table(edition: Any, name: str) -> list[tuple[str, Any]]:
    """The entries of a mapping of the contract, in its order."""
    return list(edition.table(name))


@register.filter
def week_text(text: str) -> str:
    """ "lundi–samedi 08:00–18:30" of "mon-sat 08:00-18:30"; "24 h/24, 7 j/7" of "24x7"."""
    if text == "24x7":
        return words.name_of(words.ANSWERS, "always", speaks())
    names = get_day_names("wide", locale=speaks())

    def day(match: re.Match[str]) -> str:
        return str(names[_DAYS.index(match[0])])

    return re.sub(r"\b(" + "|".join(_DAYS) + r")\b", day, text).replace("-", "–").replace(",", ", ")


@register.filter
def phase_name(key: str, phases: list[dict[str, Any]]) -> str:
    """The title of a phase by its key."""
    return next((told(one["text"].get("title", key)) for one in phases if one["key"] == key), key)


@register.filter
def depth(number: str) -> int:
    """How deep a clause stands: 1 for a chapter."""
    return number.count(".") + 1


@register.filter
def families(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Equipment by family, in the order of the contract, with the sum of each."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row["family"], []).append(row)
    return [
        {
            "key": key,
            "rows": own,
            "total": sum(int(one["quantity"]) for one in own)
            if all(one.get("quantity") for one in own)
            else 0,
        }
        for key, own in found.items()
    ]


@register.filter
def entry_title(entry: Any) -> str:
    """The title of an entry of the index."""
    return str(entry.title_en) if speaks() == "en" else words.typeset(entry.title_fr)


@register.filter
def entry_text(entry: Any) -> str:
    """What is worth reading of an entry of the index."""
    return str(entry.shown_en) if speaks() == "en" else words.typeset(entry.shown_fr)


@register.filter
def called(code: str, table: str) -> str:
    """The words of a code: `{{ code|called:"HOLDERS" }}`."""
    return words.name_of(getattr(words, table), code, speaks())


@register.filter
def reading_name(name: str) -> str:
    """What a reading is called; those of hours with the hours' key."""
    head, _, rest = name.partition(".")
    shown = words.name_of(words.READING_NAMES, head, speaks())
    return f"{shown} – {rest}" if rest else shown


@register.filter
def answer_name(answer: str) -> str:
    """What an answer to a reading is called."""
    return words.name_of(words.ANSWERS, answer, speaks())


@register.filter
def long_day(value: date | str | None) -> str:
    """ "6 octobre 2025"."""
    if not value:
        return "–"
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return first_of_month(str(format_date(day, "d MMMM yyyy", locale=speaks())), speaks())


@register.filter
def month_mark(value: date) -> str:
    """ "oct. 25", for a time line."""
    return str(format_date(value, "MMM yy", locale=speaks()))


@register.filter
def hours_length(minutes: int) -> str:
    """ "63 h" of a week's minutes."""
    whole, rest = divmod(minutes, 60)
    return f"{whole}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")


@register.filter
def target_text(kpi: Kpi) -> str:
    """ "20 s", "3 h", "1 jour de service"; a dash when there is no delay."""
    return span_text(kpi.target)


@register.filter
def span_text(target: Target | None) -> str:
    """A length of service as people write it."""
    if target is None:
        return "–"
    english = speaks() == "en"
    if target.unit == "service_days":
        value = f"{target.value.normalize():f}"
        many = target.value > 1
        if english:
            return f"{value} service day{'s' if many else ''}"
        return f"{value.replace('.', ',')}\u00a0jour{'s' if many else ''} de service"
    for size, unit in ((3600, "h"), (60, "min"), (1, "s")):
        if target.value % size == 0:
            return f"{int(target.value // size)}\u00a0{unit}"
    return f"{target.value.normalize():f}\u00a0s"


@register.filter
def share_text(value: Any) -> str:
    """ "95 %" of 0.95."""
    shown = f"{(value * 100).normalize():f}"
    return (shown if speaks() == "en" else shown.replace(".", ",")) + "\u00a0%"


@register.filter
def split_keys(value: str) -> list[str]:
    """The keys of a cell."""
    return value.split() if value else []


@register.filter
def letter(holder: str) -> str:
    """The letter of a holder."""
    return _LETTERS.get(holder, "?")


@register.simple_tag
def clause(contract: Any, cited: str, keep: str = "") -> SafeString:
    """A link to everything that the contract says under a clause."""
    if not cited:
        return SafeString()
    url = reverse("contracts:clause", args=[contract.key, cited])
    title = _("All that the contract says under this clause")
    return format_html(_CLAUSE, url, keep, title, cited)


@register.inclusion_tag("contracts/holders.html")
def holders(codes: list[str]) -> dict[str, Any]:
    """Who holds: letter, colour and name, in their order."""
    return {"codes": codes}


@register.simple_tag
def role(roles: Mapping[str, Any], key: str) -> SafeString:
    """A role with the colour and letter of its side."""
    found = roles.get(key)
    if not found:
        return format_html("{}", key)
    return format_html(_ROLE, found["side"], _LETTERS.get(found["side"], "?"), passage(found["title"]))


@register.inclusion_tag("contracts/week.html")
def week(hours: Hours | str, size: str = "") -> dict[str, Any]:
    """A week drawn: one row a day, open hours filled."""
    shapes = week_of_text(hours) if isinstance(hours, str) else week_of(hours)
    names = get_day_names("abbreviated", locale=speaks())
    first = date(2024, 1, 1)
    days = [
        {
            "name": names[index],
            "long": format_date(first + timedelta(days=index), "EEEE", locale=speaks()),
            "y": index * 10,
        }
        for index in range(7)
    ]
    spoken = [
        {
            "day": days[int(y)]["long"],
            "from": _clock(x),
            "to": _clock(x + width),
            "x": x * 10,
            "width": width * 10,
            "y": y * 10,
        }
        for x, width, y in shapes
    ]
    return {
        "shapes": spoken,
        "days": days,
        "size": size,
        "grid": [0, 60, 120, 180, 240],
        "marks": [(0, "0 h"), (60, "6 h"), (120, "12 h"), (180, "18 h"), (240, "24 h")],
    }


def _clock(hours: float) -> str:
    minutes = round(hours * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

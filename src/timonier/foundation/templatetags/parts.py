"""Filters and tags of the screens, in the language of the reader."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from timonier.core.instants import parse_instant
from timonier.core.messages import sentence
from timonier.foundation import chips, parts
from timonier.foundation.asked import speaks
from timonier.foundation.charts import sparkline
from timonier.foundation.chips import HOLDERS
from timonier.foundation.icons import icon
from timonier.foundation.signature import EventLine, MeasureCard, Step

register = template.Library()


@register.filter
def duration(us: int | None) -> str:
    """A duration in microseconds."""
    return parts.duration(us, speaks())


@register.filter
def instant(us: int | None) -> str:
    """An instant in microseconds, as people say it."""
    return parts.instant(us, speaks())


@register.filter
def day(us: int) -> str:
    """The day of an instant, in full: "jeudi 26 novembre 2026"."""
    return parts.day(us, speaks())


@register.filter
def said_at(text: str) -> str:
    """A written instant ("2026-04-16T07:00:00.000000Z") as people say it."""
    return parts.instant(parse_instant(text), speaks())


@register.filter
def share(value: Any) -> str:
    """A share (0.95) in percent."""
    return parts.percent(str(value * 100), speaks())


@register.filter
def exact(us: int | None) -> str:
    """An instant in microseconds, to the second."""
    return parts.exact(us)


@register.filter
def money(amount: Any) -> str:
    """Euros."""
    return parts.money(amount, speaks())


@register.filter
def percent(value: str | None) -> str:
    """A value in percent."""
    return parts.percent(value, speaks())


@register.filter
def said(code: str | None) -> str:
    """The sentence of a code without parameters."""
    return parts.typographic(sentence(code, {}, speaks())) if code else ""


@register.filter
def said_with(code: str, params: dict[str, Any]) -> str:
    """The sentence of a code with its parameters."""
    return sentence(code, params, speaks())


@register.filter
def titled(one: Any) -> str:
    """The title of something that has `title_fr` and `title_en`."""
    return (
        parts.typographic(str(one.title_en if speaks() == "en" else one.title_fr)) if one is not None else ""
    )


@register.filter
def month_name(month: str) -> str:
    """ "octobre 2026" of "2026-10"."""
    return parts.month_name(month, speaks())


@register.filter
def month_short(month: str) -> str:
    """ "oct. 26" of "2026-10"."""
    return parts.month_short(month, speaks())


@register.filter
def whole(number: int | None) -> str:
    """A whole number with its thousands apart."""
    return parts.whole(number, speaks())


@register.filter
def item_at(mapping: dict[Any, Any], key: Any) -> Any:
    """The entry of a mapping."""
    return mapping.get(key)


@register.filter
def value_of(thing: Any, name: str) -> Any:
    """The attribute of a thing by its name."""
    return getattr(thing, name)


@register.inclusion_tag("ui/ledger_bar.html")
def ledger_bar(rows: Sequence[Mapping[str, Any]], is_open: bool = True) -> dict[str, Any]:
    """The life of a clock to scale: who held it, service open or closed; with the same as a table.

    Rows: {from, to, holder, open, us, counted, why}; optional `url` (its proof: the interval becomes a link),
    `clause` with its `clause_url`, `contest_url`. `is_open`: whether the table is shown at once.
    """
    told = [
        {**row, "says": _interval_words(row), "letter": HOLDERS.get(row["holder"], ("?", ""))[0]}
        for row in rows
    ]
    return {
        "pairs": list(zip(parts.slices(rows), told, strict=True)),
        "rows": told,
        "is_open": is_open,
        "present": [one for one in HOLDERS if any(row["holder"] == one for row in rows) and one != "none"],
        "has_hatch": any(not row["counted"] for row in rows),
        "has_closed": any(not row["open"] for row in rows),
        "summary": _ledger_words(rows),
        "has_links": any(row.get("url") for row in rows),
        "may_contest": any(row.get("contest_url") for row in rows),
        "has_clauses": any(row.get("clause") for row in rows),
    }


def _interval_words(row: Mapping[str, Any]) -> str:
    """One interval as a sentence: its accessible name."""
    language = speaks()
    words = [
        str(HOLDERS.get(row["holder"], ("", row["holder"]))[1]),
        _("from %(begin)s to %(end)s")
        % {"begin": parts.instant(row["from"], language), "end": parts.instant(row["to"], language)},
        _("service open") if row["open"] else _("service closed"),
    ]
    if row["open"]:
        words.append(parts.duration(row["us"], language))
    words.append(_("counted") if row["counted"] else _("not counted"))
    return ", ".join(str(word) for word in words) + (f" : {said(row['why'])}" if row.get("why") else "")


def _ledger_words(rows: Sequence[Mapping[str, Any]]) -> str:
    """The whole bar as a sentence: service time of each holder, counted or not."""
    sums: dict[tuple[str, bool], int] = {}
    for row in rows:
        if row["open"]:
            key = (row["holder"], bool(row["counted"]))
            sums[key] = sums.get(key, 0) + row["us"]
    return " ; ".join(
        f"{HOLDERS.get(holder, ('', holder))[1]} {parts.duration(us, speaks())} "
        + str(_("counted") if is_counted else _("not counted"))
        for (holder, is_counted), us in sums.items()
    )


register.simple_tag(chips.clock_chip, name="clock_chip")
register.simple_tag(chips.holder_mark, name="holder_mark")
register.simple_tag(icon)


@register.inclusion_tag("ui/state.html")
def state_mark(state: str, word: str = "") -> dict[str, Any]:
    """A state as a coloured word with its sign: met, risk, missed, excluded, running, none, demo."""
    return {"state": state, "word": word}


@register.inclusion_tag("ui/measure_card.html")
def measure_card(card: MeasureCard) -> dict[str, Any]:
    """Value, objective, distance, thirteen months, the same month last year, the items behind it."""
    language, unit = speaks(), card.unit
    return {
        "card": card,
        "value": parts.number(card.value, unit, language) if card.value is not None else "",
        "objective": parts.number(card.objective, unit, language) if card.objective is not None else "",
        "distance": parts.distance(card.distance, unit, language) if card.distance is not None else "",
        "is_good": card.distance is not None and card.distance >= 0,
        "last_year": parts.number(card.last_year, unit, language) if card.last_year is not None else "",
        "items": parts.whole(card.items, language),
        "chart": sparkline(card.title, card.history, objective=card.objective) if card.history else None,
    }


@register.inclusion_tag("ui/event_line.html")
def event_line(line: EventLine) -> dict[str, Any]:
    """One fact: its sentence, who said it, its times, its proof, its seal. Stands in `<ol class="tim-events">`."""
    shown: dict[str, Any] = {"line": line, "known": None, "recorded": None}
    if line.known_at is not None and abs(line.known_at - line.at) >= parts.MINUTE:
        shown["known"] = line.known_at
    if line.recorded_at is not None and abs(line.recorded_at - (line.known_at or line.at)) >= parts.MINUTE:
        shown["recorded"] = line.recorded_at
    return shown


@register.inclusion_tag("ui/steps.html")
def evidence_steps(steps: Sequence[Step]) -> dict[str, Any]:
    """Where one stands in a proof: formula → items → ledger → events → clause. ← and → go a step."""
    return {"steps": steps}


@register.filter
def holder_name(holder: str) -> str:
    """The name of a holder."""
    return str(HOLDERS.get(holder, ("", holder))[1])


@register.filter
def safe_number(value: float) -> str:
    """A number with a point, whatever the language: for the coordinates of a drawing."""
    return f"{value:.2f}"

"""Sections on activity: volumes, who held the ball, third parties, calls."""

from decimal import Decimal
from typing import Any

from timonier.core.instants import SECOND
from timonier.foundation.datasets import Column
from timonier.foundation.exports import tokens
from timonier.foundation.exports.report import Chart, Mood, Section, Series, Table
from timonier.governance.documents.material import Material
from timonier.measures.words import ATTRIBUTES, HOLDERS, attribute_word
from timonier.service_levels.figures import MonthFigure

_HOLDERS = ("provider", "user", "client", "third_party")
_HELD = {
    "provider": ("Le titulaire a eu", "The provider held"),
    "user": ("Les usagers ont eu", "Users held"),
    "client": ("Le client a eu", "The client held"),
    "third_party": ("Les tiers ont eu", "Third parties held"),
}
_WORDS: dict[str, tuple[str, str]] = {
    "incident": ("Incidents", "Incidents"),
    "request": ("Demandes", "Requests"),
    "information": ("Informations", "Information"),
    "change": ("Changements", "Changes"),
    "": ("Non précisé", "Not given"),
}
"""Kinds of tickets by the dozen; channels and categories have the words of the screens."""


def _word(material: Material, code: str) -> str:
    pair = _WORDS.get(code)
    if pair is not None:
        return material.pick(*pair)
    name = "channel" if code in ATTRIBUTES["channel"] else "category"
    return attribute_word(material.plan, name, code, material.language)


def _extras(material: Material) -> list[MonthFigure]:
    return [material.known[month] for month in material.months]


def _axis(material: Material) -> tuple[str, ...]:
    return tuple(tokens.short_month(month, material.language) for month in material.shown_window)


def _line(material: Material, *path: str) -> tuple[float | None, ...]:
    """A number of the extras over the months shown; None where the month is not known."""
    found: list[float | None] = []
    for month in material.shown_window:
        figure = material.known.get(month)
        value: Any = None if figure is None else figure.extras
        for name in path:
            value = None if value is None else value.get(name)
        found.append(None if value is None else float(value))
    return tuple(found)


def volumes(material: Material) -> Section:
    """Tickets opened, resolved, waiting."""
    pick, months = material.pick, _extras(material)
    flows = {
        name: sum(one.extras["volumes"][name] for one in months) for name in ("opened", "closed", "reopened")
    }
    backlog = months[-1].extras["volumes"]["backlog"] if months else 0
    totals = (flows["opened"], flows["reopened"], flows["closed"], backlog)
    rows: list[tuple[Any, ...]] = []
    moods: list[Mood] = []
    plain: Mood = ""
    for dimension, label in (
        ("type", pick("Total, par nature", "Total, by kind")),
        ("channel", pick("Total, par canal", "Total, by channel")),
    ):
        part = [_volume(material, months, dimension, value) for value in _values(months, dimension)]
        rows += [*part, (label, *totals)]
        moods += [*(plain for _ in part), "total"]
    columns = (
        Column("what", "text", "Par nature, puis par canal", "By kind, then by channel", 26),
        Column("opened", "integer", "Ouverts", "Opened", 11),
        Column("reopened", "integer", "Rouverts", "Reopened", 11),
        Column("closed", "integer", "Résolus", "Resolved", 11),
        Column("backlog", "integer", "En cours à la fin", "Waiting at the end", 12),
    )
    opened = material.count(
        flows["opened"], ("ticket ouvert", "tickets ouverts"), ("ticket opened", "tickets opened")
    )
    closed = material.count(flows["closed"], ("résolu", "résolus"), ("resolved", "resolved"))
    if not flows["opened"] and not flows["closed"]:
        message = pick(f"Aucun ticket {material.in_period}", f"No ticket {material.in_period}")
    else:
        message = f"{opened}, {closed} {material.in_period}{pick(chr(0xA0) + '; ', '; ')}{_moved(material, backlog)}"
    chart = Chart(
        "column",
        pick("Tickets ouverts et résolus par mois", "Tickets opened and resolved by month"),
        _axis(material),
        (
            Series(pick("Ouverts", "Opened"), _line(material, "volumes", "opened"), tokens.NAVY),
            Series(pick("Résolus", "Resolved"), _line(material, "volumes", "closed"), tokens.TEAL),
        ),
        "integer",
        pick("Colonnes des tickets ouverts et résolus, mois par mois.", "Columns of tickets opened and resolved, month by month."),
    )  # fmt: skip
    return Section(
        "volumes",
        pick("Tickets : volumes", "Tickets: volumes"),
        message,
        chart=chart,
        table=Table(
            pick(f"Tickets par nature et par canal, {material.period}", f"Tickets by kind and channel, {material.period}"),
            columns, tuple(rows), tuple(moods), brief=14, slim=("what", "opened", "reopened", "closed", "backlog"),
        ),
        source=pick(
            "journal des tickets\u00a0; ouverts et rouverts, moins résolus (ou annulés, fusionnés), font le mouvement du stock",
            "journal of tickets; opened and reopened less resolved (or cancelled, merged) make what the backlog moves by",
        ) + material.since,
    )  # fmt: skip


def _moved(material: Material, backlog: int) -> str:
    """Where the backlog went, from what waited before the period to what waits at its end; where nothing was measured before, the latter."""
    pick, before = material.pick, material.known.get(material.month_before)
    stock = material.count(
        backlog, ("ticket en cours", "tickets en cours"), ("ticket waiting", "tickets waiting")
    )
    if material.begins:
        if material.is_one_month:
            return pick(
                f"{stock} à la fin de ce premier mois mesuré",
                f"{stock} at the end of this first measured month",
            )
        return pick(
            f"{stock} à la fin, rien n’étant mesuré avant",
            f"{stock} at the end, nothing being measured before",
        )
    if before is None:
        return pick(f"{stock} à la fin", f"{stock} at the end")
    former = before.extras["volumes"]["backlog"]
    if former == backlog:
        return pick(f"le stock reste à {stock}", f"the backlog stays at {stock}")
    number = material.shown("integer", former)
    return pick(
        f"le stock {'baisse' if backlog < former else 'monte'} de {number} à {stock}",
        f"the backlog {'falls' if backlog < former else 'rises'} from {number} to {stock}",
    )


def _values(months: list[MonthFigure], dimension: str) -> list[str]:
    totals: dict[str, int] = {}
    for one in months:
        for value, flows in one.extras["volumes"]["by"][dimension].items():
            totals[value] = totals.get(value, 0) + flows["opened"] + flows["closed"] + flows["backlog"]
    return sorted(totals, key=lambda value: (-totals[value], value))


def _volume(material: Material, months: list[MonthFigure], dimension: str, value: str) -> tuple[Any, ...]:
    found = [one.extras["volumes"]["by"][dimension].get(value, {}) for one in months]
    sums = [sum(one.get(flow, 0) for one in found) for flow in ("opened", "reopened", "closed")]
    return (_word(material, value), *sums, found[-1].get("backlog", 0) if found else 0)


def breakdown(material: Material) -> Section | None:
    """The categories that bring the most tickets; None without tickets."""
    pick, months = material.pick, _extras(material)
    rows = [
        (_word(material, one), *_volume(material, months, "category", one)[1:])
        for one in _values(months, "category")
    ]
    rows = sorted(rows, key=lambda row: -row[1])[:12]
    total = sum(one.extras["volumes"]["opened"] for one in months)
    if not rows or not total:
        return None
    share = Decimal(rows[0][1] * 100) / total
    columns = (
        Column("category", "text", "Catégorie", "Category", 40),
        Column("opened", "integer", "Ouverts", "Opened", 11),
        Column("reopened", "integer", "Rouverts", "Reopened", 11),
        Column("closed", "integer", "Résolus", "Resolved", 11),
        Column("backlog", "integer", "En cours", "Waiting", 11),
    )
    top = rows[:10][::-1]  # a bar chart grows upward
    chart = Chart(
        "bar",
        pick("Tickets ouverts par catégorie", "Tickets opened by category"),
        tuple(str(row[0]) for row in top),
        (Series(pick("Ouverts", "Opened"), tuple(float(row[1]) for row in top), tokens.TEAL),),
        "integer",
        pick("Barres des catégories les plus fréquentes.", "Bars of the most frequent categories."),
    )
    return Section(
        "categories",
        pick("Tickets : sujets", "Tickets: subjects"),
        pick(
            f"«\u00a0{rows[0][0]}\u00a0» est le premier sujet\u00a0: {material.shown('percent', share.quantize(Decimal('0.1')))} des tickets ouverts",
            f'"{rows[0][0]}" is the first subject: {material.shown("percent", share.quantize(Decimal("0.1")))} of tickets opened',
        ),
        chart=chart,
        table=Table(pick("Douze premières catégories", "First twelve categories"), columns, tuple(rows), brief=12, slim=("category", "opened", "backlog")),
        source=pick("journal des tickets", "journal of tickets"),
    )  # fmt: skip


def holders(material: Material) -> Section:
    """Who held the ball: service time of the tickets judged in the period."""
    pick, months = material.pick, _extras(material)
    spent = {one: sum(month.extras["held"]["all"].get(one, 0) for month in months) for one in _HOLDERS}
    overdue = {one: sum(month.extras["held"]["overdue"].get(one, 0) for month in months) for one in _HOLDERS}
    total = sum(spent.values())
    order = sorted(_HOLDERS, key=lambda one: -spent[one])  # the largest share first
    rows = [
        (
            material.pick(*HOLDERS[one]).capitalize(),
            spent[one] * SECOND,
            (Decimal(spent[one] * 100) / total).quantize(Decimal("0.01")) if total else None,
            overdue[one] * SECOND,
        )
        for one in order
    ]
    columns = (
        Column("holder", "text", "Détenteur", "Holder", 22),
        Column("time", "duration", "Temps de service", "Service time", 16),
        Column("share", "percent", "Part", "Share", 11),
        Column("overdue", "duration", "Dont relance due et non faite", "Of which duty overdue", 16),
    )
    chart = Chart(
        "stacked",
        pick("Heures de service par détenteur", "Service hours by holder"),
        _axis(material),
        tuple(
            Series(
                material.pick(*HOLDERS[one]).capitalize(),
                tuple(
                    None if (figure := material.known.get(month)) is None
                    else round(figure.extras["held"]["all"].get(one, 0) / 3600, 1)
                    for month in material.shown_window
                ),
                tokens.HOLDERS[one],
            )
            for one in _HOLDERS
        ),
        "hours",
        pick("Colonnes empilées du temps de service par détenteur, mois par mois.", "Stacked columns of service time by holder, month by month."),
    )  # fmt: skip
    if not total:
        message = pick(
            f"Aucun ticket n’a été jugé {material.in_period}", f"No ticket was judged {material.in_period}"
        )
    else:
        (who, first), *others = [(one, row[2]) for one, row in zip(order, rows, strict=True) if row[2]]
        share = material.shown("percent", first)
        message = pick(
            f"{_HELD[who][0]} la main {share} du temps de service des tickets jugés",
            f"{_HELD[who][1]} the ball for {share} of the service time of the tickets judged",
        )
        if others:
            name, rest = material.pick(*HOLDERS[others[0][0]]), material.shown("percent", others[0][1])
            message += pick(f"\u00a0; ensuite\u00a0: {name}, {rest}", f"; next: {name}, {rest}")
    return Section(
        "holders",
        pick("Qui avait la main", "Who held the ball"),
        message,
        chart=chart,
        table=Table(pick(f"Temps par détenteur, {material.period}", f"Time by holder, {material.period}"), columns, tuple(rows), slim=("holder", "time", "share")),
        source=pick(
            "transferts prouvés (à qui, par quel moyen, référence) ; sans preuve, le titulaire a la main",
            "proven hand-overs (to whom, by what means, reference); without proof the provider holds",
        )
        + material.since,
    )  # fmt: skip


def third_parties(material: Material) -> Section | None:
    """Delays of third parties; None when none held a ticket."""
    pick = material.pick
    found: dict[str, list[int]] = {}
    for month in _extras(material):
        for party in month.extras["parties"]:
            if party["holder"] != "third_party":
                continue
            row = found.setdefault(party["party"], [0] * 5)
            for place, name in enumerate(("hand_overs", "seconds", "reminders", "duties_missed")):
                row[place] += party[name]
            row[4] = party["silent"]
    if not found:
        return None
    rows = [
        (name or pick("non nommé", "not named"), row[0], row[1] * SECOND, row[4], row[2], row[3])
        for name, row in sorted(found.items(), key=lambda one: -one[1][1])
    ]
    columns = (
        Column("party", "text", "Tiers", "Third party", 34),
        Column("hand_overs", "integer", "Transferts", "Hand-overs", 11),
        Column("time", "duration", "Temps de service", "Service time", 14),
        Column("silent", "integer", "Sans retour à la fin", "Without answer at the end", 13),
        Column("reminders", "integer", "Relances", "Reminders", 11),
        Column("missed", "integer", "Relances manquées", "Duties missed", 12),
    )
    return Section(
        "third_parties",
        pick("Délais des tiers", "Delays of third parties"),
        pick(
            f"«\u00a0{rows[0][0]}\u00a0» a gardé la main le plus longtemps\u00a0: {material.shown('duration', rows[0][2])} de service",
            f'"{rows[0][0]}" held the ball longest: {material.shown("duration", rows[0][2])} of service',
        ),
        table=Table(
            pick("Tiers, le plus long d’abord", "Third parties, the longest first"),
            columns,
            tuple(rows),
            brief=13,
        ),
        source=pick("transferts prouvés des tickets", "proven hand-overs of tickets"),
    )


def calls(material: Material) -> Section | None:
    """Calls; None without any over thirteen months."""
    pick, months = material.pick, _extras(material)
    offered, answered = _line(material, "calls", "offered"), _line(material, "calls", "answered")
    if not any(offered):
        return None
    total = sum(one.extras["calls"]["offered"] for one in months)
    got = sum(one.extras["calls"]["answered"] for one in months)
    rows = []
    for place, month in enumerate(material.shown_window):
        share = Decimal(str(answered[place])) * 100 / Decimal(str(offered[place])) if offered[place] else None
        rows.append(
            (
                tokens.month(month, material.language),
                None if offered[place] is None else int(offered[place] or 0),
                None if answered[place] is None else int(answered[place] or 0),
                None if share is None else share.quantize(Decimal("0.01")),
            )
        )
    columns = (
        Column("month", "text", "Mois", "Month", 20),
        Column("offered", "integer", "Présentés", "Offered", 11),
        Column("answered", "integer", "Décrochés", "Answered", 11),
        Column("share", "percent", "Part", "Share", 11),
    )
    share_text = (
        material.shown("percent", (Decimal(got * 100) / total).quantize(Decimal("0.01"))) if total else ""
    )
    message = (
        pick(f"Aucun appel {material.in_period}", f"No call {material.in_period}")
        if not total
        else f"{material.count(total, ('appel présenté', 'appels présentés'), ('call offered', 'calls offered'))}"
        f" {material.in_period}, {share_text} {pick('décrochés', 'answered')}"
    )
    return Section(
        "calls",
        pick("Appels", "Calls"),
        message,
        chart=Chart(
            "column",
            pick("Appels par mois", "Calls by month"),
            _axis(material),
            (
                Series(pick("Présentés", "Offered"), offered, tokens.NAVY),
                Series(pick("Décrochés", "Answered"), answered, tokens.TEAL),
            ),
            "integer",
            pick("Colonnes des appels présentés et décrochés.", "Columns of calls offered and answered."),
        ),
        table=Table(pick("Appels par mois", "Calls by month"), columns, tuple(rows), brief=13),
        source=pick(
            "téléphonie ; tous les appels, quel que soit le délai", "telephony; all calls, whatever the delay"
        )
        + material.since,
    )

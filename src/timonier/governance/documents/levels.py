"""Sections on service levels: results of the period, their thirteen months."""

from decimal import Decimal
from typing import Any

from timonier.core.contract.model import Kpi
from timonier.foundation.datasets import Column
from timonier.foundation.exports import tokens
from timonier.foundation.exports.report import Chart, Mood, Section, Series, Table
from timonier.governance.documents.material import Material, decimal

_RESULT = (
    Column("kpi", "text", "Indicateur", "Service level", 50),
    Column("value", "percent", "Valeur", "Value", 11),
    Column("objective", "percent", "Objectif", "Objective", 11),
    Column("state", "text", "Résultat", "Outcome", 13),
    Column("items", "integer", "Éléments", "Items", 10),
    Column("missed", "integer", "Manqués", "Missed", 10),
    Column("excluded", "integer", "Exclus", "Excluded", 9),
    Column("before", "percent", "Mois précédent", "Month before", 11),
    Column("year", "percent", "Année précédente", "Year before", 11),
)
_PERIOD = (
    Column("kpi", "text", "Indicateur", "Service level", 50),
    Column("value", "percent", "Sur la période", "Over the period", 12),
    Column("objective", "percent", "Objectif", "Objective", 11),
    Column("achieved", "integer", "Mois atteints", "Months achieved", 10),
    Column("measured", "integer", "Mois mesurés", "Months measured", 10),
    Column("worst", "percent", "Plus mauvais mois", "Worst month", 11),
    Column("items", "integer", "Éléments", "Items", 11),
    Column("missed", "integer", "Manqués", "Missed", 10),
    Column("incomplete", "integer", "Mois incomplets", "Months incomplete", 11),
)


def results(material: Material) -> Section:
    """All service levels of the period."""
    rows, moods = [], []
    for kpi in material.kpis:
        row, mood = (_of_month if material.is_one_month else _of_period)(material, kpi)
        rows.append(row)
        moods.append(mood)
    achieved, missed = moods.count("met"), moods.count("missed") + moods.count("risk")
    if not material.is_one_month:  # nearly every row misses some month: what misses over the period is marked
        moods = ["" if one == "risk" else one for one in moods]
    measured = achieved + missed
    if material.is_one_month:
        message = _message(material, measured, achieved, missed)
    else:
        message = _message_of_period(material, measured, achieved, missed)
    pick = material.pick
    columns = _RESULT if material.is_one_month else _PERIOD
    caption = pick(
        f"Résultats des indicateurs, {material.period}", f"Results of the service levels, {material.period}"
    )
    return Section(
        "service_levels",
        pick("Niveaux de service", "Service levels"),
        message,
        table=Table(caption, columns, tuple(rows), tuple(moods), brief=13),
        source=pick(
            "résultats des mois, calculés depuis le journal avec la version du marché en vigueur ; délais en temps de service",
            "results of months, computed from the journal under the contract version in force; times in service time",
        ),
    )


def _message(material: Material, measured: int, achieved: int, missed: int) -> str:
    pick, when = material.pick, material.in_period
    if not measured:
        return pick(f"Aucun indicateur n’a de mesure {when}", f"No service level has a measure {when}")
    if measured == 1 and not missed:
        return pick(
            f"Le seul indicateur mesuré {when} atteint son objectif",
            f"The one service level measured {when} achieves its objective",
        )
    if not missed:
        return pick(
            f"Les {measured} indicateurs mesurés {when} atteignent tous leur objectif",
            f"All {measured} service levels measured {when} achieve their objective",
        )
    rest = material.count(missed, ("le manque", "le manquent"), ("misses it", "miss it"))
    if not achieved:
        return pick(
            f"Aucun des {measured} indicateurs mesurés n’atteint son objectif {when}",
            f"None of the {measured} measured service levels achieves its objective {when}",
        )
    return pick(
        f"{material.count(achieved, ('indicateur', 'indicateurs'), ('', ''))} sur {measured}"
        f" {'atteint son' if achieved == 1 else 'atteignent leur'} objectif {when}\u00a0; {rest}",
        f"{achieved} of {measured} measured service levels achieve their objective {when}; {rest}",
    )


def _message_of_period(material: Material, measured: int, achieved: int, missed: int) -> str:
    """Over several months: every month, or at least one missed."""
    pick, when = material.pick, material.in_period
    if not measured:
        return _message(material, measured, achieved, missed)
    if not missed:
        return pick(
            f"Les {measured} indicateurs mesurés atteignent leur objectif chaque mois, {when}",
            f"All {measured} measured service levels achieve their objective every month, {when}",
        )
    return pick(
        f"{achieved} sur {measured} indicateurs atteignent leur objectif chaque mois, {when}\u00a0;"
        f" {material.count(missed, ('le manque au moins un mois', 'le manquent au moins un mois'), ('', ''))}",
        f"{achieved} of {measured} service levels achieve their objective every month, {when};"
        f" {material.count(missed, ('', ''), ('misses it in one month at least', 'miss it in one month at least'))}",
    )


def _of_month(material: Material, kpi: Kpi) -> tuple[tuple[Any, ...], Mood]:
    month = material.span.last
    line = material.line(month, kpi.key)
    before = _measured_in(material, material.window[-2], kpi)
    year = _measured_in(material, material.window[0], kpi)
    pick = material.pick
    if line is None:
        return (
            material.name(kpi),
            None,
            kpi.objective * 100,
            pick("sans mesure", "no measure"),
            *[None] * 5,
        ), ""
    state, mood = _state(material, line)
    is_measured = line["value"] is not None
    return (
        _bounded(material, kpi),
        decimal(line["value"]),
        decimal(line["objective"]),
        state,
        line["population"] if is_measured else None,
        line["missed"] if is_measured else None,
        line["excluded_count"],
        decimal(before["value"]) if before else None,
        decimal(year["value"]) if year else None,
    ), mood


def _measured_in(material: Material, month: str, kpi: Kpi) -> dict[str, Any] | None:
    """A line of an earlier month; None where the month has no facts: silence is no availability of a hundred per cent."""
    return material.line(month, kpi.key) if material.has_facts(month) else None


def _bounded(material: Material, kpi: Kpi) -> str:
    """The name, and that the objective is a ceiling where it is one."""
    return material.name(kpi) + (material.pick(" (plafond)", " (ceiling)") if kpi.at_most else "")


def _state(material: Material, line: dict[str, Any]) -> tuple[str, Mood]:
    pick = material.pick
    if line["achieved"] is None:
        return pick("sans mesure", "no measure"), ""
    suffix = pick(" (incomplet)", " (incomplete)") if line["incomplete"] else ""
    if line["achieved"]:
        return pick("atteint", "achieved") + suffix, "met"
    return pick("manqué", "missed") + suffix, "missed"


def _of_period(material: Material, kpi: Kpi) -> tuple[tuple[Any, ...], Mood]:
    lines = [line for month in material.months if (line := material.line(month, kpi.key)) is not None]
    measured = [line for line in lines if line["value"] is not None]
    values = [Decimal(line["value"]) for line in measured]
    achieved = sum(bool(line["achieved"]) for line in measured)
    whole = material.result(kpi)
    value = decimal(whole.value)
    worst = (max(values) if kpi.at_most else min(values)) if values else None
    mood: Mood = ""
    if measured and achieved == len(measured):
        mood = "met"
    elif measured:
        objective = kpi.objective * 100
        is_missed = value is not None and (value > objective if kpi.at_most else value < objective)
        mood = "missed" if is_missed else "risk"
    return (
        _bounded(material, kpi),
        value,
        kpi.objective * 100,
        achieved if measured else None,
        len(measured),
        worst,
        whole.population if measured else None,
        whole.missed if measured else None,
        sum(bool(line["incomplete"]) for line in lines),
    ), mood


def trend(material: Material) -> Section | None:
    """Share of the service levels that achieve their objective, over thirteen months; None in the first month: the results say it all."""
    if len(material.shown_window) == 1:
        return None
    pick = material.pick
    rows, shares = [], []
    for month in material.shown_window:
        figure = material.known.get(month)
        lines = (
            [] if figure is None else [one for one in figure.result["results"] if one["achieved"] is not None]
        )
        achieved = sum(bool(one["achieved"]) for one in lines)
        share = Decimal(achieved * 100) / len(lines) if lines else None
        shares.append(share)
        rows.append(
            (
                tokens.month(month, material.language),
                len(lines) if figure else None,
                achieved if lines else None,
                len(lines) - achieved if lines else None,
                None if share is None else share.quantize(Decimal("0.01")),
            )
        )
    chart = Chart(
        "line",
        material.rolling("Part des indicateurs atteints", "Share of service levels achieved"),
        tuple(tokens.short_month(month, material.language) for month in material.shown_window),
        (
            Series(
                pick("Indicateurs atteints", "Service levels achieved"),
                tuple(None if one is None else round(float(one), 2) for one in shares),
                tokens.TEAL,
            ),
        ),
        "percent",
        pick(
            "Courbe de la part des indicateurs qui atteignent leur objectif, mois par mois ; les valeurs sont dans le tableau.",
            "Line of the share of service levels that achieve their objective, month by month; the values are in the table.",
        ),
    )
    columns = (
        Column("month", "text", "Mois", "Month", 20),
        Column("measured", "integer", "Mesurés", "Measured", 11),
        Column("achieved", "integer", "Atteints", "Achieved", 11),
        Column("missed", "integer", "Manqués", "Missed", 11),
        Column("share", "percent", "Part atteinte", "Share achieved", 13),
    )
    return Section(
        "trend",
        pick("Tendance mensuelle", "Monthly trend"),
        _trend_message(material, {month: (row[1] or 0, share) for month, row, share in zip(material.shown_window, rows, shares, strict=True)}),
        chart=chart,
        table=Table(pick("Indicateurs atteints par mois", "Service levels achieved by month"), columns, tuple(rows), brief=13),
        source=pick(
            "résultats des mois jusqu’à la fin de la période ; un mois sans mesure n’est pas un zéro",
            "results of the months up to the end of the period; a month without measure is not a zero",
        ) + material.since,
    )  # fmt: skip


def _trend_message(material: Material, shares: dict[str, tuple[int, Decimal | None]]) -> str:
    """The last month beside those in which at least half as many service levels were measured: less is no comparison."""
    pick = material.pick
    measured, last = shares[material.window[-1]]
    if last is None:
        return pick("Le dernier mois n’a pas encore de mesure", "The last month has no measure yet")
    text = material.shown("percent", last.quantize(Decimal("0.01")))
    parts = [pick(f"{text} des indicateurs atteints en {tokens.month(material.window[-1], 'fr')}",
                 f"{text} of service levels achieved in {tokens.month(material.window[-1], 'en')}")]  # fmt: skip
    for month, french, english in (
        (material.window[-2], "le mois précédent", "the month before"),
        (material.window[0], "un an plus tôt", "a year before"),
    ):
        count, other = shares.get(month, (0, None))
        if other is not None and count * 2 >= measured:
            parts.append(
                f"{material.shown('percent', other.quantize(Decimal('0.01')))} {pick(french, english)}"
            )
    return ", ".join(parts)


def history(material: Material) -> Section | None:
    """Every service level over thirteen months, as a matrix; None in the first month: the results say it all."""
    if len(material.shown_window) == 1:
        return None
    pick = material.pick
    months = material.shown_window
    columns = (
        Column("kpi", "text", "Indicateur", "Service level", 46),
        *(
            Column(f"m{place}", "text", tokens.short_month(month, "fr"), tokens.short_month(month, "en"), 11)
            for place, month in enumerate(months)
        ),
    )
    lines = {month: [material.line(month, kpi.key) for kpi in material.kpis] for month in months}
    rows: list[tuple[Any, ...]] = [
        (material.name(kpi), *(_marked(material, lines[month][place]) for month in months))
        for place, kpi in enumerate(material.kpis)
    ]
    rows.append((pick("Objectifs manqués", "Objectives missed"), *(_missed_in(lines[month] if material.has_facts(month) else []) for month in months)))  # fmt: skip
    plain: Mood = ""
    moods: list[Mood] = [*([plain] * len(material.kpis)), "total"]
    return Section(
        "history",
        pick("Indicateurs mois par mois", "Service levels month by month"),
        pick(
            "Chaque indicateur, mois par mois, avec le même mois de l’année précédente en première colonne",
            "Each service level, month by month, with the same month of the year before in the first column",
        )
        if len(months) == len(material.window)
        else pick("Chaque indicateur, mois par mois", "Each service level, month by month"),
        table=Table(
            pick("Valeurs mensuelles, en pourcentage", "Monthly values, in percent"),
            columns,
            tuple(rows),
            tuple(moods),
            brief=13,
        ),
        source=pick(
            "résultats des mois ; ✗ manqué ; * incomplet\u00a0: une source était muette ; – pas de mesure",
            "results of months; ✗ missed; * incomplete: a source was silent; – no measure",
        )
        + material.since,
    )


def _marked(material: Material, line: dict[str, Any] | None) -> str:
    """A value without its sign, with the marks that it has on the screen."""
    if line is None or line["value"] is None:
        return tokens.DASH
    text = material.shown("percent", decimal(line["value"])).rstrip("%\u202f\u00a0")
    return f"{'✗' if line['achieved'] is False else ''}{text}{'*' if line['incomplete'] else ''}"


def _missed_in(lines: list[dict[str, Any] | None]) -> str:
    """How many objectives a month misses; a dash where nothing was measured, which is not a zero."""
    judged = [one["achieved"] for one in lines if one is not None and one["achieved"] is not None]
    return str(judged.count(False)) if judged else tokens.DASH

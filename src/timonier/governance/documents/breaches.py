"""Sections on what was missed, what it costs, and what was corrected later."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from timonier.core.messages import sentence
from timonier.foundation.datasets import Column
from timonier.foundation.exports import tokens
from timonier.foundation.exports.report import Chart, Mood, Section, Series, Table
from timonier.governance.documents.material import Material, decimal
from timonier.governance.documents.said import AMOUNTS
from timonier.service_levels.standing import Penalty


def missed(material: Material) -> Section:
    """What misses its objective, the farthest first, with what it costs."""
    pick = material.pick
    rows: list[tuple[Any, ...]] = []
    order: list[Decimal] = []
    stands = {(one.month, one.kpi): one for one in material.penalties} if material.with_money else {}
    for month in material.months:
        for kpi in material.kpis:
            line = material.line(month, kpi.key)
            if line is None or line["achieved"] is not False:
                continue
            value, objective = Decimal(line["value"]), Decimal(line["objective"])
            gap = value - objective if kpi.at_most else objective - value
            row: list[Any] = [
                material.name(kpi),
                tokens.month(month, material.language),
                value,
                objective,
                gap,
                line["missed"],
                line["population"],
            ]
            if material.with_money:
                row += [Decimal(line["penalty_amount"]), _why(material, line, stands.get((month, kpi.key)))]
            rows.append(tuple(row))
            order.append(gap)
    ranked = [row for _, row in sorted(zip(order, rows, strict=True), key=lambda one: -one[0])]
    columns = [
        Column("kpi", "text", "Indicateur", "Service level", 44),
        Column("month", "text", "Mois", "Month", 14),
        Column("value", "percent", "Valeur", "Value", 10),
        Column("objective", "percent", "Objectif", "Objective", 10),
        Column("gap", "decimal", "Écart (points)", "Gap (points)", 10),
        Column("missed", "integer", "Manqués", "Missed", 9),
        Column("items", "integer", "Éléments", "Items", 9),
    ]
    if material.with_money:
        columns += [
            Column("amount", "money", "Pénalité calculée", "Penalty computed", 13),
            Column("why", "text", "Exigible", "Chargeable", 30),
        ]
    if not ranked:
        message = pick(
            f"Aucun indicateur ne manque son objectif {material.in_period}",
            f"No service level misses its objective {material.in_period}",
        )
    else:
        worst = ranked[0]
        points = tokens.points(worst[4], material.language)
        message = pick(
            f"{_counted(material, len(ranked))}\u00a0: le plus éloigné est {_titled(worst[0])}, à {points}",
            f"{_counted(material, len(ranked))}: the farthest is {_titled(worst[0])}, {points} away",
        )
    return Section(
        "missed",
        pick("Dysfonctionnements et objectifs manqués", "Malfunctions and missed objectives"),
        message,
        table=Table(
            pick(
                "Objectifs manqués, du plus éloigné au plus proche", "Missed objectives, the farthest first"
            ),
            tuple(columns),
            tuple(ranked),
            _all_missed(len(ranked)),
            brief=12,
        ),
        source=pick(
            "résultats des mois ; chaque élément manqué est dans la feuille « measures » du classeur",
            'results of months; each missed item is in the sheet "measures" of the workbook',
        ),
    )


def _counted(material: Material, count: int) -> str:
    """How many; over several months, of how many monthly results."""
    if material.is_one_month:
        return material.count(
            count, ("objectif manqué", "objectifs manqués"), ("objective missed", "objectives missed")
        )
    number = material.count(
        count,
        ("résultat mensuel manqué", "résultats mensuels manqués"),
        ("monthly result missed", "monthly results missed"),
    )
    judged = sum(material.result(kpi).months_judged for kpi in material.kpis)
    return f"{number} {material.pick('sur', 'of')} {judged}"


def _titled(name: str) -> str:
    """ "KPI-07 (title)" of "KPI-07 · title"."""
    key, _, title = name.partition(" · ")
    return f"{key} ({title})"


def _all_missed(count: int) -> tuple[Mood, ...]:
    mood: Mood = "missed"
    return (mood,) * count


def _why(material: Material, line: dict[str, Any], penalty: Penalty | None) -> str:
    """What may be charged of it, or why nothing: as the screens say it."""
    if line["chargeable"]:
        if penalty is None or penalty.due is None:
            return material.pick("à décider", "to be decided")
        return material.shown("money", penalty.chargeable)
    if line["penalty_level"] is None:
        return material.pick("sans pénalité au marché", "no penalty in the contract")
    unknowns = material.plan.version.unknowns
    names = []
    for code in line["forbidden_by"]:
        unknown = unknowns.get(code)
        names.append(
            material.pick(unknown.title_fr, unknown.title_en)
            if unknown
            else sentence(code, {}, material.language)
        )
    more = f" (+\u00a0{len(names) - 1})" if len(names) > 1 else ""
    return material.pick("non\u00a0: ", "no: ") + names[0] + more


def penalties(material: Material) -> Section:
    """Penalties over thirteen months: computed, waived, remaining, chargeable, as in the statement of each month."""
    pick = material.pick
    totals = [
        _sums(material, [month])[0] if month in material.known else None for month in material.shown_window
    ]
    period = _sums(material, material.months)
    rows: list[tuple[Any, ...]] = [
        (
            tokens.month(month, material.language),
            *(_sums(material, [month]) if month in material.known else [None] * 4),
        )
        for month in material.shown_window
    ]
    moods: list[Mood] = [""] * len(rows)
    if not material.is_one_month:
        rows.append((pick(f"Total, {material.period}", f"Total, {material.period}"), *period))
    if len(material.shown_window) > 1 and material.shown_window != material.months:
        count = len(material.shown_window)
        label = pick(f"Total des {count} mois affichés", f"Total of the {count} months shown")
        rows.append((label, *_sums(material, material.shown_window)))
    moods += ["total"] * (len(rows) - len(moods))
    columns = (
        Column("month", "text", "Mois", "Month", 24),
        Column("computed", "money", "Calculé (HT)", "Computed (excl. tax)", 14),
        Column("waived", "money", "Remis", "Waived", 13),
        Column("remains", "money", "Reste dû", "Remains", 14),
        Column("chargeable", "money", "Exigible", "Chargeable", 13),
    )
    chart = Chart(
        "column",
        pick("Pénalités calculées par mois (HT)", "Penalties computed by month (excl. tax)"),
        tuple(tokens.short_month(month, material.language) for month in material.shown_window),
        (
            Series(
                pick("Calculées", "Computed"),
                tuple(None if one is None else float(one) for one in totals),
                tokens.NAVY,
            ),
        ),
        "money",
        pick(
            "Colonnes des pénalités calculées par mois ; les montants sont dans le tableau.",
            "Columns of penalties computed by month; the amounts are in the table.",
        ),
    )
    return Section(
        "penalties",
        pick("Pénalités", "Penalties"),
        _penalties_message(material, period),
        _standing(material),
        chart=chart,
        table=Table(
            pick("Pénalités par mois", "Penalties by month"),
            columns,
            tuple(rows),
            tuple(moods),
            brief=15,
        ),
        source=pick(
            "montants calculés au prix du niveau inscrit au marché ; leur application est décidée par l’acheteur",
            "amounts computed at the price of the level in the contract; the buyer decides whether they are applied",
        )
        + material.since,
    )


def _sums(material: Material, months: Sequence[str]) -> list[Decimal]:
    """Computed, waived, remaining, chargeable."""
    found = [one for one in material.penalties if one.month in months]
    return [sum((getattr(one, name) for one in found), Decimal(0)) for name in AMOUNTS]


def _penalties_message(material: Material, sums: Sequence[Decimal]) -> str:
    """What was computed, what was waived of it, and what may be charged today, with the reason when it is nothing."""
    pick = material.pick
    computed, waived, remains, chargeable = sums
    if not computed:
        return pick(
            f"Aucune pénalité n’est calculée {material.in_period}",
            f"No penalty is computed {material.in_period}",
        )
    shown = {name: material.shown("money", one) for name, one in zip(AMOUNTS, sums, strict=True)}
    message = pick(
        f"{shown['computed']} de pénalités calculées {material.in_period}",
        f"{shown['computed']} of penalties computed {material.in_period}",
    )
    if waived:
        message += pick(
            f", {shown['waived']} remis, reste dû {shown['remains']}",
            f", {shown['waived']} waived, {shown['remains']} remains",
        )
    if chargeable:
        return message + pick(
            f"\u00a0; exigible\u00a0: {shown['chargeable']}", f"; chargeable: {shown['chargeable']}"
        )
    if not remains:
        return message
    if _standing(material):
        return message + pick(
            "\u00a0; rien n’est exigible tant que le marché laisse des points en suspens",
            "; nothing is chargeable while the contract leaves points open",
        )
    return message + pick(
        "\u00a0; rien n’est exigible avant la décision de l’acheteur",
        "; nothing is chargeable before the buyer decides",
    )


def _standing(material: Material) -> tuple[str, ...]:
    """What stands against charging, each once."""
    codes: list[str] = []
    for month in material.months:
        for line in material.known[month].result["results"]:
            if Decimal(line["penalty_amount"]):
                codes += [code for code in line["forbidden_by"] if code not in codes]
    unknowns = material.plan.version.unknowns
    found = []
    for code in codes:
        unknown = unknowns.get(code)
        text = (
            material.pick(unknown.title_fr, unknown.title_en)
            if unknown
            else sentence(code, {}, material.language)
        )
        found.append(
            material.pick(
                f"Non exigibles tant que le marché laisse en suspens\u00a0: {text}.",
                f"Not chargeable while the contract leaves open: {text}.",
            )
        )
    return tuple(found)


def corrections(material: Material) -> Section | None:
    """What was learnt later about sealed months; None when nothing was."""
    pick = material.pick
    rows = []
    for month in material.months:
        for line in material.known[month].result["corrections"]:
            before, after = line["before"] or {}, line["after"] or {}
            row: list[Any] = [
                tokens.month(month, material.language), line["kpi"], len(line["items"]), decimal(before.get("value")), decimal(after.get("value")),
            ]  # fmt: skip
            if material.with_money:
                row.append(Decimal(line["penalty_difference"]))
            rows.append(tuple(row))
    if not rows:
        return None
    columns = [
        Column("month", "text", "Mois corrigé", "Corrected month", 14),
        Column("kpi", "text", "Indicateur", "Service level", 14),
        Column("items", "integer", "Éléments", "Items", 10),
        Column("before", "percent", "Publié", "Published", 12),
        Column("after", "percent", "Corrigé", "Corrected", 12),
    ]
    if material.with_money:
        columns.append(Column("difference", "money", "Écart de pénalité", "Penalty difference", 15))
    number = material.count(len(rows), ("correction", "corrections"), ("correction", "corrections"))
    return Section(
        "corrections",
        pick("Corrections des mois scellés", "Corrections of sealed months"),
        pick(
            f"{number} depuis le scellement\u00a0: les chiffres publiés restent, leur écart est dit",
            f"{number} since the seal: the published figures stay, their difference is said",
        ),
        table=Table(pick("Corrections", "Corrections"), tuple(columns), tuple(rows)),
        source=pick("sceaux des mois suivants", "seals of later months"),
    )

"""The section on the availability of services."""

from decimal import Decimal
from typing import Any

from timonier.core.months import microseconds
from timonier.foundation.datasets import Column
from timonier.foundation.exports import tokens
from timonier.foundation.exports.report import Chart, Mood, Section, Series, Table, low_end
from timonier.governance.documents.material import Material


def availability(material: Material) -> Section | None:
    """The services' availability; None when the contract measures none."""
    kpi = next((one for one in material.kpis if one.family == "availability"), None)
    if kpi is None:
        return None
    pick, services = material.pick, material.plan.version.services
    found: dict[str, list[int]] = {}
    for month in material.months:
        for one in (material.line(month, kpi.key) or {}).get("services", ()):
            row = found.setdefault(one["service"], [0, 0])
            row[0] += microseconds(one["seconds"])
            row[1] += microseconds(one["up_seconds"])
    rows: list[tuple[Any, ...]] = []
    for key, (time, up) in found.items():
        service = services.get(key)
        title = key if service is None else pick(service.title_fr, service.title_en)
        share = (Decimal(up) * 100 / Decimal(time)).quantize(Decimal("0.01")) if time else None
        rows.append((title, share, time, time - up))
    rows.sort(key=lambda row: (row[1] is None, row[1], row[0]))
    objective = kpi.objective * 100
    moods: tuple[Mood, ...] = tuple(
        "missed" if row[1] is not None and row[1] < objective else "" for row in rows
    )
    values = [
        float(line["value"])
        if (line := material.line(month, kpi.key)) and line["value"] is not None
        else None
        for month in material.shown_window
    ]
    low = low_end([one for one in (*values, float(objective)) if one is not None])
    scale = material.shown("percent", Decimal(str(low)))
    title = material.rolling("Disponibilité par mois", "Availability by month")
    chart = Chart(
        "line",
        title + pick(f" (l’axe commence à {scale})", f" (the axis begins at {scale})"),
        tuple(tokens.short_month(month, material.language) for month in material.shown_window),
        (
            Series(pick("Disponibilité", "Availability"), tuple(values), tokens.TEAL),
            Series(pick("Objectif", "Objective"), (float(objective),) * len(values), tokens.MISSED, is_target=True),
        ),
        "percent",
        pick("Courbe de la disponibilité mensuelle face à l’objectif.", "Line of the monthly availability against the objective."),
        low,
    )  # fmt: skip
    columns = (
        Column("service", "text", "Service", "Service", 38),
        Column("availability", "percent", "Disponibilité", "Availability", 13),
        Column("time", "duration", "Temps d’ouverture", "Opening time", 13),
        Column("down", "duration", "Indisponibilité", "Down time", 13),
    )
    known = [row for row in rows if row[1] is not None]
    if not known:
        message = pick(
            f"Aucun service n’est mesuré {material.in_period}", f"No service is measured {material.in_period}"
        )
    elif known[0][3] == 0:
        message = pick(
            f"Aucune interruption n’est constatée {material.in_period} sur les {len(known)} services mesurés",
            f"No interruption was found {material.in_period} on the {len(known)} measured services",
        )
    else:
        message = pick(
            f"Le service le moins disponible est «\u00a0{known[0][0]}\u00a0»\u00a0: {material.shown('percent', known[0][1])},"
            f" soit {material.shown('duration', known[0][3])} d’arrêt",
            f'The least available service is "{known[0][0]}": {material.shown("percent", known[0][1])},'
            f" that is {material.shown('duration', known[0][3])} down",
        )
    return Section(
        "availability",
        pick("Infogérance : disponibilité des services", "Infrastructure: availability of services"),
        message,
        chart=chart,
        table=Table(
            pick(
                "Disponibilité par service, la plus faible d’abord",
                "Availability by service, the lowest first",
            ),
            columns,
            tuple(rows),
            moods,
            slim=("service", "availability", "down"),
        ),
        source=pick(
            "supervision ; maintenance convenue et annoncée déduite ; heures d’ouverture de chaque service",
            "monitoring; agreed and announced maintenance deducted; opening hours of each service",
        )
        + material.since,
    )

"""Sections on what is about to be late, what was left out of service levels, and what was not seen."""

from timonier.core.instants import parse_instant
from timonier.core.messages import sentence
from timonier.directory.people import names_of
from timonier.foundation.datasets import Column
from timonier.foundation.exports.report import Section, Table
from timonier.governance.documents.material import Material
from timonier.governance.sources import source_name
from timonier.measures.services import now
from timonier.service_levels.stakes import at_stake

AHEAD = 50


def exclusions(material: Material) -> Section:
    """What was left out of service levels, what was re-classified or told late, and by whom."""
    pick, months = material.pick, [material.known[month] for month in material.months]
    reasons: dict[str, int] = {}
    authors: dict[str, dict[str, int]] = {}
    for month in months:
        for reason, count in month.extras["exclusions"]["reasons"].items():
            reasons[reason] = reasons.get(reason, 0) + count
        for name, found in (("excluded", month.extras["exclusions"]["authors"]), ("changed", month.extras["changes"]), ("late", month.extras["late"])):  # fmt: skip
            for one in found:
                row = authors.setdefault(one["author"], dict.fromkeys(("excluded", "changed", "late"), 0))
                row[name] += one["count"]
    total = sum(reasons.values())
    changed, late = (sum(row[name] for row in authors.values()) for name in ("changed", "late"))
    names = names_of(authors)
    rows = [
        (names[author] or pick("non nommé", "not named"), row["excluded"], row["changed"], row["late"])
        for author, row in sorted(authors.items(), key=lambda one: -sum(one[1].values()))
    ]
    columns = (
        Column("author", "text", "Auteur", "Author", 34),
        Column("excluded", "integer", "Exclusions", "Exclusions", 12),
        Column("changed", "integer", "Requalifications", "Re-classifications", 14),
        Column("late", "integer", "Faits antidatés", "Back-dated facts", 14),
    )
    listed = "\u00a0; ".join(
        f"{sentence(reason or 'none', {}, material.language)}\u00a0: {material.shown('integer', count)}"
        for reason, count in sorted(reasons.items(), key=lambda one: -one[1])
    )
    message = pick(
        f"{material.count(total, ('mesure exclue', 'mesures exclues'), ('', ''))},"
        f" {material.count(changed, ('requalification', 'requalifications'), ('', ''))},"
        f" {material.count(late, ('fait antidaté', 'faits antidatés'), ('', ''))} {material.in_period}",
        f"{material.count(total, ('', ''), ('measure excluded', 'measures excluded'))},"
        f" {material.count(changed, ('', ''), ('re-classification', 're-classifications'))},"
        f" {material.count(late, ('', ''), ('back-dated fact', 'back-dated facts'))} {material.in_period}",
    )
    return Section(
        "exclusions",
        pick(
            "Exclusions, requalifications, faits antidatés",
            "Exclusions, re-classifications, back-dated facts",
        ),
        message,
        (
            pick(f"Motifs d’exclusion\u00a0: {listed}.", f"Reasons of exclusion: {listed}."),
            pick(
                "Par motif, on compte des mesures\u00a0: un ticket peut en avoir plusieurs, et ce qui est hors périmètre n’a pas"
                " d’auteur. Par auteur, on compte des actes.",
                "By reason, measures are counted: one ticket can have several, and what lies outside the perimeter has no author."
                " By author, acts are counted.",
            ),
        )
        if listed
        else (),
        table=Table(pick("Actes, par auteur", "Acts, by author"), columns, tuple(rows), brief=12),
        source=pick(
            "journal ; la liste complète est dans les feuilles « exclusions » et « reclassifications » du classeur",
            'journal; the whole list is in the sheets "exclusions" and "reclassifications" of the workbook',
        ),
    )


def at_risk(material: Material) -> Section | None:
    """What is about to be late, as the morning page says it; None when the period is over."""
    if now() >= material.span.end:
        return None
    pick, found = material.pick, at_stake(material.contract, most=AHEAD)
    rows = [
        (
            one.item,
            material.name(one.kpi),
            one.exceeds_at,
            one.left,
            *((one.euros or None,) if material.with_money else ()),
        )
        for one in found.dangers
    ]
    columns = [
        Column("item", "text", "Élément", "Item", 18),
        Column("kpi", "text", "Indicateur", "Service level", 46),
        Column("exceeds_at", "datetime", "Échéance", "Deadline", 26),
        Column("left", "duration", "Reste, heures de service", "Left, service hours", 14),
    ]
    if material.with_money:
        columns.append(Column("euros", "money", "Enjeu de l’indicateur", "At stake for the level", 14))
    number = material.count(
        found.count, ("élément menace", "éléments menacent"), ("item threatens", "items threaten")
    )
    return Section(
        "at_risk",
        pick("Bientôt en retard", "About to be late"),
        pick(f"{number} de dépasser sa cible si rien ne se passe", f"{number} to pass its target if nothing happens")
        if found.count == 1
        else pick(f"{number} de dépasser leur cible si rien ne se passe", f"{number} to pass their target if nothing happens")
        if found.count
        else pick("Rien n’est sur le point d’être en retard", "Nothing is about to be late"),
        table=Table(pick("Ce qui peut encore être économisé d’abord, puis le plus proche", "What can still be saved first, then the nearest"), tuple(columns), tuple(rows), brief=12),
        source=pick("compteurs en cours qui ont usé la moitié de leur cible, à l’instant du document", "running clocks that have used half of their target, at the instant of the document"),
    )  # fmt: skip


def incomplete(material: Material) -> Section | None:
    """Stretches in which a source was silent; None when there were none."""
    pick = material.pick
    found: dict[tuple[str, str, str], list[str]] = {}
    for month in material.months:
        for kpi in material.kpis:
            for one in (material.line(month, kpi.key) or {}).get("incomplete", ()):
                found.setdefault((one["from"], one["to"], one["source"]), []).append(kpi.key)
    rows = [
        (
            source_name(source, material.language),
            parse_instant(since),
            parse_instant(until),
            ", ".join(dict.fromkeys(kpis)),
        )
        for (since, until, source), kpis in sorted(found.items())
    ]
    if not rows:
        return None
    columns = (
        Column("source", "text", "Source muette", "Silent source", 20),
        Column("since", "datetime", "Depuis", "Since", 26),
        Column("until", "datetime", "Jusqu’à", "Until", 26),
        Column("kpis", "text", "Indicateurs incomplets", "Service levels incomplete", 40),
    )
    number = material.count(len(rows), ("intervalle", "intervalles"), ("interval", "intervals"))
    return Section(
        "incomplete",
        pick("Mesures incomplètes", "Incomplete measures"),
        pick(
            f"{number} sans source\u00a0: l’indicateur est dit incomplet, jamais meilleur",
            f"{number} without a source: the service level is said incomplete, never better",
        ),
        table=Table(pick("Intervalles sans source", "Intervals without a source"), columns, tuple(rows)),
        source=pick("silences déclarés des sources", "declared silences of the sources"),
    )

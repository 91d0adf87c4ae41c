"""Sections on what people said and decided: justifications and plans, open disputes with both figures, decisions on penalties.

Each is left out when there is nothing to say.
"""

from decimal import Decimal
from typing import Any

from timonier.core.instants import local
from timonier.directory.people import names_of
from timonier.foundation.datasets import Column
from timonier.foundation.exports import tokens
from timonier.foundation.exports.report import Mood, Section, Table
from timonier.governance.documents.material import Material, decimal
from timonier.measures.services import now
from timonier.service_levels.comparison import KpiPair, MonthPair, month_pair
from timonier.service_levels.matter_datasets import words
from timonier.service_levels.models import Improvement, Justification
from timonier.service_levels.month_words import due_of
from timonier.service_levels.said import disputes_of, improvements_of, justifications_of, penalty_words_of
from timonier.service_levels.standing import Penalty

PENDING = ("open", "answered")
DOZEN = 12
AMOUNTS = ("computed", "waived", "remains", "chargeable")
"""The columns of the statement of penalties."""


def justified(material: Material) -> Section | None:
    """Each missed objective with the provider's word, or until when it is due; its plan's actions below."""
    pick = material.pick
    said = justifications_of(material.contract, material.months)
    plans = improvements_of(material.contract, material.months)
    missed = [
        (month, kpi)
        for month in material.months
        for kpi in material.kpis
        if (line := material.line(month, kpi.key)) is not None and line["achieved"] is False
    ]
    if not missed and not said and not plans:
        return None
    due = {month: due_of(material.contract, month) for month in material.months}
    given = [one for one in missed if (one[0], one[1].key) in said]
    owed = [one for one in missed if (one[0], one[1].key) not in said]
    owed.sort(key=lambda one: due[one[0]])  # what is late comes first
    rows: list[tuple[Any, ...]] = []
    moods: list[Mood] = []
    for month, kpi in _mixed(given, owed):
        word = said.get((month, kpi.key))
        of_it = [one for one in plans if (one.month, one.kpi) == (month, kpi.key)]
        rows.append(
            (
                tokens.month(month, material.language),
                material.name(kpi),
                word.cause if word else pick("à justifier", "to be justified"),
                _state_of(material, word, due[month]),
                _done(material, of_it),
            )
        )
        moods.append("missed" if word is None else "risk" if word.is_late else "")
    columns = (
        Column("month", "text", "Mois", "Month", 13),
        Column("kpi", "text", "Indicateur", "Service level", 34),
        Column("cause", "text", "Cause donnée par le titulaire", "Cause given by the provider", 42),
        Column("state", "text", "Reçue ou attendue", "Received or due", 20),
        Column("actions", "text", "Actions faites", "Actions done", 20),
    )
    late = sum(_is_late(material, one) for one in plans)
    return Section(
        "justified",
        pick("Justifications et plans d’amélioration", "Justifications and improvement plans"),
        _justified_message(material, len(missed), len(given), late, len(plans)),
        _actions(material, plans),
        table=Table(
            pick("Objectifs manqués et leur justification", "Missed objectives and their justification"),
            columns,
            tuple(rows),
            tuple(moods),
            brief=6,
            slim=("kpi", "cause", "state", "actions"),
        )
        if rows
        else None,
        source=pick(
            "dires du titulaire au journal ; aucune justification ne change un chiffre",
            "the provider's words in the journal; no justification changes a figure",
        )
        + _where(material, len(given), [due[month] for month, _ in owed]),
    )


def _mixed(given: list[Any], owed: list[Any]) -> list[Any]:
    """The fewer first, a dozen at a time: whoever sees only the beginning of the table sees both."""
    less, more = sorted((given, owed), key=len)
    found: list[Any] = []
    for begin in range(0, len(more), DOZEN):
        found += less[begin : begin + DOZEN] + more[begin : begin + DOZEN]
    return found


def _where(material: Material, given: int, owed: list[int]) -> str:
    """How many of each there are, and where all of them are listed: a page may be too short for them."""
    if given + len(owed) <= DOZEN:
        return ""
    late = sum(one < now() for one in owed)
    return material.pick(
        f"\u00a0; {given} justifiés, {len(owed)} à justifier dont {late} en retard\u00a0; tous sont sur la feuille"
        " « Tableau de bord » du classeur",
        f'; {given} justified, {len(owed)} to be justified, {late} of them late; all are on the sheet "Dashboard" of the workbook',
    )


def _justified_message(material: Material, missed: int, said: int, late: int, actions: int) -> str:
    pick = material.pick
    if material.is_one_month:
        things, thing = (
            ("objectifs manqués", "missed objectives"),
            ("L’objectif manqué", "The missed objective"),
        )
    else:
        things, thing = ("résultats mensuels manqués", "missed monthly results"), ("Le résultat mensuel manqué", "The missed monthly result")  # fmt: skip
    if not missed:
        message = pick("Des actions d’amélioration sont en cours", "Improvement actions are under way")
    elif missed == 1:
        message = pick(
            f"{thing[0]} {'est justifié' if said else 'est à justifier'}",
            f"{thing[1]} {'is justified' if said else 'is to be justified'}",
        )
    elif said == missed:
        message = pick(
            f"Les {missed} {things[0]} sont tous justifiés", f"All {missed} {things[1]} are justified"
        )
    elif not said:
        message = pick(
            f"Aucun des {missed} {things[0]} n’est justifié", f"None of the {missed} {things[1]} is justified"
        )
    else:
        message = pick(
            f"{said} des {missed} {things[0]} {'est justifié' if said == 1 else 'sont justifiés'}",
            f"{said} of the {missed} {things[1]} {'is' if said == 1 else 'are'} justified",
        )
    if late:
        message += pick(
            f"\u00a0; {late} {'action' if actions == 1 else f'des {actions} actions'} {'est' if late == 1 else 'sont'} en retard",
            f"; {late} {'action' if actions == 1 else f'of {actions} actions'} {'is' if late == 1 else 'are'} late",
        )
    return message


def _state_of(material: Material, word: Justification | None, due: int) -> str:
    """When it came, or until when it is due."""
    instant = due if word is None else word.at
    day = tokens.of_kind("date", local(instant, material.span.tz).date(), material.language, material.zone)
    if word is not None:
        return f"{day}{material.pick(' (tardive)', ' (late)') if word.is_late else ''}"
    if due < now():
        return material.pick(f"en retard, attendue le {day}", f"late, due on {day}")
    return material.pick(f"attendue le {day}", f"due on {day}")


def _done(material: Material, plans: list[Improvement]) -> str:
    kept = [one for one in plans if one.state != "dropped"]
    if not kept:
        return "–"
    done = f"{sum(one.state == 'done' for one in kept)} / {len(kept)}"
    due = min((one.due for one in kept if one.state == "open"), default=None)
    if due is None:
        return done
    day = tokens.of_kind("date", due, material.language, material.zone)
    return done + material.pick(f", prochaine le {day}", f", next by {day}")


def _is_late(material: Material, one: Improvement) -> bool:
    return one.state == "open" and one.due < local(now(), material.span.tz).date()


def _actions(material: Material, plans: list[Improvement]) -> tuple[str, ...]:
    """All of them, those that are late first: what the headline counts is what is read first."""
    names = names_of({one.owner for one in plans})
    order = sorted(
        plans, key=lambda one: (not _is_late(material, one), one.state != "open", one.due, one.kpi)
    )
    return tuple(_action(material, one, names[one.owner]) for one in order)


def _action(material: Material, one: Improvement, owner: str) -> str:
    if _is_late(material, one):
        state = material.pick("en retard", "late")
    else:
        state = words("action")[one.state][material.language == "en"]
    day = tokens.of_kind("date", one.due, material.language, material.zone)
    before = material.pick("pour le", "by")
    colon = material.pick("\u00a0: ", ": ")
    return f"{one.kpi}{colon}{one.text} – {owner}, {before} {day} ({state})."


def disputes(material: Material) -> Section | None:
    """Open disputes that touch the period, with both figures of each service level that they would move."""
    pick = material.pick
    pending = [one for one in disputes_of(material.contract, material.span) if one.state in PENDING]
    if not pending:
        return None
    pairs = [
        (month, pair)
        for month in material.months
        if any(month in one.months for one in pending)
        and (pair := month_pair(material.contract, month)) is not None
    ]
    rows = [
        (
            one.number,
            words("party")[one.party][material.language == "en"],
            one.reason,
            words("dispute")[one.state][material.language == "en"],
            ", ".join(tokens.month(month, material.language) for month in one.months) or "–",
        )
        for one in pending
    ]
    columns = (
        Column("number", "text", "Ticket", "Ticket", 14),
        Column("party", "text", "Partie", "Party", 11),
        Column("reason", "text", "Motif", "Reason", 50),
        Column("state", "text", "État", "State", 20),
        Column("months", "text", "Mois concernés", "Months", 18),
    )
    return Section(
        "disputes",
        pick("Contestations en cours", "Open disputes"),
        _disputes_message(material, len(pending), pairs),
        tuple(_pair(material, month, line) for month, pair in pairs for line in pair.lines),
        table=Table(
            pick("Intervalles contestés, non tranchés", "Disputed intervals, not decided"),
            columns,
            tuple(rows),
            brief=8,
        ),
        source=pick(
            "les deux chiffres sont calculés des mêmes faits, par le même moteur ; rien n’est tranché ici",
            "both figures are computed from the same facts by the same engine; nothing is decided here",
        ),
    )


def _pair(material: Material, month: str, line: KpiPair) -> str:
    """Both figures of one service level, in one sentence."""
    stands, would_be = decimal(line.stands["value"]), decimal(line.would_be["value"])
    one, two = material.shown("percent", stands), material.shown("percent", would_be)
    text = material.pick(
        f"{line.kpi}, {tokens.month(month, 'fr')}\u00a0: {one} en l’état, {two} si tout était accordé",
        f"{line.kpi}, {tokens.month(month, 'en')}: {one} as it stands, {two} if all were granted",
    )
    if not material.with_money:
        return f"{text}."
    money = [
        material.shown("money", Decimal(side["penalty_amount"])) for side in (line.stands, line.would_be)
    ]
    return text + material.pick(
        f"\u00a0; pénalité {money[0]}, ou {money[1]}.", f"; penalty {money[0]}, or {money[1]}."
    )


def _disputes_message(material: Material, count: int, pairs: list[tuple[str, MonthPair]]) -> str:
    number = material.count(
        count,
        ("contestation en cours", "contestations en cours"), ("open dispute", "open disputes"),
    )  # fmt: skip
    stands = sum((pair.stands_total for _, pair in pairs), Decimal(0))
    would_be = sum((pair.would_be_total for _, pair in pairs), Decimal(0))
    if not any(pair.lines for _, pair in pairs):
        return material.pick(
            f"{number}\u00a0: accordées, elles ne changeraient aucun résultat {material.in_period}",
            f"{number}: if granted, no result would change {material.in_period}",
        )
    if not material.with_money or stands == would_be:
        return material.pick(
            f"{number}\u00a0: les deux chiffres restent côte à côte jusqu’à la décision",
            f"{number}: both figures stand side by side until the decision",
        )
    one, two = material.shown("money", stands), material.shown("money", would_be)
    return material.pick(
        f"{number}\u00a0: {one} de pénalités en l’état, {two} si tout était accordé",
        f"{number}: {one} of penalties as it stands, {two} if all were granted",
    )


def decided(material: Material) -> Section | None:
    """What was argued and decided about the period's penalties, as the statement of penalties has it."""
    pick, months = material.pick, set(material.months)
    said = penalty_words_of(material.contract, material.months)
    shown = [one for one in material.penalties if one.month in months]
    if not any((one.month, one.kpi) in said for one in shown):
        return None
    kpis = {kpi.key: kpi for kpi in material.kpis}
    shown.sort(key=lambda one: one.due is None)  # what is decided first
    rows: list[tuple[Any, ...]] = []
    for one in shown:
        word = said.get((one.month, one.kpi))
        rows.append(
            (
                tokens.month(one.month, material.language),
                material.name(kpis[one.kpi]) if one.kpi in kpis else one.kpi,
                words("penalty")[one.state][material.language == "en"],
                one.computed,
                one.waived,
                one.remains,
                one.chargeable,
                (word.reason or word.argument) if word else "",
            )
        )
    sums = [sum((getattr(one, name) for one in shown), Decimal(0)) for name in AMOUNTS]
    rows.append((pick("Total", "Total"), "", "", *sums, ""))
    plain: Mood = ""
    moods: list[Mood] = [*([plain] * len(shown)), "total"]
    columns = (
        Column("month", "text", "Mois", "Month", 13),
        Column("kpi", "text", "Indicateur", "Service level", 32),
        Column("state", "text", "État", "State", 16),
        Column("computed", "money", "Calculé (HT)", "Computed (excl. tax)", 13),
        Column("waived", "money", "Remis", "Waived", 12),
        Column("remains", "money", "Reste dû", "Remains", 13),
        Column("chargeable", "money", "Exigible", "Chargeable", 12),
        Column("reason", "text", "Motif", "Reason", 30),
    )
    return Section(
        "decisions",
        pick("Décisions sur les pénalités", "Decisions on penalties"),
        _decided_message(material, shown, sums),
        table=Table(
            pick("Pénalités décidées, puis à décider", "Penalties decided, then to be decided"),
            columns, tuple(rows), tuple(moods), brief=9,
        ),
        source=pick(
            "décisions de l’acheteur au journal ; les chiffres publiés restent ; reste dû\u00a0: calculé moins remis ; exigible\u00a0:"
            " appliqué, et que rien au marché n’interdit",
            "the buyer's decisions in the journal; published figures stay; remains: computed less waived; chargeable: applied, and"
            " not forbidden by anything in the contract",
        ),
    )  # fmt: skip


def _decided_message(material: Material, shown: list[Penalty], sums: list[Decimal]) -> str:
    over = sum(one.due is not None for one in shown)
    waiting = sum(one.due is None and bool(one.computed) for one in shown)
    decided = material.count(
        over, ("pénalité décidée", "pénalités décidées"), ("penalty decided", "penalties decided")
    )
    if not over:
        number = material.count(waiting, ("pénalité", "pénalités"), ("penalty", "penalties"))
        return material.pick(
            f"{number} à décider après débat\u00a0: aucune décision n’est encore prise",
            f"{number} to be decided after the debate: no decision has been taken yet",
        )
    more = material.pick(f", {waiting} à décider", f", {waiting} to be decided") if waiting else ""
    computed, waived, remains, chargeable = (material.shown("money", one) for one in sums)
    return material.pick(
        f"{decided}{more}\u00a0: sur {computed} calculés, {waived} remis\u00a0; reste dû {remains}, dont exigible {chargeable}",
        f"{decided}{more}: of {computed} computed, {waived} waived; {remains} remains, of which {chargeable} chargeable",
    )

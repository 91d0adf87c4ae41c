"""A difference in sentences: what a clause said, and what it would say. French and English, for a lawyer to read."""

import re
from collections.abc import Mapping
from typing import Any

from timonier.core.contract.difference import ADDED, CHANGED, Entry
from timonier.core.contract.reading_words import ANSWERS, QUESTIONS, answer, question

LABELS: dict[str, tuple[str, str]] = {
    "target": ("la cible", "the target"),
    "objective": ("l’objectif", "the objective"),
    "level": ("le niveau de pénalité", "the penalty level"),
    "at_most": ("le sens de l’objectif (au plus)", "the sense of the objective (at most)"),
    "family": ("le mode de calcul", "the way it is computed"),
    "hours": ("le service dont les heures comptent", "the service whose hours count"),
    "week": ("la semaine d’ouverture", "the opening week"),
    "on_holidays": ("l’ouverture les jours fériés", "opening on public holidays"),
    "closures": ("le jour de fermeture", "the day of closure"),
    "alternatives": ("l’horaire de rechange", "the alternative hours"),
    "unknown": ("l’inconnue derrière ces heures", "the unknown behind these hours"),
    "unknowns": ("l’inconnue dont cela dépend", "the unknown that it rests on"),
    "decision": ("la décision nommée", "the named decision"),
    "placeholder": ("la valeur provisoire", "the placeholder"),
    "clause": ("la référence de clause", "the reference to the clause"),
    "note": ("la note", "the note"),
    "fr": ("l’intitulé français", "the French title"),
    "en": ("l’intitulé anglais", "the English title"),
    "from": ("la date de début", "the first day"),
    "until": ("la date de fin", "the last day"),
    "charging": ("l’application des pénalités", "the charging of penalties"),
    "basis": ("l’assiette des pénalités", "the basis of penalties"),
    "cap_per_kpi": ("le plafond par indicateur", "the cap per KPI"),
    "cap_per_month": ("le plafond mensuel", "the monthly cap"),
    "monthly_fee": ("le forfait mensuel", "the monthly fee"),
    "P1": ("le prix du niveau P1", "the price of level P1"),
    "P2": ("le prix du niveau P2", "the price of level P2"),
    "P3": ("le prix du niveau P3", "the price of level P3"),
    "quantity": ("la quantité", "the quantity"),
    "period": ("le délai de relance", "the period of reminders"),
    "reminders": ("le nombre de relances", "the number of reminders"),
    "holders": ("le détenteur relancé", "the holder to be reminded"),
    "reopen_days": ("le nombre de jours de réouverture", "the days for reopening"),
    "timezone": ("le fuseau horaire", "the time zone"),
    "priority": ("la priorité par défaut", "the default priority"),
    "urgency": ("l’urgence par défaut", "the default urgency"),
    "perimeter": ("le responsable de la résolution", "who resolves"),
    "level1_eligible": ("l’éligibilité au niveau 1", "the eligibility at level 1"),
    "offered_to_users": ("l’offre aux utilisateurs", "being offered to users"),
    "scope": ("le périmètre", "the scope"),
    "third_party": ("le caractère tiers", "being a third party’s"),
    "administration": ("l’administration par le titulaire", "the administration by the provider"),
    "holidays": ("la liste des jours fériés", "the list of public holidays"),
    "name": ("le nom", "the name"),
    "title": ("l’intitulé", "the title"),
    "kpis": ("l’indicateur", "the KPI"),
    "phases": ("la phase", "the phase"),
    "services": ("le service mesuré", "the measured service"),
    "categories": ("la catégorie", "the category"),
    "lists": ("la ligne", "the row"),
}
SECTIONS: dict[str, tuple[str, str]] = {
    "kpis": ("Indicateurs", "KPIs"),
    "hours": ("Heures de service", "Service hours"),
    "penalties": ("Pénalités", "Penalties"),
    "phases": ("Phases", "Phases"),
    "readings": ("Lectures", "Readings"),
    "unknowns": ("Inconnues", "Unknowns"),
    "services": ("Services mesurés", "Measured services"),
    "categories": ("Catégories", "Categories"),
    "duties": ("Relances dues", "Duties"),
    "lists": ("Listes", "Lists"),
    "matrices": ("Matrices", "Matrices"),
    "parties": ("Parties", "Parties"),
    "roles": ("Rôles", "Roles"),
    "defaults": ("Valeurs par défaut", "Defaults"),
    "holidays": ("Jours fériés", "Public holidays"),
}
VALUES: dict[str, tuple[str, str]] = {
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "true": ("oui", "yes"),
    "false": ("non", "no"),
    "open": ("ouvert", "open"),
    "closed": ("fermé", "closed"),
    "provider": ("titulaire", "provider"),
    "client": ("client", "client"),
    "third_party": ("tiers", "third party"),
    "user": ("utilisateur", "user"),
    "24x7": ("24 h/24, 7 j/7", "24×7"),
    "shipped": ("celles du contrat", "those of the contract"),
}
_DAYS = {
    "mon": "lundi", "tue": "mardi", "wed": "mercredi", "thu": "jeudi", "fri": "vendredi", "sat": "samedi", "sun": "dimanche",
}  # fmt: skip
_WEEK = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[-\w]* \d\d:\d\d-")
_LENGTH = re.compile(r"\d+(?:\.\d+)? ?(?:s|min|h|service days?|working days?|months?|%)")
_PROSE = re.compile(r"[À-ÖØ-öø-ÿŒœ]|[^\W\d_]{2,}\W+[^\W\d_]+\W+[^\W\d_]{2,}")
_AMOUNTS = frozenset({"P1", "P2", "P3", "cap_per_kpi", "cap_per_month", "monthly_fee"})
_LONGEST = 300
Passage = tuple[str, bool]
"""A text, and whether it is French in an English sentence."""


def sentence_of(entry: Entry, language: str) -> str:
    """One entry as one sentence, in "fr" or "en"."""
    return "".join(text for text, _ in passages_of(entry, language))


def passages_of(entry: Entry, language: str) -> list[Passage]:
    """The same in pieces: what the contract says in French alone stands by itself in an English sentence. Source: RGAA 8.7."""
    is_english = language == "en"
    subject, label = _subject(entry, language), label_of(entry, language)
    before, after = (_value(entry, one, language) for one in (entry.before, entry.after))
    if entry.kind == CHANGED:
        words = (" changes from ", " to ") if is_english else (" passe de ", " à ")
        said = [
            (label + words[0], False),
            *_quoted(before, language),
            (words[1], False),
            *_quoted(after, language),
        ]
    else:
        shown = after if entry.kind == ADDED else before
        word = ("s’ajoute", "added") if entry.kind == ADDED else ("disparaît", "removed")
        opening = f"{word[1]}: {label}, " if is_english else f"{word[0]} : {label}, "
        said = [(opening, False), *_quoted(shown, language)]
    if subject:
        said = [*subject, (": " if is_english else " : ", False), *said]
    else:
        said = [(f"{said[0][0][0].upper()}{said[0][0][1:]}", False), *said[1:]]
    return _joined([*said, (".", False)])


def _quoted(passages: list[Passage], language: str) -> list[Passage]:
    marks = ('"', '"') if language == "en" else ("« ", " »")
    return [(marks[0], False), *passages, (marks[1], False)]


def _joined(passages: list[Passage]) -> list[Passage]:
    """Neighbours of one language as one."""
    found: list[Passage] = []
    for text, is_french in passages:
        if found and found[-1][1] == is_french:
            found[-1] = (found[-1][0] + text, is_french)
        elif text:
            found.append((text, is_french))
    return found


def _subject(entry: Entry, language: str) -> list[Passage]:
    """What an entry is about: the KPI, the service, the row …, with its title. Nothing for the contract itself."""
    path, at = entry.path, 1 if language == "en" else 0
    section = SECTIONS.get(path[0], (path[0], path[0]))[at]
    title = entry.titles[at] if entry.titles and len(path) > 1 else ""
    own: Passage = (title, bool(at and title and entry.titles and entry.titles[0] == title))
    if path[0] == "kpis" and len(path) > 1:
        return [(f"{path[1]} – ", False), own] if title else [(path[1], False)]
    if path[0] in ("readings", "penalties", "duties", "defaults") or len(path) == 1:
        return [(section, False)] if len(path) > 1 else []
    if path[0] == "lists" and len(path) > 2:
        named = f"{section}, {path[1].rpartition('/')[2].removesuffix('.csv')}, "
        return [(named, False), own if title else (path[2], False)]
    return [(f"{section}, ", False), own if title else (path[1], False)]


def label_of(entry: Entry, language: str) -> str:
    """What of it changes."""
    at = 1 if language == "en" else 0
    path = entry.path
    if path[0] == "readings" and len(path) > 1:
        asked = QUESTIONS.get(path[1])
        return f"{asked[at][0].lower()}{asked[at][1:]}" if asked else path[1]
    is_whole = len(path) == 2 and path[0] in LABELS or path[0] == "lists" and len(path) == 3
    name = path[0] if is_whole and path[-1] not in LABELS else path[-1]
    known = LABELS.get(name) or (LABELS["alternatives"] if "alternatives" in path else None)
    return known[at] if known else path[-1].replace("_", " ")


def value_of(entry: Entry, value: Any, language: str) -> str:
    """A value as people write it; a whole mapping as its parts."""
    return "".join(text for text, _ in _value(entry, value, language))


def _value(entry: Entry, value: Any, language: str, name: str = "") -> list[Passage]:
    """The same in pieces. `name`: of the column or field, where it is not the last of the entry's path."""
    at = 1 if language == "en" else 0
    if isinstance(value, Mapping | list):
        return _shortened(_values(entry, value, language)) or [("–", False)]
    text = "" if value is None else str(value)
    if entry.path[0] == "readings" and len(entry.path) > 1:
        return [(ANSWERS.get(f"{entry.path[1]}.{text}", VALUES.get(text, (text, text)))[at], False)]
    if entry.path[-1] in _AMOUNTS and text:
        return [(f"{text} €" if at else f"{text.replace('.', ',')} €", False)]
    if text in VALUES:
        return [(VALUES[text][at], False)]
    is_french = bool(at) and _is_french(name or entry.path[-1], text)
    return [(_short(plain_words(text, language)) or "–", is_french)]


def _values(entry: Entry, value: Mapping[str, Any] | list[Any], language: str) -> list[Passage]:
    at, found = 1 if language == "en" else 0, list[Passage]()
    if isinstance(value, list):
        for one in value:
            found += [(", ", False)] * bool(found) + _value(entry, one, language)
        return found
    for name, one in value.items():
        if name not in ("title", "clause", "note"):
            gap = ("; " if at else " ; ") if found else ""
            label = LABELS.get(str(name), (str(name),) * 2)[at]
            found += [(f"{gap}{label} ", False), *_value(entry, one, language, str(name))]
    return found


def _is_french(name: str, text: str) -> bool:
    """Whether a value is prose, and not said to be English: the contract's text is French.

    Note: codes, numbers, weeks and lengths of time belong to no language; prose has an accent or three words.
    """
    if name == "en" or name.endswith("_en") or name == "english":
        return False
    if name == "fr" or name.endswith("_fr"):
        return bool(text)
    is_code = _WEEK.match(text) or _LENGTH.fullmatch(text) or not _PROSE.search(text)
    return not is_code


def _shortened(passages: list[Passage]) -> list[Passage]:
    """No longer than a person reads."""
    found, room = list[Passage](), _LONGEST
    for text, is_french in passages:
        if len(text) > room:
            return [*found, (f"{text[:room]}…", is_french)]
        found.append((text, is_french))
        room -= len(text)
    return found


def plain_words(text: str, language: str) -> str:
    """A week or a target as people write it: "lundi–vendredi 08:00–18:00", "1 jour de service"."""
    if text in VALUES:
        return VALUES[text][1 if language == "en" else 0]
    return text if language == "en" else _french(text)


def reading_title(tree: Mapping[str, Any], name: str, at: int) -> str:
    """What a reading asks; hours are called by the title of their service. `at`: 0 French, 1 English."""
    title = _hours(tree, name).get("title") if name.startswith("hours.") else None
    named = title.get(("fr", "en")[at]) if isinstance(title, Mapping) else title
    return str(named or question(name)[at])


def reading_answer(tree: Mapping[str, Any], name: str, value: str, at: int) -> str:
    """What an answer says; that of hours is its week. `at`: 0 French, 1 English."""
    if not name.startswith("hours."):
        return answer(name, value)[at]
    hours = _hours(tree, name)
    week = hours.get("week") if value == "shipped" else hours.get("alternatives", {}).get(value)
    return plain_words(str(week or value), ("fr", "en")[at])


def _hours(tree: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = tree.get("hours", {}).get(name.removeprefix("hours."), {})
    return found if isinstance(found, Mapping) else {}


def _french(text: str) -> str:
    if _WEEK.match(text):
        for short, long in _DAYS.items():
            text = re.sub(rf"\b{short}\b", long, text)
        return text.replace("-", "–").replace(";", " ;")
    match = re.fullmatch(r"(\d+(?:\.\d+)?) service days?", text)
    if match is None:
        return text
    number = match[1].replace(".", ",")
    return f"{number} {'jours' if float(match[1]) >= 2 else 'jour'} de service"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

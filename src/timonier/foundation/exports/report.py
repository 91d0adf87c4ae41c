"""What a document says, before it is a workbook, slides or a text: sections of one message each, typed tables, charts.

The room that knows the figures makes it; the writers only give it a form.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from zoneinfo import ZoneInfo

from timonier.foundation.datasets import Column

SHORT = 12
"""Hexadecimal digits of a digest that tell two documents apart."""
Unit = Literal["percent", "integer", "hours", "money"]
Form = Literal["line", "column", "stacked", "bar"]
Mood = Literal["", "met", "missed", "risk", "total"]


@dataclass(frozen=True, slots=True)
class Series:
    """One line or row of bars. `values` in the unit of the chart; None is a gap, never a zero."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    is_target: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart whose table stands beside it. `alt`: what it shows, in words.

    `low`: where the axis of percentages begins; its title says so where that is not zero.
    """

    form: Form
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit
    alt: str
    low: float = 0.0


def low_end(values: Sequence[float]) -> float:
    """A round number below the least percentage, for what is always close to a hundred."""
    return float(max(0, (int(min(values, default=0.0)) - 3) // 5 * 5))


@dataclass(frozen=True, slots=True)
class Table:
    """A typed table for people: codes are words already. `moods`: how each row looks; `brief`: rows that fit a slide."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    moods: tuple[Mood, ...] = ()
    brief: int = 12
    more: str = ""
    slim: tuple[str, ...] = ()

    def mood(self, place: int) -> Mood:
        """How a row looks."""
        return self.moods[place] if place < len(self.moods) else ""

    def part(self, begin: int, end: int) -> "Table":
        """Some of its rows."""
        return replace(self, rows=self.rows[begin:end], moods=self.moods[begin:end])

    def slimmed(self) -> "Table":
        """The same with the columns that fit a slide beside a chart."""
        if not self.slim:
            return self
        places = [place for place, one in enumerate(self.columns) if one.key in self.slim]
        return Table(
            self.caption,
            tuple(self.columns[place] for place in places),
            tuple(tuple(row[place] for place in places) for row in self.rows),
            self.moods,
            self.brief,
            self.more,
        )


@dataclass(frozen=True, slots=True)
class Section:
    """One subject. `message`: the sentence that the reader should keep, computed from the figures.

    `source`: from what and how. A section without facts has `absent`: from where they will come.
    """

    key: str
    heading: str
    message: str
    paragraphs: tuple[str, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    source: str = ""
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """What every document says of itself."""

    contract: str
    title: str
    period: str
    state: str
    is_sealed: bool
    as_of: str
    digests: tuple[tuple[str, str], ...] = ()
    key_figures: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    made_for: str = ""

    @property
    def mark(self) -> str:
        """What each page and slide says of itself: whose, when, how sure, and the beginning of its digest."""
        digest = f" · SHA-256 {self.digests[0][1][:SHORT]}…" if len(self.digests) == 1 else ""
        return f"{self.contract} · {self.period} · {self.state}{digest}"


@dataclass(frozen=True, slots=True)
class Report:
    """A whole document. `labels`: the words that the writers need themselves."""

    name: str
    language: str
    zone: ZoneInfo
    cover: Cover
    sections: tuple[Section, ...]
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    definitions: Table | None = None
    labels: dict[str, str] = field(default_factory=dict)

    def label(self, key: str) -> str:
        """A word of the writers, in the document's language."""
        return self.labels.get(key) or LABELS[key][1 if self.language == "en" else 0]


LABELS: dict[str, tuple[str, str]] = {
    "cover": ("Couverture", "Cover"),
    "dashboard": ("Tableau de bord", "Dashboard"),
    "notes": ("Notes", "Notes"),
    "dictionary": ("Dictionnaire", "Dictionary"),
    "contents": ("Sommaire", "Contents"),
    "period": ("Période", "Period"),
    "state": ("État", "State"),
    "as_of": ("Données arrêtées au", "Data as of"),
    "digest": ("Empreinte SHA-256", "SHA-256 digest"),
    "digests": ("Empreintes des mois (SHA-256)", "Digests of the months (SHA-256)"),
    "key_figures": ("L’essentiel", "In short"),
    "source": ("Source", "Source"),
    "sources": ("Sources et méthode", "Sources and method"),
    "no_rows": ("Aucune ligne sur la période.", "No row in the period."),
    "continued": ("suite", "continued"),
    "figure": ("Figure", "Figure"),
    "table": ("Tableau", "Table"),
    "page": ("Page", "Page"),
    "of": ("sur", "of"),
    "sheet": ("Feuille", "Sheet"),
    "column": ("Colonne", "Column"),
    "type": ("Type", "Type"),
    "meaning": ("Sens", "Meaning"),
    "rows": ("Lignes", "Rows"),
    "tables": ("Tables de données (pour tableaux croisés dynamiques)", "Data tables (for pivot tables)"),
    "pivot": (
        "Chaque feuille de données est une table Excel : cliquez dedans, puis Insertion › Tableau croisé dynamique.",
        "Each data sheet is an Excel table: click in it, then Insert › PivotTable.",
    ),
    "in_hours": ("heures de service", "hours of service"),
    "replaced": (
        "Caractères interdits dans un classeur, remplacés par « \ufffd »",
        'Characters that a workbook forbids, replaced by "\ufffd"',
    ),
    "cut": (
        "Textes de plus de 32 767 caractères, coupés et terminés par « … »",
        'Texts longer than 32,767 characters, cut and ended with "…"',
    ),
    "split": (
        "Tables de plus de 1 048 575 lignes, continuées sur une autre feuille",
        "Tables of more than 1,048,575 rows, continued on another sheet",
    ),
    "none": ("aucun", "none"),
    "limits": ("Limites du format", "Limits of the format"),
    "demonstration": ("Démonstration : activité inventée", "Demonstration: invented activity"),
    "continued_on": ("Le détail complet figure dans le classeur.", "The full detail is in the workbook."),
    "others": ("autres", "others"),
    "definitions": ("Définition des indicateurs", "Definition of service levels"),
    "absent": ("Pas encore de faits", "No facts yet"),
}

KIND_WORDS: dict[str, tuple[str, str]] = {
    "text": ("texte", "text"),
    "integer": ("nombre entier", "integer"),
    "decimal": ("nombre", "number"),
    "money": ("euros HT", "euros, excluding tax"),
    "percent": ("pourcentage", "percentage"),
    "date": ("date", "date"),
    "datetime": ("date et heure locales", "local date and time"),
    "duration": ("durée (nombre de jours)", "duration (number of days)"),
    "boolean": ("vrai ou faux", "true or false"),
}


def kind_word(kind: str, language: str) -> str:
    """What a column holds, for people."""
    return KIND_WORDS[kind][1 if language == "en" else 0]


def spoken(column: Column, value: Any, language: str) -> Any:
    """A cell with its code replaced by its word."""
    if column.words is None or value is None:
        return value
    pair = column.words.get(str(value))
    return value if pair is None else pair[1 if language == "en" else 0]


def listed(sections: list[Section], language: str) -> Section:
    """One section for those of which the message is all there is."""
    is_english = language == "en"
    columns = (
        Column("subject", "text", "Sujet", "Subject", 34),
        Column("finding", "text", "Constat", "Finding", 76),
    )
    rows = tuple((one.heading, one.message) for one in sections)
    return Section(
        "quiet",
        "Nothing to report" if is_english else "Rien à signaler",
        sections[0].message
        if len(sections) == 1
        else ("Nothing to report on these subjects" if is_english else "Rien à signaler sur ces sujets"),
        table=Table("Findings" if is_english else "Constats", columns, rows, brief=max(len(rows), 1)),
    )


def told(paragraphs: Sequence[str], most: int, report: Report) -> list[str]:
    """The first of the paragraphs, and how many more there are."""
    if len(paragraphs) <= most + 1:
        return list(paragraphs)
    rest = len(paragraphs) - most
    return [*paragraphs[:most], f"+ {rest} {report.label('others')}."]


def gathered(sections: list[Section], language: str) -> Section:
    """One section for all those that have no facts yet."""
    is_english = language == "en"
    count = len(sections)
    message = (
        f"{count} subject{'s' if count > 1 else ''} will come from the modules named below"
        if is_english
        else f"{count} sujet{'s viendront' if count > 1 else ' viendra'} des modules indiqués ci-dessous"
    )
    columns = (
        Column("subject", "text", "Sujet", "Subject", 30),
        Column("source", "text", "D’où il viendra", "Where it will come from", 80),
    )
    rows = tuple((one.heading, one.message) for one in sections)
    return Section(
        "absent",
        "Subjects to come" if is_english else "Sujets à venir",
        message,
        table=Table(
            "Subjects and their module" if is_english else "Sujets et leur module",
            columns,
            rows,
            brief=max(count, 1),
        ),
    )

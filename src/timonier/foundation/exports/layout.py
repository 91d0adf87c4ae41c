"""How wide the columns of a table are on paper and on a slide: figures never break, texts share the rest."""

from collections.abc import Sequence

from timonier.foundation.exports import tokens
from timonier.foundation.exports.report import Report, Table

Texts = list[list[str]]


def texts_of(table: Table, report: Report, most: int | None = None, *, is_tight: bool = False) -> Texts:
    """Every cell as it is read. `is_tight`: many columns; keys without titles, percentages without their sign."""
    found = []
    for row in table.rows[:most]:
        line = []
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            text = tokens.of_kind(column.kind, value, report.language, report.zone)
            if is_tight:
                text = text.partition(" · ")[0] if place == 0 else text.removesuffix(f"{tokens.NARROW}%")
            line.append(text)
        found.append(line)
    return found


def shares(table: Table, texts: Texts, language: str, room: float) -> list[float]:
    """Part of the whole width of each column. `room`: characters that the whole width holds."""
    needs: list[float] = []
    for place, column in enumerate(table.columns):
        words = column.label(language).split()
        need = max((len(word) for word in words), default=4) * 1.08 + 2.8
        need = max(need, len(column.label(language)) / 2.6 + 2.8)
        if column.kind != "text":
            need = max(need, *(len(row[place]) + 3.0 for row in texts), 5.0) if texts else need
        needs.append(need)
    loose = [place for place, column in enumerate(table.columns) if column.kind == "text"]
    rest = room - sum(needs)
    if loose and rest > 0:
        wanted = [float(table.columns[place].width) for place in loose]
        for place, width in zip(loose, wanted, strict=True):
            needs[place] += rest * width / sum(wanted)
    total = sum(needs)
    return [one / total for one in needs]


def lines(text: str, room: float) -> int:
    """Lines that a text takes in a column of so many characters."""
    return max(1, -(-len(text) // max(1, int(room))))


def tallest(row: Sequence[str], parts: Sequence[float], room: float) -> int:
    """Lines of the tallest cell of a row."""
    return max(lines(text, room * part - 2) for text, part in zip(row, parts, strict=True))

"""How wide the columns of a table are on paper and on a slide: words and figures never break, texts share the rest."""

from collections.abc import Sequence

from timonier.foundation.exports import tokens
from timonier.foundation.exports.letters import lines, longest, width
from timonier.foundation.exports.report import Report, Table

Texts = list[list[str]]
HEAD_LINES = 3
"""Lines that a header may take, roughly."""


def texts_of(table: Table, report: Report, most: int | None = None) -> Texts:
    """Every cell as it is read. A table of many columns has percentages without their sign: its caption has it."""
    found = []
    for row in table.rows[:most]:
        line = []
        for column, value in zip(table.columns, row, strict=True):
            text = tokens.of_kind(column.kind, value, report.language, report.zone)
            if is_tight(table) and column.kind == "percent":
                text = text.removesuffix(f"{tokens.NARROW}%")
            line.append(text)
        found.append(line)
    return found


def is_tight(table: Table) -> bool:
    """Whether it has so many columns that each must be as narrow as it can."""
    return len(table.columns) > 10


def shares(table: Table, texts: Texts, language: str, room: float, pad: float) -> list[float]:
    """Part of the whole width of each column. `room`: the whole, `pad`: both margins of a cell. Units: size of letters."""
    needs, wants = _needs(table, texts, language, pad)
    rest = room - sum(needs)
    if rest <= 0:
        return [one / sum(needs) for one in needs]
    missing = [want - need for want, need in zip(wants, needs, strict=True)]
    short = sum(missing)
    if short >= rest:
        found = [need + rest * one / short for need, one in zip(needs, missing, strict=True)]
    else:  # everything has its line: what is left goes to all, so that no column stands alone
        found = [want + (rest - short) * want / sum(wants) for want in wants]
    return [one / sum(found) for one in found]


def fits(table: Table, texts: Texts, language: str, room: float, pad: float) -> bool:
    """Whether no word and no figure of it breaks in this width. Units: size of letters."""
    return sum(_needs(table, texts, language, pad)[0]) <= room


def _needs(table: Table, texts: Texts, language: str, pad: float) -> tuple[list[float], list[float]]:
    """Width below which a column breaks a word or a figure, and the one in which each of its cells is one line."""
    needs: list[float] = []
    wants: list[float] = []
    for place, column in enumerate(table.columns):
        label, cells = column.label(language), [row[place] for row in texts]
        need = max(longest(label, is_bold=True), width(label, is_bold=True) / (HEAD_LINES - 0.5))
        if column.kind == "text":
            need = max(need, min(8.0, max(map(longest, cells), default=0.0)))
            want = max([need, width(label, is_bold=True), *map(width, cells)])
        else:
            need = want = max([need, *(width(one, is_bold=True) for one in cells)])
        needs.append(need + pad + 0.3)
        wants.append(want + pad + 0.3)
    return needs, wants


def tallest(
    row: Sequence[str], parts: Sequence[float], room: float, pad: float, *, is_bold: bool = False
) -> int:
    """Lines of the tallest cell of a row."""
    return max(lines(text, room * part - pad, is_bold=is_bold) for text, part in zip(row, parts, strict=True))


def head(table: Table, parts: Sequence[float], room: float, pad: float, language: str) -> int:
    """Lines of its header."""
    return tallest([one.label(language) for one in table.columns], parts, room, pad, is_bold=True)

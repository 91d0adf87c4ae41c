"""How tall the subjects of a text are, reckoned before any program has laid it out. Units: centimetres.

It must not draw; what draws asks here for the same widths, sizes and choices.
"""

from timonier.foundation.exports.docx_pages import Block
from timonier.foundation.exports.layout import Texts, fits, head, shares, tallest, texts_of
from timonier.foundation.exports.letters import lines
from timonier.foundation.exports.report import Report, Section, Table, told

WIDTH = 17.0
"""Of the text. Units: centimetres."""
HALF, GAP = 8.2, 0.6
"""A chart, and its table beside it. Units: centimetres."""
TALL, BESIDE = 7.0, 8.0
"""Height of the tallest chart beside a table; size of the letters there. Units: centimetres, points."""
POINT = 2.54 / 72
"""Units: centimetres."""
MARGIN = 0.1
"""On both sides in a cell. Units: centimetres."""
MOST_ROWS, MOST_TOLD = 30, 12
CHART = 5.2
PARTED, KEPT = 10, 4
"""A table of more rows may go on overleaf; rows that stay together at its beginning and its end."""


class Heights:
    """Of the subjects of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def block(self, section: Section) -> Block:
        """Rather too much than too little."""
        before = 1.7 + 0.52 * lines(section.message, WIDTH / (12 * POINT), is_bold=True)
        before += sum(0.24 + 0.45 * lines(text, WIDTH / (10.5 * POINT)) for text in self.told(section))
        after = 0.2 + 0.38 * lines(section.source, WIDTH / (8.5 * POINT)) if section.source else 0.0
        if section.chart is not None:
            beside = self.beside(section)
            if beside is not None:
                return Block(before + beside + 0.9 + after, least=0.84)
            before += CHART + 0.9
        if section.table is None:
            return Block(before + after)
        return self.block_of_table(section.table, self.most(section), before, 0.8, after)

    def beside(self, section: Section) -> float | None:
        """Height of the table that stands beside the chart of its section; None where it needs the whole width."""
        if section.chart is None or section.table is None or not section.table.rows:
            return None
        texts = texts_of(section.table, self.report, self.most(section))
        room, pad = HALF / (BESIDE * POINT), 2 * MARGIN / (BESIDE * POINT)
        language = self.report.language
        if not fits(section.table, texts, language, room, pad):
            return None
        parts = shares(section.table, texts, language, room, pad)
        tall = [head(section.table, parts, room, pad, language)]
        tall += [tallest(row, parts, room, pad) for row in texts]
        rows = sum((2.6 + BESIDE * 1.16 * one) * POINT for one in tall)
        caption = 0.45 * lines(section.table.caption, HALF / (9 * POINT))
        return max(CHART + 0.9, 0.5 + caption + rows)

    def block_of_table(self, table: Table, most: int, before: float, caption: float, after: float) -> Block:
        texts = texts_of(table, self.report, most)
        size, room, pad, parts = self.grid(table, texts)
        tall = [head(table, parts, room, pad, self.report.language)] if texts else []
        tall += [tallest(row, parts, room, pad) for row in texts]
        rows = [(2.6 + size * 1.16 * one) * POINT for one in tall]
        whole = before + caption + sum(rows) + after
        if len(texts) <= PARTED:
            return Block(whole)
        return Block(whole, before + caption + sum(rows[: KEPT + 1]), rows[0] + sum(rows[-KEPT:]) + after)

    def block_of_sources(self) -> Block:
        told = [text for _, paragraphs in self.report.notes for text in paragraphs]
        height = (
            1.2
            + 1.0 * len(self.report.notes)
            + sum(0.24 + 0.45 * lines(text, WIDTH / (10.5 * POINT)) for text in told)
        )
        return Block(height, 4.0, 2.0) if len(told) > PARTED else Block(height)

    def grid(
        self, table: Table, texts: Texts, whole: float = WIDTH
    ) -> tuple[float, float, float, list[float]]:
        """Size of its letters, its width and the margins of its cells in that size, and the parts of its columns."""
        size = size_of(table) if whole == WIDTH else BESIDE
        room, pad = whole / (size * POINT), 2 * MARGIN / (size * POINT)
        return size, room, pad, shares(table, texts, self.report.language, room, pad)

    def told(self, section: Section) -> list[str]:
        return told(section.paragraphs, MOST_TOLD, self.report)

    def most(self, section: Section) -> int:
        return MOST_ROWS if section.chart is None else 16


def size_of(table: Table) -> float:
    """Of the letters of a table. Units: points."""
    columns = len(table.columns)
    if columns > 8:
        return 7.0 if columns > 10 else 7.5
    return 8.0 if columns > 6 or len(table.rows) > 20 else 9.0

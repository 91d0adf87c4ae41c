"""Slides, 16:9: one message a slide, its chart beside its table, sources below and in the notes. Charts stay editable.

The library's own empty presentation is the ground; its colours become ours, so that what people add looks the same.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu, Inches, Pt

from timonier.foundation.datasets import Column
from timonier.foundation.exports import tokens
from timonier.foundation.exports.charts import draw, ink_of
from timonier.foundation.exports.flat import Findings
from timonier.foundation.exports.layout import Texts, head, is_tight, shares, tallest, texts_of
from timonier.foundation.exports.letters import cut, lines
from timonier.foundation.exports.report import Mood, Report, Section, Table, gathered, listed, told

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WIDTH, HEIGHT = int(Inches(13.333)), int(Inches(7.5))
LEFT, RIGHT = int(Inches(0.55)), int(Inches(12.78))
TOP, BOTTOM = int(Inches(1.58)), int(Inches(6.8))
ROW = int(Inches(0.31))
POINT = 12_700
MARGIN = Inches(0.06)
MOST_TOLD = 6
SOURCE = 10.0
"""Size of the letters of a source. Units: points."""
MOST_PAGES = 3
"""Slides that one table may take."""
_TITLE_SLIDE, _TITLE_ONLY = 0, 5
_SOFT: dict[Mood, str] = {
    "missed": tokens.MISSED_SOFT,
    "risk": tokens.RISK_SOFT,
    "total": tokens.EXCLUDED_SOFT,
}


def write(path: Path, report: Report) -> None:
    """Write the slides of a report."""
    _Deck(report).save(path)


class _Deck:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.language = MSO_LANGUAGE_ID.ENGLISH_UK if report.language == "en" else MSO_LANGUAGE_ID.FRENCH
        self.deck: Any = Presentation()
        self.deck.slide_width, self.deck.slide_height = Emu(WIDTH), Emu(HEIGHT)
        self._dress()
        self.findings = Findings()
        self.number = 1

    def save(self, path: Path) -> None:
        report = self.report
        properties = self.deck.core_properties
        properties.title = self.findings.brief(report.cover.title)
        properties.subject = self.findings.brief(f"{report.cover.contract} – {report.cover.period}")
        properties.author, properties.language = "Timonier", "en-GB" if report.language == "en" else "fr-FR"
        self._cover()
        quiet = [one for one in report.sections if not one.absent and _is_quiet(one)]
        for section in report.sections:
            if not section.absent and section not in quiet:
                self._section(section)
        if quiet:
            self._section(listed(quiet, report.language))
        absent = [one for one in report.sections if one.absent]
        if absent:
            self._section(gathered(absent, report.language))
        self._notes()
        self.deck.save(str(path))

    def _dress(self) -> None:
        """Our colours in the theme, our places in the two layouts that we use."""
        theme = self.deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        blob = theme.blob.decode("utf-8")
        wanted = {"dk2": tokens.NAVY, **{f"accent{n}": one for n, one in enumerate(tokens.SERIES, 1)}}
        for name, colour in wanted.items():
            blob = re.sub(
                rf"(<a:{name}>)<a:srgbClr val=\"[0-9A-Fa-f]{{6}}\"/>", rf'\1<a:srgbClr val="{colour}"/>', blob
            )
        theme._blob = blob.encode("utf-8")
        for number in (_TITLE_SLIDE, _TITLE_ONLY):
            for shape in self.deck.slide_layouts[number].placeholders:
                if shape.placeholder_format.type is not None and shape.placeholder_format.idx == 0:
                    shape.left, shape.top, shape.width, shape.height = (
                        LEFT,
                        Inches(0.62),
                        Emu(RIGHT - LEFT),
                        Inches(0.95),
                    )
                else:
                    shape._element.getparent().remove(shape._element)
        for shape in list(self.deck.slide_master.placeholders):
            if shape.placeholder_format.idx >= 10:
                shape._element.getparent().remove(shape._element)
        kept = {_TITLE_SLIDE, _TITLE_ONLY}
        for number in reversed(range(len(self.deck.slide_layouts))):
            if number not in kept:
                self.deck.slide_layouts.remove(self.deck.slide_layouts[number])

    # -- slides ---------------------------------------------------------------------------------------------------

    def _cover(self) -> None:
        cover = self.report.cover
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[0])
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = ink_of(tokens.NAVY)
        bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, LEFT, Inches(1.2), Inches(0.09), Inches(1.75))
        bar.fill.solid()
        bar.fill.fore_color.rgb = ink_of("4CC3D9")
        bar.line.fill.background()
        self._decorative(bar)
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = (
            Inches(0.85),
            Inches(1.1),
            Inches(11.9),
            Inches(1.0),
        )
        self._text(title.text_frame, [(cover.title, 36, True, tokens.WHITE)], anchor=MSO_ANCHOR.MIDDLE)
        self._box(
            slide,
            Inches(0.85),
            Inches(2.05),
            Inches(11.9),
            Inches(0.95),
            [(cover.contract, 18, False, "E8ECF5"), (cover.period, 18, True, "4CC3D9")],
        )
        said = [
            (f"{self.report.label('state')}{self._colon()}{cover.state}", 14, True, tokens.WHITE),
            (f"{self.report.label('as_of')}{self._colon()}{cover.as_of}", 12, False, "E8ECF5"),
        ]
        if len(cover.digests) == 1:
            said.append(
                (f"{self.report.label('digest')}{self._colon()}{cover.digests[0][1]}", 9, False, "A9B4CB")
            )
        said += [(one, 12, True, "F0B44C") for one in cover.warnings]
        self._box(slide, Inches(0.85), Inches(3.15), Inches(11.9), Inches(1.3), said)
        count = min(len(cover.key_figures), 4)
        gap, width = Inches(0.25), Emu(int((RIGHT - Inches(0.85) - Inches(0.25) * 3) / 4))
        for place, (name, value) in enumerate(cover.key_figures[:count]):
            left = Emu(int(Inches(0.85) + place * (width + gap)))
            card = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, Inches(4.85), width, Inches(1.75))
            card.fill.solid()
            card.fill.fore_color.rgb = ink_of("1E2C4F")
            card.line.fill.background()
            self._decorative(card)
            size = 22 if len(value) < 18 else 15 if len(value) < 44 else 12
            self._text(
                card.text_frame,
                [(value, size, True, tokens.WHITE), (name, 11, False, "A9B4CB")],
                anchor=MSO_ANCHOR.MIDDLE,
            )
            card.text_frame.margin_left = Inches(0.15)
        self._note(slide, [cover.title, cover.period, cover.state, *(f"{m} {d}" for m, d in cover.digests)])

    def _section(self, section: Section) -> None:
        table = section.table
        pages: list[Table | None] = [table]
        if table is not None and section.chart is None and len(table.rows) > table.brief:
            starts = range(0, len(table.rows), table.brief)[:MOST_PAGES]
            pages = [table.part(begin, begin + table.brief) for begin in starts]
        for place, page in enumerate(pages, 1):
            heading = section.heading if len(pages) == 1 else f"{section.heading} ({place}/{len(pages)})"
            left_out = 0 if table is None or place < len(pages) else self._left_out(table, pages)
            self._page(section, heading, page, left_out)

    def _left_out(self, table: Table, pages: list[Any]) -> int:
        return len(table.rows) - min(len(table.rows), table.brief * len(pages))

    def _page(self, section: Section, heading: str, table: Table | None, left_out: int) -> None:
        sign = " (%)" if table is not None and is_tight(table) else ""
        slide = self._slide(heading + sign, section.message, section.source)
        chart = section.chart
        top: int = TOP
        if section.paragraphs:
            is_crowded = chart is not None or (table is not None and len(table.rows) > 4)
            texts = told(section.paragraphs, MOST_TOLD // 2 if is_crowded else MOST_TOLD, self.report)
            count = sum(lines(one, (RIGHT - LEFT) / POINT / 12) for one in texts)
            height = Inches(0.205 * count + 0.2)
            self._box(
                slide, LEFT, top, Emu(RIGHT - LEFT), height, [(one, 12, False, tokens.NAVY) for one in texts]
            )
            top = int(top + height)
        if chart is not None and table is not None:
            middle = int(LEFT + (RIGHT - LEFT) * 0.56)
            draw(slide.shapes, chart, self.findings, LEFT, top, Emu(middle - LEFT), Emu(BOTTOM - top))
            self._table(slide, table.slimmed(), int(middle + Inches(0.25)), top, RIGHT, left_out)
        elif chart is not None:
            draw(slide.shapes, chart, self.findings, LEFT, top, Emu(RIGHT - LEFT), Emu(BOTTOM - top))
        elif table is not None:
            self._table(slide, table, LEFT, top, RIGHT, left_out)
        details = [section.message, *section.paragraphs]
        if section.source:
            details.append(f"{self.report.label('source')}{self._colon()}{section.source}")
        if left_out:
            details.append(self.report.label("continued_on"))
        self._note(slide, details)

    def _notes(self) -> None:
        english = self.report.language == "en"
        said: list[tuple[str, float, bool, str]] = []
        for heading, paragraphs in self.report.notes:
            said.append((heading, 12, True, tokens.TEAL))
            said += [(text, 10.5, False, tokens.NAVY) for text in paragraphs]
        title = (
            "How these figures were made, and what they leave out"
            if english
            else "Comment ces chiffres sont faits, et ce qu’ils laissent de côté"
        )
        size = sum(max(1, -(-len(text) // 165)) for text, *_ in said)
        shrink = 1.0 if size <= 22 else 22 / size
        slide = self._slide(self.report.label("notes"), title, "")
        fitted = [(text, max(7.5, points * shrink), bold, colour) for text, points, bold, colour in said]
        self._box(slide, LEFT, TOP, Emu(RIGHT - LEFT), Emu(BOTTOM - TOP), fitted)
        self._note(slide, [text for text, *_ in said])

    # -- parts ----------------------------------------------------------------------------------------------------

    def _slide(self, heading: str, message: str, source: str) -> Any:
        self.number += 1
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[1])
        bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(0.18), HEIGHT)
        bar.fill.solid()
        bar.fill.fore_color.rgb = ink_of(tokens.NAVY)
        bar.line.fill.background()
        self._decorative(bar)
        self._box(slide, LEFT, Inches(0.3), Inches(12), Inches(0.35), [(heading, 13, True, tokens.TEAL)])
        wide = (RIGHT - LEFT) / POINT - 12
        size = next((one for one in (24, 22, 20) if lines(message, wide / one, is_bold=True) == 1), 18)
        if lines(message, wide / size, is_bold=True) > 2:
            size = 15
        self._text(slide.shapes.title.text_frame, [(message, size, True, tokens.NAVY)], anchor=MSO_ANCHOR.TOP)
        self._foot(slide, source)
        return slide

    def _foot(self, slide: Any, source: str) -> None:
        """The source, in two lines at most; below it what every slide says of itself, and its number."""
        whole = Emu(RIGHT - LEFT)
        if source:
            text = cut(f"{self.report.label('source')}{self._colon()}{source}", whole / POINT / SOURCE, 2)
            self._box(slide, LEFT, Inches(6.8), whole, Inches(0.4), [(text, SOURCE, False, tokens.MUTED)])
        mark = cut(self.report.cover.mark, Inches(11.3) / POINT / 9, 1)
        number = [(str(self.number), 9.0, True, tokens.MUTED)]
        self._box(slide, LEFT, Inches(7.17), Inches(11.3), Inches(0.28), [(mark, 9.0, True, tokens.MUTED)])
        self._box(
            slide,
            Inches(12.0),
            Inches(7.17),
            Emu(RIGHT - Inches(12.0)),
            Inches(0.28),
            number,
            align=PP_ALIGN.RIGHT,
        )

    def _table(self, slide: Any, table: Table, left: Any, top: Any, right: Any, left_out: int = 0) -> None:
        report, width = self.report, right - left
        rows = table.rows[: table.brief]
        if not rows:
            self._box(
                slide,
                left,
                top,
                Emu(width),
                Inches(0.5),
                [(report.label("no_rows"), 14, False, tokens.MUTED)],
            )
            return
        texts = texts_of(table, report, len(rows))
        size, room, pad, parts = self._grid(table, texts, width)
        frame = slide.shapes.add_table(len(rows) + 1, len(table.columns), left, top, Emu(width), Emu(ROW))
        frame._element.nvGraphicFramePr.cNvPr.set("descr", self.findings.text(table.caption))
        grid = frame.table
        grid.first_row, grid.horz_banding = True, False
        for place, column in enumerate(table.columns):
            grid.columns[place].width = Emu(int(width * parts[place]))
            self._cell(grid.cell(0, place), column.label(report.language), size, column, "", is_head=True)
        most = 1 if len(rows) > 8 else 3
        height = 0
        for line, row in enumerate(texts, 1):
            tall = min(most, tallest(row, parts, room, pad))
            for place, column in enumerate(table.columns):
                text = row[place]
                if column.kind == "text":  # the workbook has it whole
                    text = cut(text, room * parts[place] - pad - 0.2, most)
                self._cell(grid.cell(line, place), text, size, column, table.mood(line - 1))
            grid.rows[line].height = Emu(int(Pt(size * 1.22 * tall + 8)))
            height += grid.rows[line].height
        tall = head(table, parts, room, pad, report.language)
        grid.rows[0].height = Emu(int(Pt(size * 1.22 * tall + 8)))
        height += grid.rows[0].height
        rest = left_out or len(table.rows) - len(rows)
        if rest:
            text = f"+ {rest}. {report.label('continued_on')}"
            self._box(
                slide,
                left,
                top + height + Inches(0.05),
                Emu(width),
                Inches(0.3),
                [(text, 9, False, tokens.MUTED)],
            )

    def _grid(self, table: Table, texts: Texts, width: int) -> tuple[float, float, float, list[float]]:
        """Size of its letters, as large as its columns allow; its width and margins in that size; parts of its columns."""
        is_long = len(texts) > 8
        sizes = (9.0, 8.5, 8.0) if is_tight(table) else (10.5, 10.0, 9.5, 9.0, 8.5, 8.0) if is_long else (13.0, 12.0, 11.0, 10.0, 9.0)  # fmt: skip
        for size in sizes:
            room, pad = width / POINT / size, 2 * int(MARGIN) / POINT / size
            parts = shares(table, texts, self.report.language, room, pad)
            tall = max(tallest(row, parts, room, pad) for row in texts)
            if tall <= (1 if is_long else 2) and (
                not is_long or head(table, parts, room, pad, self.report.language) <= 2
            ):
                break
        return size, room, pad, parts

    def _cell(
        self, cell: Any, text: str, size: float, column: Column, mood: Mood, *, is_head: bool = False
    ) -> None:
        cell.margin_left = cell.margin_right = MARGIN
        cell.margin_top = cell.margin_bottom = Inches(0.02)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.fill.solid()
        cell.fill.fore_color.rgb = ink_of(tokens.NAVY if is_head else _SOFT.get(mood, tokens.WHITE))
        ink = tokens.WHITE if is_head else tokens.NAVY
        align = PP_ALIGN.LEFT if column.kind == "text" else PP_ALIGN.RIGHT
        self._text(cell.text_frame, [(text, size, is_head or mood == "total", ink)], align=align)

    def _box(
        self,
        slide: Any,
        left: Any,
        top: Any,
        width: Any,
        height: Any,
        lines: Sequence[tuple[str, float, bool, str]],
        align: Any = None,
    ) -> None:
        box = slide.shapes.add_textbox(left, top, width, height)
        box.text_frame.word_wrap = True
        box.text_frame.margin_left = box.text_frame.margin_right = 0
        self._text(box.text_frame, lines, align=align)

    def _text(self, frame: Any, lines: Sequence[tuple[str, float, bool, str]], *, align: Any = None, anchor: Any = None) -> None:  # fmt: skip
        if anchor is not None:
            frame.margin_left = 0
            frame.vertical_anchor = anchor
            frame.word_wrap = True
        for place, (text, size, is_bold, colour) in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.alignment = align if align is not None else PP_ALIGN.LEFT
            run = paragraph.add_run()
            run.text = self.findings.text(text).replace("\n", " ")
            run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, tokens.FACE
            run.font.color.rgb = ink_of(colour)
            run.font.language_id = self.language

    def _note(self, slide: Any, lines: list[str]) -> None:
        slide.notes_slide.notes_text_frame.text = self.findings.text("\n".join(lines))

    def _decorative(self, shape: Any) -> None:
        shape.name = "decoration"
        shape.shadow.inherit = False

    def _colon(self) -> str:
        return ": " if self.report.language == "en" else "\u00a0: "


def _is_quiet(section: Section) -> bool:
    """Whether its message is all there is."""
    return section.chart is None and (section.table is None or not section.table.rows)

"""The committee's report as a text: title page, table of contents, subjects one after another, captions, numbered pages.

Styles are the format's own, so that a reader's program shows the structure, reads it aloud, and a person can go on writing.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from timonier.foundation.exports import docx_marks as marks
from timonier.foundation.exports import tokens
from timonier.foundation.exports.docx_chart import add_chart
from timonier.foundation.exports.docx_heights import CHART, GAP, HALF, KEPT, MARGIN, TALL, WIDTH, Heights
from timonier.foundation.exports.docx_pages import places
from timonier.foundation.exports.flat import Findings
from timonier.foundation.exports.layout import is_tight, texts_of
from timonier.foundation.exports.report import Mood, Report, Section, Table, gathered

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SOFT: dict[Mood, str] = {
    "missed": tokens.MISSED_SOFT,
    "risk": tokens.RISK_SOFT,
    "total": tokens.EXCLUDED_SOFT,
}


def write(path: Path, report: Report) -> None:
    """Write the text of a report."""
    _Paper(report).save(path)


class _Paper:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.paper: Any = Document()
        self.findings, self.heights = Findings(), Heights(report)
        self.figures = self.tables = self.bookmarks = 0
        self._dress()

    def save(self, path: Path) -> None:
        report, cover = self.report, self.report.cover
        properties = self.paper.core_properties
        properties.title = self.findings.brief(cover.title)
        properties.subject = self.findings.brief(f"{cover.contract} – {cover.period}")
        properties.author, properties.language = "Timonier", self._tag()
        properties.comments = ""
        self._title_page()
        sections = [one for one in report.sections if not one.absent]
        absent = [one for one in report.sections if one.absent]
        if absent:
            sections.append(gathered(absent, report.language))
        last = [report.label("sources")]
        if report.definitions is not None:
            last.append(report.label("definitions"))
        blocks = [*map(self.heights.block, sections), self.heights.block_of_sources()]
        if report.definitions is not None:
            blocks.append(self.heights.block_of_table(report.definitions, 400, 0.0, 1.2, 0.0))
        found = places(blocks, first=3)
        headings = [*(one.heading for one in sections), *last]
        self._contents([(one, place.page) for one, place in zip(headings, found, strict=True)])
        for section, place in zip(sections, found, strict=False):
            self._section(section, is_new_page=place.is_new, is_parted=place.is_parted)
        self._sources(is_new_page=found[len(sections)].is_new)
        if report.definitions is not None:
            self._heading(report.label("definitions"), is_new_page=found[-1].is_new)
            self._table(report.definitions, most=400, is_parted=found[-1].is_parted)
        self.paper.save(str(path))

    # -- pages ----------------------------------------------------------------------------------------------------

    def _title_page(self) -> None:
        cover, report = self.report.cover, self.report
        for _ in range(4):
            self._line("", 12)
        self.paper.add_paragraph(self.findings.text(cover.title), style="Title")
        self.paper.add_paragraph(self.findings.text(cover.contract), style="Subtitle")
        self._line(cover.period, 16, bold=True, colour=tokens.TEAL, after=18)
        tone = tokens.MET if cover.is_sealed else tokens.RISK
        self._pair("state", cover.state, tone)
        self._pair("as_of", cover.as_of, tokens.NAVY)
        if cover.digests:
            self._line(
                report.label("digest" if len(cover.digests) == 1 else "digests"), 9, colour=tokens.MUTED
            )
            for month, digest in cover.digests:
                text = digest if len(cover.digests) == 1 else f"{month}  {digest}"
                self._line(text, 8, colour=tokens.NAVY, after=0)
        for warning in cover.warnings:
            self._line(warning, 11, bold=True, colour=tokens.RISK, before=10)
        if cover.key_figures:
            self._line(report.label("key_figures"), 13, bold=True, colour=tokens.TEAL, before=24)
            grid = self.paper.add_table(rows=0, cols=2)
            grid.alignment = WD_TABLE_ALIGNMENT.LEFT
            for name, value in cover.key_figures:
                cells = grid.add_row().cells
                self._cell(cells[0], name, 10.5, tokens.MUTED)
                self._cell(cells[1], value, 10.5, tokens.NAVY, bold=True)
            marks.set_widths(grid, [6.0, 11.0])

    def _contents(self, entries: list[tuple[str, int]]) -> None:
        """A real field with its entries filled in: right before anybody updates it, and after."""
        self._heading(self.report.label("contents"), in_contents=False)
        first = self.paper.add_paragraph()
        marks.field(first, 'TOC \\o "1-1" \\h \\z \\u', is_open=True)
        for place, (text, page) in enumerate(entries, 1):
            line = first if place == 1 else self.paper.add_paragraph()
            line.style = self.paper.styles["toc 1"]
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), f"_Toc{place:04d}")
            link.set(qn("w:history"), "1")
            for one in (marks.run(self.findings.text(text)), marks.tab()):
                link.append(one)
            for one in marks.page_reference(f"_Toc{place:04d}", page):
                link.append(one)
            line._p.append(link)
            if place == len(entries):
                line._p.append(marks.field_mark("end"))

    def _section(self, section: Section, *, is_new_page: bool, is_parted: bool) -> None:
        self._heading(section.heading, is_new_page=is_new_page)
        opening = self.paper.add_paragraph(self.findings.text(section.message), style="Intense Quote")
        beside = self.heights.beside(section)
        for text in self.heights.told(section):
            opening = self.paper.add_paragraph(self.findings.text(text))
            opening.paragraph_format.keep_with_next = is_parted or beside is not None
        if section.chart is not None and section.table is not None and beside is not None:
            marks.end_stretch(self.paper, opening)
            self.figures += 1
            add_chart(self.paper, section.chart, HALF, min(beside - 0.9, TALL), self.figures, size=7)
            self._caption("figure", self.figures, section.chart.title)
            self._table(section.table, most=self.heights.most(section), whole=HALF)
            end = self._line("\u00a0", 2, after=0)
            marks.end_stretch(self.paper, end, gap=GAP)
        else:
            if section.chart is not None:
                self.figures += 1
                add_chart(self.paper, section.chart, WIDTH, CHART, self.figures)
                self._caption("figure", self.figures, section.chart.title, is_kept=is_parted)
            if section.table is not None:
                self._table(section.table, most=self.heights.most(section), is_parted=is_parted)
        if section.source:
            text = f"{self.report.label('source')}{self._colon()}{section.source}"
            self._line(text, 8.5, colour=tokens.MUTED, before=6)

    def _sources(self, *, is_new_page: bool) -> None:
        self._heading(self.report.label("sources"), is_new_page=is_new_page)
        for heading, paragraphs in self.report.notes:
            self.paper.add_heading(self.findings.text(heading), level=2)
            for text in paragraphs:
                self.paper.add_paragraph(self.findings.text(text))

    # -- parts ----------------------------------------------------------------------------------------------------

    def _heading(self, text: str, *, in_contents: bool = True, is_new_page: bool = True) -> None:
        paragraph = self.paper.add_paragraph(style="Heading 1" if in_contents else "Contents heading")
        if not is_new_page:
            paragraph.paragraph_format.page_break_before = False
            paragraph.paragraph_format.space_before = Pt(22)
        if in_contents:
            self.bookmarks += 1
            begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            begin.set(qn("w:id"), str(self.bookmarks))
            begin.set(qn("w:name"), f"_Toc{self.bookmarks:04d}")
            end.set(qn("w:id"), str(self.bookmarks))
            paragraph._p.append(begin)
            paragraph.add_run(self.findings.text(text))
            paragraph._p.append(end)
        else:
            paragraph.add_run(self.findings.text(text))

    def _table(self, table: Table, *, most: int, is_parted: bool = False, whole: float = WIDTH) -> None:
        report = self.report
        self.tables += 1
        if table.caption:
            self._caption(
                "table",
                self.tables,
                table.caption + (" (%)" if _is_percent(table) else ""),
                is_beside=whole != WIDTH,
            )
        if not table.rows:
            self._line(report.label("no_rows"), 10, colour=tokens.MUTED)
            return
        texts = texts_of(table, report, most)
        size, _, _, parts = self.heights.grid(table, texts, whole)
        grid = self.paper.add_table(rows=1, cols=len(table.columns))
        grid.alignment = WD_TABLE_ALIGNMENT.CENTER
        for place, column in enumerate(table.columns):
            cell = grid.rows[0].cells[place]
            align = None if column.kind == "text" else WD_ALIGN_PARAGRAPH.RIGHT
            self._cell(cell, column.label(report.language), size, tokens.WHITE, bold=True, align=align)
            marks.shade(cell, tokens.NAVY)
        marks.mark_row(grid.rows[0], "w:cantSplit")
        marks.mark_row(grid.rows[0], "w:tblHeader")
        for line, row in enumerate(texts):
            cells, mood = grid.add_row().cells, table.mood(line)
            marks.mark_row(grid.rows[-1], "w:cantSplit")
            for place, column in enumerate(table.columns):
                align = None if column.kind == "text" else WD_ALIGN_PARAGRAPH.RIGHT
                self._cell(cells[place], row[place], size, tokens.NAVY, bold=mood == "total", align=align)
                if mood in _SOFT:
                    marks.shade(cells[place], _SOFT[mood])
        marks.set_widths(grid, [whole * part for part in parts])
        kept = [grid.rows[-1]]  # its source never stands on a page alone
        if is_parted:
            kept = [*grid.rows[:KEPT], *grid.rows[-KEPT:]]
        for row in kept:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        marks.draw_rules(grid)
        marks.set_margins(grid, MARGIN)
        marks.describe(grid, self.findings.text(table.caption))
        rest = len(table.rows) - len(texts)
        if rest:
            self._line(f"+ {rest}. {report.label('continued_on')}", 8.5, colour=tokens.MUTED, before=3)
        if table.more:
            self._line(table.more, 8.5, colour=tokens.MUTED, before=3)

    def _caption(
        self, kind: str, number: int, text: str, *, is_kept: bool = False, is_beside: bool = False
    ) -> None:
        paragraph = self.paper.add_paragraph(style="Caption")
        if is_beside:
            paragraph.add_run().add_break(WD_BREAK.COLUMN)
        paragraph.add_run(f"{self.report.label(kind)} ")
        marks.field(paragraph, f"SEQ {self.report.label(kind)} \\* ARABIC", str(number))
        paragraph.add_run(self.findings.text(f"{self._colon()}{text}"))
        paragraph.paragraph_format.keep_with_next = kind == "table" or is_kept

    def _pair(self, label: str, value: str, colour: str) -> None:
        paragraph = self._line(f"{self.report.label(label)}{self._colon()}", 11, colour=tokens.MUTED, after=2)
        run = paragraph.add_run(self.findings.text(value))
        run.bold, run.font.size, run.font.color.rgb = True, Pt(11), RGBColor.from_string(colour)

    def _line(
        self, text: str, size: float, *, bold: bool = False, colour: str = tokens.NAVY, before: float = 0, after: float = 4
    ) -> Any:  # fmt: skip
        paragraph = self.paper.add_paragraph()
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = (
            Pt(before),
            Pt(after),
        )
        run = paragraph.add_run(self.findings.text(text))
        run.bold, run.font.size, run.font.color.rgb = bold, Pt(size), RGBColor.from_string(colour)
        return paragraph

    def _cell(
        self, cell: Any, text: str, size: float, colour: str, *, bold: bool = False, align: Any = None
    ) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.space_before = Pt(1)
        paragraph.paragraph_format.line_spacing = 1.0
        if align is not None:
            paragraph.alignment = align
        run = paragraph.add_run(self.findings.text(text))
        run.bold, run.font.size, run.font.color.rgb = bold, Pt(size), RGBColor.from_string(colour)

    # -- dress ----------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        styles, page = self.paper.styles, self.paper.sections[0]
        page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2)
        page.top_margin, page.bottom_margin = Cm(2.2), Cm(1.9)
        page.different_first_page_header_footer = True
        language = styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}")
        if language is not None:
            language.set(qn("w:val"), self._tag())
        for name, size, bold, colour, before, after in (
            ("Normal", 10.5, False, tokens.NAVY, 0, 6),
            ("Title", 30, True, tokens.NAVY, 0, 6),
            ("Subtitle", 15, False, tokens.MUTED, 0, 6),
            ("Heading 1", 18, True, tokens.TEAL, 0, 8),
            ("Heading 2", 12, True, tokens.NAVY, 10, 3),
            ("Caption", 9, False, tokens.MUTED, 4, 4),
            ("Intense Quote", 12, True, tokens.NAVY, 0, 10),
            ("List Bullet", 10.5, False, tokens.NAVY, 0, 4),
        ):
            marks.dress_style(styles[name], size, bold, colour, before, after)
        styles["Heading 1"].paragraph_format.page_break_before = True
        quote = styles["Intense Quote"].paragraph_format
        quote.keep_with_next = True
        quote.left_indent = quote.right_indent = Cm(0)
        styles["Intense Quote"].font.italic = styles["Subtitle"].font.italic = False
        for name in ("Title", "Intense Quote"):
            for line in styles[name].element.iter(qn("w:bottom")):
                line.set(qn("w:color"), tokens.TEAL)
                for theme in ("w:themeColor", "w:themeTint", "w:themeShade"):
                    line.attrib.pop(qn(theme), None)
        for space in list(styles["Subtitle"].element.iter(qn("w:spacing"))):
            if space.getparent().tag == qn("w:rPr"):
                space.getparent().remove(space)
        contents = styles.add_style("Contents heading", 1)
        contents.base_style = styles["Normal"]
        marks.dress_style(contents, 18, True, tokens.TEAL, 0, 10)
        contents.paragraph_format.page_break_before = True
        entry = styles.add_style("toc 1", 1)
        entry.base_style = styles["Normal"]
        entry.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        self._margins(page)

    def _margins(self, page: Any) -> None:
        cover = self.report.cover
        head = page.header.paragraphs[0]
        run = head.add_run(self.findings.text(f"{cover.title} – {cover.period}"))
        run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(tokens.MUTED)
        foot = page.footer.paragraphs[0]
        foot.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        foot.add_run(self.findings.text(f"{cover.contract} · {cover.state}"))
        foot.add_run(f"\t{self.report.label('page')} ")
        marks.field(foot, "PAGE", "2")
        foot.add_run(f" {self.report.label('of')} ")
        marks.field(foot, "NUMPAGES", "2")
        for run in foot.runs:
            run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(tokens.MUTED)

    def _tag(self) -> str:
        return "en-GB" if self.report.language == "en" else "fr-FR"

    def _colon(self) -> str:
        return ": " if self.report.language == "en" else "\u00a0: "


def _is_percent(table: Table) -> bool:
    """Whether its caption has the sign of percentages, which its cells leave out."""
    return is_tight(table) and any(one.kind == "percent" for one in table.columns)

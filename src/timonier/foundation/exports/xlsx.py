"""A workbook: cover, dashboard with native charts, notes, dictionary, then one Excel table for each dataset.

No cell holds a formula. What a cell cannot hold is replaced, counted, and said in the notes.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from timonier.foundation.datasets import Column, Dataset, Row
from timonier.foundation.exports import tokens
from timonier.foundation.exports.flat import Findings, FlatWriter
from timonier.foundation.exports.report import Report, kind_word
from timonier.foundation.exports.sheets import Dashboard

Filled = tuple[Dataset, Iterable[Row]]
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write(
    path: Path, report: Report, tables: Iterable[Filled], told: Callable[[int], None] | None = None
) -> None:
    """Write a report with its data. `told` hears of every thousand rows."""
    with Workbook(str(path), _options()) as book:
        findings = Findings()
        _properties(book, report, findings)
        names = [report.label(one) for one in ("cover", "dashboard", "notes", "dictionary")]
        cover, dashboard, notes, dictionary = (book.add_worksheet(name) for name in names)
        chart_data = Dashboard(book, dashboard, report, findings).write()
        filled, seen = [], 0
        for dataset, rows in tables:
            writer = FlatWriter(book, dataset, findings, report.language, report.zone)
            before = seen
            count = writer.write(dataset.name, rows, _after(told, before))
            seen += count
            filled.append((dataset, count))
        chart_data.write()
        _cover(_Pen(book, cover, findings), report, filled)
        _notes(_Pen(book, notes, findings), report, findings)
        _dictionary(_Pen(book, dictionary, findings), report, filled)


def write_table(
    path: Path,
    dataset: Dataset,
    rows: Iterable[Row],
    report: Report,
    told: Callable[[int], None] | None = None,
) -> int:
    """One table alone, with its cover: what a list shows, exactly; how many rows. `report` has no sections."""
    with Workbook(str(path), _options()) as book:
        findings = Findings()
        _properties(book, report, findings)
        cover, dictionary = (
            book.add_worksheet(report.label("cover")),
            book.add_worksheet(report.label("dictionary")),
        )
        writer = FlatWriter(book, dataset, findings, report.language, report.zone)
        count = writer.write(dataset.name, rows, told)
        pen = _Pen(book, cover, findings)
        _cover(pen, report, [(dataset, count)])
        _limits(pen, report, findings)
        _dictionary(_Pen(book, dictionary, findings), report, [(dataset, count)])
    return count


def _after(told: Callable[[int], None] | None, before: int) -> Callable[[int], None] | None:
    return None if told is None else lambda count: told(before + count)


def _options() -> dict[str, Any]:
    return {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": tokens.FACE, "font_size": 10},
    }


def _properties(book: Workbook, report: Report, findings: Findings) -> None:
    book.set_properties(
        {
            "title": findings.brief(report.cover.title),
            "subject": findings.brief(f"{report.cover.contract} – {report.cover.period}"),
            "category": findings.brief(report.cover.state),
            "company": "",
            "author": "Timonier",
        }
    )


class _Pen:
    """Writes a sheet of text from top to bottom, in our formats."""

    def __init__(self, book: Workbook, sheet: Worksheet, findings: Findings) -> None:
        self.book, self.sheet, self.findings, self.row = book, sheet, findings, 0
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.6, 0.6, 0.7, 0.7)
        self._known: dict[str, Format] = {}

    def look(self, **wanted: Any) -> Format:
        """A format, made once."""
        name = repr(sorted(wanted.items()))
        if name not in self._known:
            self._known[name] = self.book.add_format({"valign": "top", **wanted})
        return self._known[name]

    def put(self, column: int, value: Any, **look: Any) -> None:
        """Text in a cell of this row."""
        self.sheet.write_string(self.row, column, self.findings.text(value), self.look(**look))

    def number(self, column: int, value: float, **look: Any) -> None:
        """A number in a cell of this row."""
        self.sheet.write_number(self.row, column, value, self.look(**look))

    def head(self, text: str) -> None:
        """A heading of the sheet."""
        self.put(1, text, bold=True, font_size=13, font_color=f"#{tokens.NAVY}")
        self.sheet.set_row(self.row, 22)
        self.row += 1

    def wrapped(self, text: str, last: int, width: int, **look: Any) -> None:
        """A paragraph over several columns; its height is ours to guess."""
        shape = self.look(text_wrap=True, **look)
        clean = self.findings.text(text)
        self.sheet.merge_range(self.row, 1, self.row, last, "", shape)
        self.sheet.write_string(self.row, 1, clean, shape)
        lines = sum(max(1, -(-len(part) // width)) for part in clean.split("\n"))
        self.sheet.set_row(self.row, 14.5 * lines + 2)
        self.row += 1


def _cover(pen: _Pen, report: Report, filled: Sequence[tuple[Dataset, int]]) -> None:
    cover, sheet = report.cover, pen.sheet
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 46)
    sheet.set_column(2, 2, 64)
    sheet.set_column(3, 3, 12)
    for row in range(3):
        sheet.set_row(row, 24 if row else 18, pen.look(bg_color=f"#{tokens.NAVY}"))
    navy = {"bg_color": f"#{tokens.NAVY}", "font_color": f"#{tokens.WHITE}"}
    pen.row = 1
    pen.put(1, cover.title, bold=True, font_size=18, **navy)
    pen.row = 2
    pen.put(1, cover.contract, font_size=11, **navy)
    pen.row = 4
    for name, value in (("period", cover.period), ("state", cover.state), ("as_of", cover.as_of)):
        tone = {"font_color": f"#{tokens.MET if cover.is_sealed else tokens.RISK}"} if name == "state" else {}
        pen.put(1, report.label(name), font_color=f"#{tokens.MUTED}")
        pen.put(2, value, bold=True, font_size=11, **tone)
        pen.row += 1
    for place, (month, digest) in enumerate(cover.digests):
        label = report.label("digest" if len(cover.digests) == 1 else "digests") if place == 0 else ""
        pen.put(1, label, font_color=f"#{tokens.MUTED}")
        text = digest if len(cover.digests) == 1 else f"{month} · {digest}"
        pen.put(2, text, font_name="Consolas", font_size=8, valign="vcenter")
        pen.row += 1
    for warning in cover.warnings:
        pen.wrapped(warning, 3, 120, bold=True, font_color=f"#{tokens.RISK}", bg_color=f"#{tokens.RISK_SOFT}")
    pen.row += 1
    if cover.key_figures:
        pen.head(report.label("key_figures"))
        for name, value in cover.key_figures:
            pen.put(1, name, bottom=1, bottom_color=f"#{tokens.LINE}", text_wrap=True)
            pen.put(2, value, bold=True, bottom=1, bottom_color=f"#{tokens.LINE}", text_wrap=True)
            lines = max(-(-len(value) // 66), -(-len(name) // 46), 1)
            sheet.set_row(pen.row, 15 * lines + 2)
            pen.row += 1
        pen.row += 1
    if filled:
        pen.head(report.label("tables"))
        pen.wrapped(report.label("pivot"), 3, 130, font_color=f"#{tokens.MUTED}")
        _link_rows(pen, report, filled)


def _link_rows(pen: _Pen, report: Report, filled: Sequence[tuple[Dataset, int]]) -> None:
    title = {"bold": True, "font_color": f"#{tokens.WHITE}", "bg_color": f"#{tokens.NAVY}"}
    for place, name in ((1, "sheet"), (2, "meaning")):
        pen.put(place, report.label(name), **title)
    pen.put(3, report.label("rows"), align="right", **title)
    pen.row += 1
    for dataset, count in filled:
        line = {"bottom": 1, "bottom_color": f"#{tokens.LINE}"}
        link = pen.look(font_color=f"#{tokens.TEAL}", underline=1, **line)
        pen.sheet.write_url(
            pen.row,
            1,
            f"internal:'{dataset.name}'!A1",
            link,
            f"{dataset.title(report.language)} ({dataset.name})",
        )
        text = dataset.note(report.language)
        pen.put(2, text, text_wrap=True, **line)
        pen.number(3, count, num_format="#,##0", **line)
        pen.sheet.set_row(pen.row, 14.5 * -(-len(text) // 72) + 2)
        pen.row += 1


def _notes(pen: _Pen, report: Report, findings: Findings) -> None:
    pen.sheet.set_column(0, 0, 2)
    pen.sheet.set_column(1, 1, 60)
    pen.sheet.set_column(2, 2, 60)
    pen.row = 1
    for heading, paragraphs in report.notes:
        pen.head(heading)
        for text in paragraphs:
            pen.wrapped(text, 2, 125)
        pen.row += 1
    sources = [(one.heading, one.source) for one in report.sections if one.source]
    if sources:
        pen.head(report.label("sources"))
        for heading, source in sources:
            pen.wrapped(f"{heading} – {source}", 2, 125)
        pen.row += 1
    _limits(pen, report, findings)


def _limits(pen: _Pen, report: Report, findings: Findings) -> None:
    pen.row += 1
    pen.head(report.label("limits"))
    split = ", ".join(sorted(set(findings.split))) or report.label("none")
    # Counted before this sheet: what these sentences themselves hold is clean.
    for name, value in (("replaced", findings.replaced), ("cut", findings.cut), ("split", split)):
        shown = (
            value
            if isinstance(value, str)
            else tokens.of_kind("integer", value, report.language, report.zone)
        )
        separator = ": " if report.language == "en" else "\u00a0: "
        pen.wrapped(f"{report.label(name)}{separator}{shown}.", 2, 90)


def _dictionary(pen: _Pen, report: Report, filled: Sequence[tuple[Dataset, int]]) -> None:
    for place, width in ((0, 2), (1, 20), (2, 24), (3, 34), (4, 30)):
        pen.sheet.set_column(place, place, width)
    pen.sheet.freeze_panes(2, 0)
    pen.row = 1
    title = {"bold": True, "font_color": f"#{tokens.WHITE}", "bg_color": f"#{tokens.NAVY}"}
    for place, name in enumerate(("sheet", "column", "meaning", "type"), 1):
        pen.put(place, report.label(name), **title)
    pen.row += 1
    for dataset, _ in filled:
        for column in dataset.columns:
            _entry(pen, dataset, column, report.language)


def _entry(pen: _Pen, dataset: Dataset, column: Column, language: str) -> None:
    line = {"bottom": 1, "bottom_color": f"#{tokens.LINE}"}
    pen.put(1, dataset.name, font_color=f"#{tokens.MUTED}", **line)
    pen.put(2, dataset.heading(column, language), bold=True, **line)
    pen.put(3, column.label(language), **line)
    pen.put(4, kind_word(column.kind, language), **line)
    pen.row += 1

"""One data table of a workbook, streamed: typed cells, no formula ever, an Excel table round them that pivot tables find by itself.

The library keeps tables only in its mode without streaming. Here rows go to a file as XML at once, and the library writes
everything round them. Text is always text: nothing that starts with "=" becomes a formula, whatever it comes from.
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from timonier.core.instants import local
from timonier.foundation.datasets import Column, Dataset
from timonier.foundation.exports import tokens
from timonier.foundation.exports.letters import lines
from timonier.foundation.exports.report import spoken

MOST_ROWS = 1_048_575
"""Below the header."""
MOST_TEXT = 32_767
"""UTF-16 units of one cell."""
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DAY_US = 86_400_000_000
_EPOCH = 25_569  # days from the workbook's first day to 1970
DIGIT = 0.556
"""A digit, by which columns are measured, in the size of letters."""
LINE, MOST_LINES = 13.5, 20
"""Height of a line, in points, and lines that a row may take."""
FIRST_DAY = date(1899, 12, 30)
FORMATS = {
    "integer": "#,##0",
    "decimal": "#,##0.00",
    "money": '#,##0.00\\ "€"',
    "percent": "0.00\\ %",
    "date": "dd/mm/yyyy",
    "datetime": "dd/mm/yyyy hh:mm",
    "duration": '[<0.000694][s]" s";[<0.0416666][m]" min "ss" s";[h]" h "mm',
}
"""A duration is a number of days: below a minute its seconds are read, below an hour minutes and seconds, then hours and minutes.

The limits lie a few hundredths of a second below the minute and the hour, so that these are never 60 s or 60 min.
"""


@dataclass(slots=True)
class Findings:
    """What a workbook could not hold as it was."""

    replaced: int = 0
    cut: int = 0
    split: list[str] = field(default_factory=list)

    def text(self, value: Any) -> str:
        """A text that a cell can hold; what was done to it is counted."""
        found = value if isinstance(value, str) else str(value)
        if _ODD.search(found):
            found, count = _ODD.subn("\ufffd", found)
            self.replaced += count
        if "\r" in found:
            found = found.replace("\r\n", "\n").replace("\r", "\n")
        if len(found) > MOST_TEXT // 2 and len(found.encode("utf-16-le")) // 2 > MOST_TEXT:
            found = found.encode("utf-16-le")[: (MOST_TEXT - 1) * 2].decode("utf-16-le", "ignore") + "…"
            self.cut += 1
        return found

    def brief(self, value: str) -> str:
        """A text for a property of a file: one short line."""
        return " ".join(self.text(value).split())[:200]


class FlatSheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet whose rows lie in a file. The library writes its header, its table and everything else."""

    def begin(self) -> None:
        """Open the file of the rows; it goes with the sheet."""
        self.rows_file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 - closed below
        self.rows_count = 0

    def _write_dimension(self) -> None:
        last = f"{xl_col_to_name(self.dim_colmax)}{self.rows_count + 1}"
        self._xml_empty_tag("dimension", [("ref", f"A1:{last}")])

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        self._write_rows()  # the header
        self.rows_file.seek(0)
        while piece := self.rows_file.read(1 << 20):
            self.fh.write(piece)
        self.rows_file.close()
        self._xml_end_tag("sheetData")


class FlatWriter:
    """Writes the rows of one dataset. `most`: rows of a sheet below its header."""

    most = MOST_ROWS

    def __init__(
        self, book: Workbook, dataset: Dataset, findings: Findings, language: str, zone: ZoneInfo
    ) -> None:
        self._book, self._columns, self._findings = book, dataset.columns, findings
        self._heads = [dataset.heading(one, language) for one in dataset.columns]
        self._language, self._zone = language, zone
        self._header = book.add_format(
            {
                "bold": True,
                "font_color": f"#{tokens.WHITE}",
                "bg_color": f"#{tokens.NAVY}",
                "valign": "vcenter",
                "border": 1,
                "border_color": f"#{tokens.LINE}",
            }
        )
        self._is_wrapped = dataset.is_headed_in_words
        plain, off = (
            book.add_format({"valign": "top", "text_wrap": self._is_wrapped, **more})
            for more in ({}, {"align": "left", "indent": 1})
        )
        yes, no = ("TRUE", "FALSE") if language == "en" else ("VRAI", "FAUX")
        # Not every spreadsheet says a boolean in words by itself.
        flag = book.add_format({"num_format": f'"{yes}";"{yes}";"{no}"', "valign": "top", "align": "center"})
        kinds = [one.kind for one in self._columns]
        self._formats: list[Format] = [
            book.add_format({"num_format": FORMATS[one.kind], "valign": "top"})
            if one.kind in FORMATS
            else flag
            if one.kind == "boolean"
            else off  # from the number that ends where it begins
            if place and kinds[place - 1] in FORMATS
            else plain
            for place, one in enumerate(self._columns)
        ]
        self._offsets: dict[int, int] = {}

    def write(
        self, name: str, rows: Iterable[Sequence[Any]], told: Callable[[int], None] | None = None
    ) -> int:
        """Write all rows below one another, over as many sheets as they need; how many there are."""
        cells = [self._cell(place) for place in range(len(self._columns))]
        sheet, sheets, total, number = self._sheet(name), 1, 0, 1
        buffer: list[str] = []
        for row in rows:
            if number > self.most:
                sheet.rows_file.write("".join(buffer))
                buffer.clear()
                self._end(sheet, number)
                self._findings.split.append(name)
                sheets += 1
                sheet, number = self._sheet(f"{name}_{sheets}"), 1
            number += 1
            buffer.append(f'<row r="{number}"{self._height(row)}>')
            buffer.extend(
                cell(value, number) for cell, value in zip(cells, row, strict=True) if value is not None
            )
            buffer.append("</row>")
            total += 1
            if not total % 1000:
                sheet.rows_file.write("".join(buffer))
                buffer.clear()
                if told is not None:
                    told(total)
        sheet.rows_file.write("".join(buffer))
        self._end(sheet, number)
        return total

    def _height(self, row: Sequence[Any]) -> str:
        """Of a row whose texts go on below: not every spreadsheet finds it by itself."""
        if not self._is_wrapped:
            return ""
        texts = [
            (value, (column.width - 2) * DIGIT)
            for column, value in zip(self._columns, row, strict=True)
            if isinstance(value, str)
        ]
        tall = max((sum(lines(part, room) for part in text.split("\n")) for text, room in texts), default=1)
        return f' ht="{min(tall, MOST_LINES) * LINE + 2}" customHeight="1"' if tall > 1 else ""

    def _sheet(self, name: str) -> FlatSheet:
        sheet: FlatSheet = self._book.add_worksheet(name, worksheet_class=FlatSheet)
        sheet.begin()
        for place, (column, head) in enumerate(zip(self._columns, self._heads, strict=True)):
            sheet.set_column(place, place, max(column.width, len(head) + 4))
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 20)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer(f"&L&8{name}&R&8&P / &N")
        return sheet

    def _end(self, sheet: FlatSheet, number: int) -> None:
        """Put the table round the rows. An empty one keeps one empty row: the format wants it."""
        last = max(number - 1, 1)
        columns = [{"header": one, "header_format": self._header} for one in self._heads]
        # A small range first: the library notes each cell of it.
        sheet.add_table(
            0,
            0,
            1,
            len(columns) - 1,
            {"name": sheet.get_name(), "columns": columns, "style": "Table Style Light 1"},
        )
        whole = f"A1:{xl_col_to_name(len(columns) - 1)}{last + 1}"
        table = sheet.tables[-1]
        table["range"] = table["a_range"] = table["autofilter"] = whole
        sheet.rows_count = last

    def _cell(self, place: int) -> Callable[[Any, int], str]:
        column, letters = self._columns[place], xl_col_to_name(place)
        style = self._formats[place]._get_xf_index()
        match column.kind:
            case "integer":
                return lambda value, row: f'<c r="{letters}{row}" s="{style}"><v>{int(value)}</v></c>'
            case "decimal" | "money":
                return lambda value, row: f'<c r="{letters}{row}" s="{style}"><v>{value}</v></c>'
            case "percent":
                return lambda value, row: f'<c r="{letters}{row}" s="{style}"><v>{value / 100}</v></c>'
            case "boolean":
                return lambda value, row: f'<c r="{letters}{row}" s="{style}" t="b"><v>{int(value)}</v></c>'
            case "duration":
                return lambda value, row: (
                    f'<c r="{letters}{row}" s="{style}"><v>{value / _DAY_US:.12f}</v></c>'
                )
            case "date":
                return lambda value, row: (
                    f'<c r="{letters}{row}" s="{style}"><v>{(value - FIRST_DAY).days}</v></c>'
                )
            case "datetime":
                return lambda value, row: (
                    f'<c r="{letters}{row}" s="{style}"><v>{self._serial(value)}</v></c>'
                )
        return self._text(column, letters, style)

    def _text(self, column: Column, letters: str, style: int) -> Callable[[Any, int], str]:
        clean, language, has_words = self._findings.text, self._language, column.words is not None

        def cell(value: Any, row: int) -> str:
            if value == "":
                return ""
            text = clean(spoken(column, value, language) if has_words else value)
            if "_x" in text:
                text = _CODED.sub("_x005F_", text)
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            return (
                f'<c r="{letters}{row}" s="{style}" t="inlineStr"><is>'
                f'<t xml:space="preserve">{text}</t></is></c>'
            )

        return cell

    def _serial(self, us: int) -> str:
        """The local wall clock as days: what a person would type into the cell."""
        hour = us // 3_600_000_000
        offset = self._offsets.get(hour)
        if offset is None:
            moment = local(us, self._zone.key).utcoffset()
            offset = self._offsets[hour] = int(moment.total_seconds()) * 1_000_000 if moment else 0
        return f"{(us + offset) / _DAY_US + _EPOCH:.8f}"

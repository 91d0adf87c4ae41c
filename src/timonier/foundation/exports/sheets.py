"""The dashboard of a workbook: for each section its message, its chart, its table; the numbers behind charts on a sheet of their own."""

from datetime import datetime, timedelta
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from timonier.core.instants import DAY, local
from timonier.foundation.datasets import Column
from timonier.foundation.exports import tokens
from timonier.foundation.exports.charts import AXIS, step_of
from timonier.foundation.exports.flat import DIGIT, FIRST_DAY, FORMATS, Findings
from timonier.foundation.exports.letters import lines, longest
from timonier.foundation.exports.report import Chart, Mood, Report, Section, Table, gathered

SHEET = "chart_data"
_WIDE, _NARROW_WIDTH, _COLUMNS = 46, 13, 14
_CHART_ROWS, _CHART_WIDTH, _CHART_HEIGHT = 15, 1400, 290
_PAD = 1.5
"""Both margins of a cell, in digits."""
_SOFT: dict[Mood, str] = {
    "missed": tokens.MISSED_SOFT,
    "risk": tokens.RISK_SOFT,
    "total": tokens.EXCLUDED_SOFT,
}


class ChartData:
    """The cells that charts point at."""

    def __init__(self, book: Workbook, findings: Findings) -> None:
        self._book, self._findings = book, findings
        self._row = 0
        self._cells: list[tuple[int, int, Any]] = []

    def place(self, chart: Chart) -> int:
        """Keep the numbers of a chart; the row of their header."""
        begin = self._row
        self._cells.append((begin, 0, chart.title))
        for place, series in enumerate(chart.series, 1):
            self._cells.append((begin, place, series.name))
        for line, category in enumerate(chart.categories, 1):
            self._cells.append((begin + line, 0, category))
            for place, series in enumerate(chart.series, 1):
                self._cells.append((begin + line, place, series.values[line - 1]))
        self._row += len(chart.categories) + 2
        return begin

    def write(self) -> None:
        """Write the sheet, the last one of the book."""
        sheet = self._book.add_worksheet(SHEET)
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 8, 16)
        bold = self._book.add_format({"bold": True, "font_color": f"#{tokens.NAVY}"})
        headers = {row for row, column, value in self._cells if column == 1 and isinstance(value, str)}
        for row, column, value in self._cells:
            if isinstance(value, str):
                sheet.write_string(row, column, self._findings.text(value), bold if row in headers else None)
            elif value is not None:
                sheet.write_number(row, column, value)


class Dashboard:
    """Writes the sheet from top to bottom."""

    def __init__(self, book: Workbook, sheet: Worksheet, report: Report, findings: Findings) -> None:
        self._book, self._sheet, self._report, self._findings = book, sheet, report, findings
        self._row = 0
        self._data = ChartData(book, findings)
        self._known: dict[tuple[Any, ...], Format] = {}

    def write(self) -> ChartData:
        """Write it; the numbers of its charts are still to be written, as the last sheet."""
        sheet, cover = self._sheet, self._report.cover
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 2)
        sheet.set_column(1, 1, _WIDE)
        sheet.set_column(2, _COLUMNS, _NARROW_WIDTH)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        foot = _safe(self._findings.brief(f"{cover.title} – {cover.period}"))
        sheet.set_footer(f"&L&8{foot}&R&8&P / &N")
        self._row = 1
        self._line(cover.title, 26, bold=True, font_size=18, font_color=f"#{tokens.NAVY}")
        self._line(
            f"{cover.contract} · {cover.period} · {cover.state}",
            18,
            font_color=f"#{tokens.MUTED}",
            font_size=11,
        )
        for warning in cover.warnings:
            self._line(warning, 18, bold=True, font_color=f"#{tokens.RISK}")
        breaks = []
        for place, section in enumerate(one for one in self._report.sections if not one.absent):
            if place:
                breaks.append(self._row)
            self._section(section)
        absent = [one for one in self._report.sections if one.absent]
        if absent:
            self._section(gathered(absent, self._report.language))
        sheet.set_h_pagebreaks(breaks)
        return self._data

    def _section(self, section: Section) -> None:
        self._row += 1
        self._line(section.heading, 22, bold=True, font_size=14, font_color=f"#{tokens.TEAL}")
        self._paragraph(section.message, bold=True, font_size=11, font_color=f"#{tokens.NAVY}")
        for text in section.paragraphs:
            self._paragraph(text)
        if section.chart is not None:
            self._chart(section.chart)
        if section.table is not None:
            self._table(section.table)

    def _line(self, text: str, height: float, **look: Any) -> None:
        self._sheet.set_row(self._row, height)
        self._sheet.write_string(self._row, 1, self._findings.text(text), self._look(**look))
        self._row += 1

    def _paragraph(self, text: str, **look: Any) -> None:
        shape = self._look(text_wrap=True, valign="top", **look)
        self._sheet.merge_range(self._row, 1, self._row, _COLUMNS, "", shape)
        self._sheet.write_string(self._row, 1, self._findings.text(text), shape)
        self._sheet.set_row(self._row, 16 * max(1, -(-len(text) // 190)) + 2)
        self._row += 1

    def _chart(self, chart: Chart) -> None:
        begin = self._data.place(chart)
        kinds = {"stacked": ("column", "stacked"), "line": ("line", None), "bar": ("bar", None)}
        kind, subtype = kinds.get(chart.form, ("column", None))
        drawn = self._book.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
        lines = self._book.add_chart({"type": "line"}) if kind == "column" else None
        last = begin + len(chart.categories)
        for place, series in enumerate(chart.series, 1):
            one: dict[str, Any] = {
                "name": [SHEET, begin, place],
                "categories": [SHEET, begin + 1, 0, last, 0],
                "values": [SHEET, begin + 1, place, last, place],
            }
            stroke = {"color": f"#{series.colour}", "width": 1.5 if series.is_target else 2.25}
            if series.is_target:
                stroke["dash_type"] = "dash"
            if kind == "line" or series.is_target:
                one["line"] = stroke
                if not series.is_target:
                    one["marker"] = {"type": "circle", "size": 5, "fill": {"color": f"#{series.colour}"}, "border": {"none": True}}  # fmt: skip
            else:
                one["fill"], one["gap"] = {"color": f"#{series.colour}"}, 60
            (lines if lines is not None and series.is_target else drawn).add_series(one)
        if lines is not None and any(series.is_target for series in chart.series):
            drawn.combine(lines)
        self._axes(drawn, chart, kind)
        drawn.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
        self._sheet.insert_chart(
            self._row,
            1,
            drawn,
            {"description": self._findings.text(chart.alt), "object_position": 2, "y_offset": 4},
        )
        self._row += _CHART_ROWS + 1

    def _axes(self, drawn: Any, chart: Chart, kind: str) -> None:
        ink = {"color": f"#{tokens.MUTED}", "size": 9}
        grid = {"visible": True, "line": {"color": f"#{tokens.LINE}", "width": 0.5}}
        values: dict[str, Any] = {
            "num_format": AXIS[chart.unit],
            "num_font": ink,
            "major_gridlines": grid,
            "line": {"none": True},
            **_bounds(chart),
        }
        names: dict[str, Any] = {"num_font": ink, "line": {"color": f"#{tokens.LINE}"}}
        drawn.set_x_axis(names)
        drawn.set_y_axis(values)
        drawn.set_title(
            {
                "name": self._findings.text(chart.title),
                "name_font": {"size": 11, "bold": True, "color": f"#{tokens.NAVY}"},
            }
        )
        drawn.set_chartarea({"border": {"color": f"#{tokens.LINE}"}})
        drawn.show_blanks_as("gap")
        if len(chart.series) > 1:
            drawn.set_legend({"position": "bottom", "font": ink})
        else:
            drawn.set_legend({"none": True})

    def _table(self, table: Table) -> None:
        self._line(table.caption, 18, italic=True, font_color=f"#{tokens.MUTED}")
        spans = self._spans(table)
        begins = [1 + sum(spans[:place]) for place in range(len(spans))]
        for place, column, span in zip(begins, table.columns, spans, strict=True):
            look = self._look(
                bold=True,
                font_color=f"#{tokens.WHITE}",
                bg_color=f"#{tokens.NAVY}",
                text_wrap=True,
                valign="vcenter",
                align="left" if column.kind == "text" else "right",
                **({"indent": 1} if column.kind == "text" and place > 1 else {}),
            )
            self._put(place, span, column.label(self._report.language), look)
        tallest = max(
            lines(one.label(self._report.language), self._room(place, span), is_bold=True)
            for place, (one, span) in enumerate(zip(table.columns, spans, strict=True))
        )
        self._sheet.set_row(self._row, max(32, 13.5 * tallest + 5))
        self._row += 1
        if not table.rows:
            self._paragraph(self._report.label("no_rows"), font_color=f"#{tokens.MUTED}")
        for place, row in enumerate(table.rows):
            mood, tall = table.mood(place), 1
            for at, column, value, span in zip(begins, table.columns, row, spans, strict=True):
                self._cell(at, span, column, value, mood)
                if column.kind == "text" and value:
                    room = _WIDE + 4 if at == 1 else (_NARROW_WIDTH + 1) * span - 2
                    tall = max(tall, -(-len(str(value)) // room))
            self._sheet.set_row(self._row, 14.5 * min(tall, 6) + 2)
            self._row += 1
        if table.more:
            self._paragraph(table.more, italic=True, font_color=f"#{tokens.MUTED}")

    def _spans(self, table: Table) -> list[int]:
        """Columns of the sheet that each column of the table takes: long texts share what is left, the shortest of room first.

        No header breaks inside a word while there is room.
        """
        spans = [1] * len(table.columns)
        wants = [
            -(-one.width // _NARROW_WIDTH)
            if place and one.kind == "text" and one.width > _NARROW_WIDTH + 4
            else self._needed(one)
            if place
            else 1
            for place, one in enumerate(table.columns)
        ]
        if len(spans) > 1 and wants[-1] > 1:
            wants[-1] += 1
        for _ in range(_COLUMNS - len(spans)):
            most = max(range(len(spans)), key=lambda place: wants[place] / spans[place])
            if spans[most] >= wants[most]:
                break
            spans[most] += 1
        return spans

    def _needed(self, column: Column) -> int:
        """Columns of the sheet below which a word of the header breaks."""
        word = longest(column.label(self._report.language), is_bold=True) / DIGIT + _PAD
        return -(-int(word + 0.999) // _NARROW_WIDTH)

    def _room(self, place: int, span: int) -> float:
        """Width of a cell. Units: size of letters."""
        return ((_NARROW_WIDTH * span if place else _WIDE) - _PAD) * DIGIT

    def _put(self, at: int, span: int, text: str, look: Format) -> None:
        if span > 1:
            self._sheet.merge_range(self._row, at, self._row, at + span - 1, "", look)
        self._sheet.write_string(self._row, at, self._findings.text(text), look)

    def _cell(self, at: int, span: int, column: Column, value: Any, mood: Mood) -> None:
        look: dict[str, Any] = {"bottom": 1, "bottom_color": f"#{tokens.LINE}", "valign": "top"}
        if mood in _SOFT:
            look["bg_color"] = f"#{_SOFT[mood]}"
        if mood == "total":
            look["bold"] = True
        if column.kind == "text" or value is None:
            text = tokens.DASH if value is None or value == "" else str(value)
            look |= {"text_wrap": True} if column.kind == "text" else {"align": "right"}
            if column.kind == "text" and at > 1:
                look |= {"indent": 1, "align": "left"}  # without its side, the library forgets it
            self._put(at, span, text, self._look(**look))
            return
        if column.kind == "boolean":
            text = tokens.of_kind("boolean", value, self._report.language, self._report.zone)
            self._put(at, span, text, self._look(align="right", **look))
            return
        shape = self._look(num_format=FORMATS[column.kind], align="right", **look)
        if span > 1:
            self._sheet.merge_range(self._row, at, self._row, at + span - 1, "", shape)
        self._sheet.write_number(self._row, at, self._number(column.kind, value), shape)

    def _number(self, kind: str, value: Any) -> float:
        if kind == "percent":
            return float(value) / 100
        if kind == "duration":
            return float(value) / DAY
        if kind == "datetime":
            moment = local(value, self._report.zone.key).replace(tzinfo=None)
            return (moment - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001 - wall clock of a cell
        if kind == "date":
            return float((value - FIRST_DAY).days)
        return float(value)

    def _look(self, **wanted: Any) -> Format:
        key = tuple(sorted(wanted.items()))
        if key not in self._known:
            self._known[key] = self._book.add_format(wanted)
        return self._known[key]


def _bounds(chart: Chart) -> dict[str, float]:
    """A percentage ends at 100; it begins where the chart says. Other axes have few numbers."""
    if chart.unit == "percent":
        return {"min": chart.low, "max": 100}
    return {"min": 0, "major_unit": step_of(chart)}


def _safe(text: str) -> str:
    """For a footer: an ampersand is a command there."""
    return text[:90].replace("&", "&&")

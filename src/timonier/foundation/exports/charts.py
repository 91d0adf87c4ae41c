"""Native charts of slides and texts: drawn once, in our colours, with the numbers inside, so that people can go on with them."""

import math
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.util import Pt

from timonier.foundation.exports import tokens
from timonier.foundation.exports.flat import Findings
from timonier.foundation.exports.report import Chart

AXIS = {"percent": '0" %"', "integer": "#,##0", "hours": "#,##0", "money": '#,##0" €"'}
_FORMS = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
}


def draw(
    shapes: Any,
    chart: Chart,
    findings: Findings,
    left: Any,
    top: Any,
    width: Any,
    height: Any,
    *,
    size: float = 11,
) -> Any:
    """Add a chart to the shapes of a slide; its frame."""
    data: Any = CategoryChartData(number_format=AXIS[chart.unit])  # type: ignore[no-untyped-call]
    data.categories = [findings.text(one) for one in chart.categories]
    for series in chart.series:
        data.add_series(findings.text(series.name), series.values)
    frame = shapes.add_chart(_FORMS[chart.form], left, top, width, height, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", findings.text(chart.alt))
    frame.name = findings.text(chart.title)
    drawn = frame.chart
    drawn.font.size, drawn.font.name = Pt(size), tokens.FACE
    drawn.font.color.rgb = ink_of(tokens.MUTED)
    drawn.has_title = True
    drawn.chart_title.include_in_layout = False
    run = drawn.chart_title.text_frame.paragraphs[0].add_run()
    run.text = findings.text(chart.title)
    run.font.size, run.font.bold, run.font.name = Pt(size + 1), True, tokens.FACE
    run.font.color.rgb = ink_of(tokens.NAVY)
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(drawn, chart)
    plot = drawn.plots[0]
    if chart.form != "line":
        plot.gap_width = 60
    if chart.form == "stacked":
        plot.overlap = 100
    for place, series in enumerate(chart.series):
        _stroke(plot.series[place], chart, series.colour, series.is_target)
    return frame


def ink_of(colour: str) -> Any:
    """A colour as the libraries want it."""
    return RGBColor.from_string(colour)  # type: ignore[no-untyped-call]  # the library has no types


def _axes(drawn: Any, chart: Chart) -> None:
    values, names = drawn.value_axis, drawn.category_axis
    values.major_gridlines.format.line.color.rgb = ink_of(tokens.LINE)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = AXIS[chart.unit], False
    names.format.line.color.rgb = ink_of(tokens.LINE)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.minimum_scale = 0
    if chart.unit == "percent":
        values.minimum_scale, values.maximum_scale = chart.low, 100
    else:
        values.major_unit = step_of(chart)


def step_of(chart: Chart) -> float:
    """Between two numbers of the axis of values: 1, 2 or 5 times a power of ten, so that few enough stand there to be read.

    Those of bars stand side by side and are the widest.
    """
    columns = zip(*(one.values for one in chart.series if not one.is_target), strict=True)
    tops = [[value or 0.0 for value in column] for column in columns]
    top = max((sum(one) if chart.form == "stacked" else max(one) for one in tops if one), default=0.0)
    most = 5 if chart.form == "bar" else 8
    power = 10.0 ** max(0, math.floor(math.log10(top / most))) if top > most else 1.0
    return next(power * times for times in (1, 2, 5, 10, 20) if power * times * most >= top)


def _stroke(drawn: Any, chart: Chart, colour: str, is_target: bool) -> None:
    ink = ink_of(colour)
    if chart.form != "line":
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = ink
        return
    drawn.smooth = False
    drawn.format.line.color.rgb = ink
    drawn.format.line.width = Pt(1.5 if is_target else 2.25)
    if is_target:
        drawn.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH
        drawn.marker.style = XL_MARKER_STYLE.NONE
        return
    drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 6
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = ink
    drawn.marker.format.line.fill.background()

"""Charts as plain SVG made by the server: every mark may be a link, every chart has its table, nothing needs JavaScript.

It must not know a room: numbers, words and addresses come from the caller. Colours are classes of the style sheets;
beside its colour each series has its own dash, marker or hatch. What was not measured is a gap, never a zero.
See decision 0010.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from math import ceil, floor, log10
from typing import Any

Number = Decimal | float | int
WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 16, 36
SPARK_WIDTH, SPARK_HEIGHT = 120, 28
STYLES = (
    "accent", "second", "muted", "provider", "user", "client", "third_party", "none",
    "met", "risk", "missed", "excluded",
)  # fmt: skip
"""The classes that a series or a mark may wear: `tim-c-<style>`."""


@dataclass(frozen=True, slots=True)
class Point:
    """One measure of a series. `value` None: no measure. `text` is the value as people write it."""

    label: str
    value: Number | None
    text: str = ""
    url: str = ""
    style: str = ""  # another style than the series', for a missed month for example
    note: str = ""  # said after the value: "provisional", "sealed"
    in_drawer: bool = True  # the address opens in the evidence drawer, not as a page


@dataclass(frozen=True, slots=True)
class Series:
    """Points with the same labels as those of the other series of the chart, in the same order."""

    name: str
    points: Sequence[Point]
    style: str = "accent"
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale; coordinates are text, so that no language puts a comma into them."""

    at: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Mark:
    """One drawn value, with what a screen reader says of it."""

    x: str
    y: str
    width: str
    height: str
    style: str
    shape: str
    name: str
    url: str
    in_drawer: bool
    is_missing: bool = False
    letter: str = ""
    text_x: str = ""
    text_y: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The strokes of one series; several when a month has no measure."""

    paths: tuple[str, ...]
    style: str
    is_dashed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the chart's table."""

    label: str
    cells: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What `{% chart %}` and `{% spark %}` draw."""

    kind: str
    title: str
    width: int
    height: int
    ticks: tuple[Tick, ...]
    labels: tuple[Tick, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    series: tuple[Series, ...]
    rows: tuple[Row, ...]
    objective_at: str = ""
    objective_text: str = ""
    note: str = ""
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM

    @property
    def has_links(self) -> bool:
        return any(mark.url for mark in self.marks)

    @property
    def summary(self) -> str:
        """The chart in one sentence: first and last measure of each series."""
        found = []
        for one in self.series:
            known = [point for point in one.points if point.value is not None]
            if known:
                ends = known if len(known) == 1 else [known[0], known[-1]]
                said = " → ".join(f"{point.label} {_text(point)}" for point in ends)
                found.append(f"{one.name} : {said}")
        return " ; ".join(found)


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float
    step: float
    height: int = HEIGHT
    top: int = TOP
    bottom: int = BOTTOM

    def y(self, value: Number) -> float:
        room = self.height - self.top - self.bottom
        return self.height - self.bottom - (float(value) - self.low) / (self.high - self.low) * room


def line_chart(
    title: str,
    series: Sequence[Series],
    *,
    objective: Number | None = None,
    objective_text: str = "",
    from_zero: bool = False,
    ceiling: Number | None = None,
    note: str = "",
) -> Chart:
    """Values over time, with a line for the objective. `ceiling` keeps the scale from going above (100 for shares)."""
    scale = _scale(_values(series, objective), from_zero=from_zero, ceiling=ceiling)
    xs = _columns(series)
    lines, marks = [], []
    for number, one in enumerate(series):
        lines.append(Line(_paths(one, xs, scale), _style(one.style), one.is_dashed or number % 2 == 1))
        for x, point in zip(xs, one.points, strict=True):
            y = scale.y(point.value) if point.value is not None else float(HEIGHT - BOTTOM)
            marks.append(
                _mark(one, point, (x, y, 0, 0), ("circle", "square", "triangle", "diamond")[number % 4])
            )
    return _chart("line", title, series, scale, xs, lines, marks, objective, objective_text, note)


def bar_chart(
    title: str,
    series: Sequence[Series],
    *,
    objective: Number | None = None,
    objective_text: str = "",
    note: str = "",
) -> Chart:
    """Volumes from zero; several series stand side by side."""
    scale = _scale(_values(series, objective), from_zero=True)
    xs = _columns(series)
    room = _room(xs) * 0.7
    each = min(room / max(len(series), 1), 44)
    marks = []
    for number, one in enumerate(series):
        for x, point in zip(xs, one.points, strict=True):
            left = x - each * len(series) / 2 + number * each
            top = scale.y(max(float(point.value or 0), 0))
            marks.append(_mark(one, point, (left, top, each - 2, HEIGHT - BOTTOM - top), "bar"))
    return _chart("bar", title, series, scale, xs, [], marks, objective, objective_text, note)


def stacked_bar(title: str, series: Sequence[Series], *, is_share: bool = False, note: str = "") -> Chart:
    """Parts of a whole: one column for each label, one layer for each series, the first at the bottom.

    `is_share` draws each column to the same height; the texts stay the caller's. The letters of the holders' styles
    stand in their layers.
    """
    count = len(series[0].points) if series else 0
    totals = [sum(float(one.points[i].value or 0) for one in series) for i in range(count)]
    scale = _Scale(0, 100, 25) if is_share else _scale(totals, from_zero=True)
    xs = _columns(series)
    width = min(_room(xs) * 0.62, 56)
    heights = [0.0] * count
    marks = []
    for one in series:
        for i, (x, point) in enumerate(zip(xs, one.points, strict=True)):
            part = float(point.value or 0)
            if is_share:
                part = part * 100 / totals[i] if totals[i] else 0
            bottom, top = scale.y(heights[i]), scale.y(heights[i] + part)
            heights[i] += part
            if point.value is None or part <= 0:
                continue
            marks.append(_mark(one, point, (x - width / 2, top, width, bottom - top), "layer"))
    return _chart("stack", title, series, scale, xs, [], marks, None, "", note)


def sparkline(title: str, points: Sequence[Point], *, objective: Number | None = None) -> Chart:
    """The shape of thirteen months beside a figure: no scale, no links; the last measure has a dot."""
    one = Series(title, points)
    values = _values([one], objective)
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    scale = _Scale(low, high if high > low else low + 1, 1, SPARK_HEIGHT, 4, 4)
    step = (SPARK_WIDTH - 8) / max(len(points) - 1, 1)
    xs = [4 + step * i for i in range(len(points))]
    last = next((i for i in range(len(points) - 1, -1, -1) if points[i].value is not None), None)
    marks = []
    if last is not None:
        point = points[last]
        marks = [_mark(one, point, (xs[last], scale.y(point.value or 0), 0, 0), "circle")]
    return Chart(
        "spark", title, SPARK_WIDTH, SPARK_HEIGHT, (), (), (Line(_paths(one, xs, scale), "accent", False),),
        tuple(marks), (one,), _rows([one]), _n(scale.y(objective)) if objective is not None and values else "",
        left=0, right=SPARK_WIDTH, base=SPARK_HEIGHT,
    )  # fmt: skip


def _chart(
    kind: str,
    title: str,
    series: Sequence[Series],
    scale: _Scale,
    xs: list[float],
    lines: list[Line],
    marks: list[Mark],
    objective: Number | None,
    objective_text: str,
    note: str,
) -> Chart:
    count = round((scale.high - scale.low) / scale.step)
    ticks = [Tick(_n(scale.y(v)), _plain(v)) for v in (scale.low + scale.step * i for i in range(count + 1))]
    names = [point.label for point in series[0].points] if series else []
    every = ceil(len(names) * max((len(name) for name in names), default=1) * 8 / (WIDTH - LEFT - RIGHT)) or 1
    labels = [
        Tick(_n(WIDTH), name, "end") if x + len(name) * 3.6 > WIDTH else Tick(_n(x), name)
        for i, (x, name) in enumerate(zip(xs, names, strict=True))
        if (len(names) - 1 - i) % every == 0
    ]
    return Chart(
        kind, title, WIDTH, HEIGHT, tuple(ticks), tuple(labels), tuple(lines), tuple(marks), tuple(series),
        _rows(series), _n(scale.y(objective)) if objective is not None else "", objective_text, note,
    )  # fmt: skip


def _mark(one: Series, point: Point, box: tuple[float, float, float, float], shape: str) -> Mark:
    x, y, width, height = box
    style = _style(point.style or one.style)
    letters = {"provider": "T", "user": "U", "client": "C", "third_party": "X"}
    letter = letters.get(style, "") if shape == "layer" and height >= 16 and width >= 14 else ""
    name = f"{point.label}, {one.name}" + (f" : {_text(point)}" if point.value is not None else "")
    name += f", {point.note}" if point.note else ""
    return Mark(
        _n(x), _n(y), _n(max(width, 0)), _n(max(height, 0)), style, shape, name, point.url, point.in_drawer,
        point.value is None, letter, _n(x + width / 2), _n(y + height / 2 + 4),
    )  # fmt: skip


def _rows(series: Sequence[Series]) -> tuple[Row, ...]:
    if not series:
        return ()
    return tuple(
        Row(point.label, tuple(one.points[i] for one in series)) for i, point in enumerate(series[0].points)
    )


def _paths(one: Series, xs: list[float], scale: _Scale) -> tuple[str, ...]:
    """Strokes between measures that follow each other; a gap where there is none."""
    found: list[list[str]] = [[]]
    for x, point in zip(xs, one.points, strict=True):
        if point.value is None:
            found.append([])
        else:
            found[-1].append(f"{x:.1f},{scale.y(point.value):.1f}")
    return tuple(" ".join(stroke) for stroke in found if len(stroke) > 1)


def _columns(series: Sequence[Series]) -> list[float]:
    count = len(series[0].points) if series else 0
    room = (WIDTH - LEFT - RIGHT) / max(count, 1)
    return [LEFT + room * (i + 0.5) for i in range(count)]


def _room(xs: list[float]) -> float:
    return xs[1] - xs[0] if len(xs) > 1 else float(WIDTH - LEFT - RIGHT) / 4


def _values(series: Sequence[Series], objective: Number | None) -> list[float]:
    found = [float(point.value) for one in series for point in one.points if point.value is not None]
    return found + ([float(objective)] if objective is not None else [])


def _scale(values: list[float], *, from_zero: bool, ceiling: Number | None = None) -> _Scale:
    """Between round numbers, about four steps."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_zero:
        low = min(low, 0.0)
    if high <= low:
        low, high = (0.0, high) if from_zero and high > 0 else (low - 1 if not from_zero else low, high + 1)
    step = 10 ** floor(log10((high - low) / 4))
    step = next(step * one for one in (1, 2, 5, 10) if step * one * 5 >= high - low)
    bottom, top = floor(low / step) * step, ceil(high / step) * step
    if ceiling is not None and top > float(ceiling) >= high:
        top = float(ceiling)
        bottom = top - ceil((top - low) / step) * step
    return _Scale(bottom, top, step)


def _plain(value: float) -> str:
    """A number of the scale, without zeros that say nothing."""
    number = Decimal(repr(round(value, 6)))
    whole = number.to_integral_value(ROUND_FLOOR)
    if number == whole:
        return f"{int(whole):,}".replace(",", "\u202f")
    return format(number.normalize(), "f").replace(".", ",")


def _style(name: str) -> str:
    if name not in STYLES:
        raise ValueError(f"no such style of a chart: {name!r}")
    return name


def _text(point: Point) -> str:
    return point.text or ("" if point.value is None else _plain(float(point.value)))


def _n(value: Any) -> str:
    return f"{float(value):.1f}"

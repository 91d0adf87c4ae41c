"""Charts: a gap where nothing was measured, a name on every mark, a table of the same numbers."""

import re
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation

from timonier.foundation.charts import (
    Chart,
    Point,
    Series,
    bar_chart,
    line_chart,
    sparkline,
    stacked_bar,
)

MONTHS = [
    Point("août", Decimal("96.5"), "96,50 %", "/c/a/months/2026-08/KPI-07/"),
    Point("sept.", None, "", "/c/a/months/2026-09/KPI-07/"),
    Point("oct.", Decimal("91.25"), "91,25 %", "/c/a/months/2026-10/KPI-07/", "missed", "provisoire"),
]


def drawn(made: Chart, tag: str = "chart") -> str:
    page = engines["django"].from_string("{% load charts %}{% " + tag + " made %}")
    with translation.override("fr"):
        return page.render({"made": made})


@pytest.mark.req("ACC-02", "KPI-34")
def test_a_month_without_a_measure_is_a_gap_and_says_so() -> None:
    chart = line_chart("Prises en charge", [Series("GTI", MONTHS)], objective=95, ceiling=100)
    assert chart.lines[0].paths == (), "one measure on each side of the gap: no stroke crosses it"
    page = drawn(chart)
    assert page.count("pas de mesure") == 2, "on the mark and in the table"
    assert ">0<" not in page


@pytest.mark.req("ACC-02")
def test_every_mark_is_a_link_with_a_name_and_the_table_says_the_same() -> None:
    page = drawn(bar_chart("Volumes", [Series("Incidents", MONTHS)]))
    names = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', page)
    assert names == [
        ("/c/a/months/2026-08/KPI-07/", "août, Incidents : 96,50 %"),
        ("/c/a/months/2026-09/KPI-07/", "sept., Incidents : pas de mesure"),
        ("/c/a/months/2026-10/KPI-07/", "oct., Incidents : 91,25 %, provisoire"),
    ]
    assert [cell in page for cell in ("96,50 %</a>", "91,25 %</a>")] == [True, True]
    assert "<table" in page and "<caption" in page and 'style="' not in page


def test_layers_of_a_stack_stand_on_each_other_and_fill_a_share() -> None:
    parts = [
        Series("Titulaire", [Point("oct.", 30), Point("nov.", 0)], "provider"),
        Series("Tiers", [Point("oct.", 10), Point("nov.", 5)], "third_party"),
    ]
    chart = stacked_bar("Qui avait la main", parts, is_share=True)
    below, above, alone = chart.marks
    assert float(above.y) + float(above.height) == pytest.approx(float(below.y), abs=0.2)
    assert float(below.height) == pytest.approx(3 * float(above.height), abs=0.3)
    assert float(alone.height) == pytest.approx(188), "the whole column; a part of zero draws nothing"
    assert (below.letter, above.letter) == ("T", "X")


@pytest.mark.parametrize("values", [[], [0], [0, 0], [100, 100], [-3, 4], [1e9, 2e9], [0.001, 0.002]])
def test_any_numbers_can_be_drawn(values: list[float]) -> None:
    series = [Series("a", [Point(str(i), one) for i, one in enumerate(values)])]
    for chart in (line_chart("x", series), bar_chart("x", series), stacked_bar("x", series)):
        assert all(0 <= float(mark.y) <= 240 and float(mark.height) >= 0 for mark in chart.marks)
        assert 'role="img"' in drawn(chart) or not values
    assert drawn(sparkline("x", series[0].points), "spark").startswith("<svg")


def test_hostile_words_stay_words() -> None:
    page = drawn(line_chart("<script>", [Series("<b>", [Point('"><img>', 1)])]))
    assert "<script>" not in page and "<b>" not in page and "<img>" not in page


def test_the_scale_is_round_and_stays_under_its_ceiling() -> None:
    ticks = [tick.text for tick in line_chart("x", [Series("a", MONTHS)], ceiling=100).ticks]
    assert ticks[0] == "90" and float(ticks[-1].replace(",", ".")) <= 100
    with pytest.raises(ValueError, match="style"):
        line_chart("x", [Series("a", MONTHS, "red")])

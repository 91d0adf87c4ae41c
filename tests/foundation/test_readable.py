"""Workbooks and charts are read without widening a column: durations, headers, axes."""

import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.foundation.test_exports import book_of, report
from timonier.foundation.datasets import Column, columns
from timonier.foundation.exports import xlsx
from timonier.foundation.exports.charts import step_of
from timonier.foundation.exports.report import Chart, Section, Series, Table

SECOND = 1_000_000
MINUTE, HOUR = 60 * SECOND, 3600 * SECOND


@pytest.mark.req("GOV-04")
def test_a_duration_is_read_from_a_second_to_a_thousand_hours_and_adds_up(tmp_path: Path) -> None:
    lengths = {
        20 * SECOND: "20 s", MINUTE: "1 min 00 s", 4 * MINUTE: "4 min 00 s", 4 * MINUTE + 5 * SECOND: "4 min 05 s",
        HOUR: "1 h 00", 12 * HOUR + 30 * MINUTE: "12 h 30", 1534 * HOUR + 47 * MINUTE: "1534 h 47", 0: "0 s",
    }  # fmt: skip
    book = book_of(
        tmp_path / "a.xlsx", [(one,) for one in lengths], columns("lasted duration 14 | Durée | Lasted")
    )
    raw = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet3.xml").decode()
    days = [float(one) for one in re.findall(r"<v>([0-9.]+)</v>", raw)]
    assert days[-len(lengths) :] == pytest.approx([one / (24 * HOUR) for one in lengths], abs=1e-11)
    shape = book["things"]["A2"].number_format
    assert [read_in(shape, one) for one in days[-len(lengths) :]] == list(lengths.values())


def read_in(shape: str, days: float) -> str:
    """What a spreadsheet shows of a number of days: the first section whose condition holds, whole units rounded down."""
    for section in shape.split(";"):
        found = re.match(r"\[<([0-9.]+)\]", section)
        if found is None or days < float(found[1]):
            pattern = section[found.end() :] if found else section
            break
    seconds = round(days * 86_400, 3)
    units = {
        "[s]": seconds,
        "[m]": seconds // 60,
        "[h]": seconds // 3600,
        "ss": seconds % 60,
        "mm": seconds // 60 % 60,
    }
    parts = re.findall(r'\[[smh]\]|ss|mm|"[^"]*"', pattern)
    return "".join(
        one.strip('"') if one.startswith('"') else f"{int(units[one]):0{1 if one[0] == '[' else 2}d}"
        for one in parts
    )


@pytest.mark.req("GOV-04")
def test_no_header_of_a_dashboard_breaks_and_a_text_keeps_off_the_number_before_it(tmp_path: Path) -> None:
    columns = (
        Column("service", "text", "Service", "Service", 30),
        Column("share", "percent", "Anticonstitutionnellement", "Share", 11),
        Column("state", "text", "État", "State", 11),
    )
    table = Table("Services", columns, (("a", Decimal(90), "atteint"),))
    xlsx.write(tmp_path / "a.xlsx", report(Section("one", "Un", "Un", (), None, table)), [])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Tableau de bord"]
    (cell,) = [one for line in sheet.iter_rows() for one in line if one.value == "atteint"]
    assert (cell.alignment.horizontal, cell.alignment.indent) == ("left", 1.0)
    assert cell.column == 5, "the long word has two columns"
    assert sheet.cell(cell.row, 3).value == 0.9


@pytest.mark.parametrize(
    ("form", "top", "step"),
    [
        ("bar", 1600.0, 500),
        ("bar", 140.0, 50),
        ("column", 794.0, 100),
        ("column", 3.0, 1),
        ("column", 0.0, 1),
        ("bar", 6.0, 2),
    ],
)
def test_few_numbers_stand_on_an_axis(form: Any, top: float, step: float) -> None:
    chart = Chart(form, "x", ("a", "b"), (Series("x", (top, None), "0B7285"), Series("y", (1.0, 0.0), "0B7285", True)), "integer", "x")  # fmt: skip
    assert step_of(chart) == step

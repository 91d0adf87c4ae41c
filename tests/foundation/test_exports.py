"""Workbooks: every text comes back as it went in, no cell is a formula, types are types, whatever the data hold."""

import random
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from timonier.core.instants import parse_instant
from timonier.foundation.datasets import Column, Dataset, columns
from timonier.foundation.exports import docx, lists, pptx, xlsx
from timonier.foundation.exports.flat import FlatWriter
from timonier.foundation.exports.layout import shares
from timonier.foundation.exports.letters import cut, lines, longest
from timonier.foundation.exports.report import Chart, Cover, Report, Section, Series, Table
from timonier.foundation.tenancy.models import Contract

PARIS = ZoneInfo("Europe/Paris")
EVERY = columns(
    "a_text text | Texte | Text",
    "an_integer integer | Entier | Integer",
    "a_decimal decimal | Nombre | Number",
    "an_amount money | Montant | Amount",
    "a_share percent | Part | Share",
    "a_day date | Jour | Day",
    "an_instant datetime | Instant | Instant",
    "a_duration duration | Durée | Duration",
    "a_flag boolean | Vrai | True",
)


def dataset(rows: Sequence[Sequence[Any]], cells: Any = EVERY) -> Dataset:
    return Dataset(
        "things", "Choses", "Things", "Une ligne.", "A row.", "kpi.export", cells, lambda c, s: rows
    )


def report(*sections: Section, name: str = "Marché d’infogérance") -> Report:
    cover = Cover(
        name, "Tableau de bord", "Mars 2026", "provisoire", False, "1er avril 2026", (("2026-03", "ab" * 32),)
    )
    return Report("x", "fr", PARIS, cover, sections, (("Méthode", ("Une phrase.",)),))


def book_of(path: Path, rows: Sequence[Sequence[Any]], cells: Any = EVERY) -> Any:
    table = dataset(rows, cells)
    xlsx.write_table(path, table, rows, report())
    return openpyxl.load_workbook(path)


@pytest.mark.req("GOV-04")
def test_each_kind_is_the_type_that_a_pivot_table_wants(tmp_path: Path) -> None:
    instant = parse_instant("2026-03-29T08:30:00+02:00")
    row = (
        "Écran",
        7,
        Decimal("1.5"),
        Decimal("12.34"),
        Decimal("95.24"),
        date(2026, 3, 1),
        instant,
        8_100_000_000,
        True,
    )
    book = book_of(tmp_path / "a.xlsx", [row])
    sheet = book["things"]
    header, cells = list(sheet.iter_rows())
    assert [cell.value for cell in header] == [one.key for one in EVERY]
    values = [cell.value for cell in cells]
    assert values[:4] == ["Écran", 7, 1.5, 12.34]
    assert values[4] == pytest.approx(0.9524)
    assert (values[5], values[6]) == (local("2026-03-01 00:00"), local("2026-03-29 08:30"))
    assert values[8] is True
    assert [cells[place].number_format for place in (3, 4, 5, 6, 7)] == [
        '#,##0.00\\ "€"', "0.00\\ %", "dd/mm/yyyy", "dd/mm/yyyy hh:mm",
        '[<0.000694][s]" s";[<0.0416666][m]" min "ss" s";[h]" h "mm',
    ]  # fmt: skip
    assert cells[8].number_format == '"VRAI";"VRAI";"FAUX"', "in words in every spreadsheet"
    table = sheet.tables["things"]
    assert table.ref == "A1:I2"
    assert table.autoFilter.ref == "A1:I2"
    assert sheet.freeze_panes == "B2"


def local(text: str) -> datetime:
    """The wall clock of a cell."""
    return datetime.fromisoformat(text)


HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "\t=1",
    "'x",
    "http://x",
    "_x0041_",
    "<b>&amp;",
    " a ",
    "a\nb",
)


@pytest.mark.req("GOV-04")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    cells = columns("a_text text | T | T")
    sheet = book_of(tmp_path / "a.xlsx", [(text,)], cells)["things"]
    assert sheet["A2"].data_type in ("s", "inlineStr")
    assert unescaped(sheet["A2"].value) == text


def unescaped(value: Any) -> Any:
    """What a spreadsheet shows: `_xHHHH_` is a character there, which the reading library leaves alone."""
    if value is None:
        return ""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), value)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=8))
def test_any_text_comes_back_but_for_what_the_format_forbids(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    sheet = book_of(path, [(text,) for text in texts], columns("a_text text | T | T"))["things"]
    found = [unescaped(sheet.cell(row + 2, 1).value) for row in range(len(texts))]
    assert found == [allowed(text) for text in texts]
    assert formulas(path) == []


def allowed(text: str) -> str:
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def formulas(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def test_what_does_not_fit_is_cut_replaced_continued_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FlatWriter, "most", 3)
    rows = [("a\x00b",), ("é" * 40_000,), ("😀" * 20_000,), ("4",), ("5",), ("6",), ("7",)]
    book = book_of(tmp_path / "a.xlsx", rows, columns("a_text text | T | T"))
    assert [name for name in book.sheetnames if name.startswith("things")] == [
        "things",
        "things_2",
        "things_3",
    ]
    assert [book[name].tables[name].ref for name in ("things", "things_2", "things_3")] == [
        "A1:A4",
        "A1:A4",
        "A1:A2",
    ]
    first = [cell.value for (cell,) in book["things"].iter_rows(min_row=2)]
    assert first[0] == "a\ufffdb"
    assert first[1] == "é" * 32_766 + "…"
    assert len(first[2].encode("utf-16-le")) // 2 <= 32_767
    said = [
        cell.value for row in book["Couverture"].iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    assert [one for one in said if one.endswith((": 1.", ": 2.", ": things."))] == [
        "Caractères interdits dans un classeur, remplacés par « \ufffd »\u00a0: 1.",
        "Textes de plus de 32 767 caractères, coupés et terminés par « … »\u00a0: 2.",
        "Tables de plus de 1 048 575 lignes, continuées sur une autre feuille\u00a0: things.",
    ]


def test_an_empty_table_is_a_table_still(tmp_path: Path) -> None:
    sheet = book_of(tmp_path / "a.xlsx", [])["things"]
    assert sheet.tables["things"].ref == "A1:I2"


def full(text: str = "Un message") -> Report:
    rng = random.Random(1)
    chart = Chart("column", text, ("a", "b"), (Series(text, (1.0, None), "0B7285"), Series("y", (2.0, 3.0), "14213D")), "integer", text)  # fmt: skip
    line = Chart("line", text, ("a", "b"), (Series(text, (91.0, None), "0B7285"), Series("y", (95.0, 95.0), "B3261E", True)), "percent", text)  # fmt: skip
    rows = tuple(
        (text, rng.randrange(99), None, None, Decimal("9.5"), None, None, 0, False) for _ in range(30)
    )
    table = Table(text, EVERY, rows, ("missed", "total"))
    return report(
        Section("one", text, text, (text,), chart, table, text),
        Section("two", text, text, (), line, None, text),
        Section("three", text, text, (), None, table),
        Section("four", "Sujet", "alimenté par autre chose.", absent=True),
        name=text,
    )


def test_a_workbook_has_its_cover_dashboard_notes_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    table = dataset([("x", 1, None, None, None, None, None, None, None)])
    xlsx.write(path, full(), [(table, table.rows(None, None))])  # type: ignore[arg-type]
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Couverture",
        "Tableau de bord",
        "Notes",
        "Dictionnaire",
        "things",
        "chart_data",
    ]
    assert len(book["Tableau de bord"]._charts) == 2
    assert formulas(path) == []


@pytest.mark.req("GOV-04")
def test_long_texts_of_a_dashboard_share_its_columns_wherever_they_stand(tmp_path: Path) -> None:
    columns = (
        Column("month", "text", "Mois", "Month", 13),
        Column("cause", "text", "Cause", "Cause", 40),
        Column("on", "text", "Le", "On", 12),
        Column("plan", "text", "Plan", "Plan", 30),
    )
    table = Table("Dits", columns, (("mars", "une cause longue", "hier", "un plan"),))
    xlsx.write(tmp_path / "a.xlsx", report(Section("one", "Dits", "Dits", (), None, table)), [])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Tableau de bord"]
    (row,) = [cell.row for line in sheet.iter_rows() for cell in line if cell.value == "une cause longue"]
    spans = sorted((one.min_col, one.max_col) for one in sheet.merged_cells.ranges if one.min_row == row)
    assert spans == [(3, 6), (8, 11)]
    assert [sheet.cell(row, at).value for at in (2, 3, 7, 8)] == [
        "mars",
        "une cause longue",
        "hier",
        "un plan",
    ]


@pytest.mark.req("GOV-04")
def test_a_narrow_table_stands_beside_its_chart_in_a_text(tmp_path: Path) -> None:
    from docx import Document  # noqa: PLC0415 - a large library, for this test alone

    columns = (Column("month", "text", "Mois", "Month", 13), Column("count", "integer", "Nombre", "Count", 9))
    chart = Chart("column", "Par mois", ("a", "b"), (Series("x", (1.0, 2.0), "0B7285"),), "integer", "Par mois")  # fmt: skip
    table = Table("Par mois", columns, (("a", 1), ("b", 2)))
    path = tmp_path / "a.docx"
    docx.write(path, report(Section("one", "Un", "Un message", (), chart, table, "journal")))
    paper = Document(str(path))
    columns_of = [one._sectPr.find("{*}cols").get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}num") for one in paper.sections]  # fmt: skip
    assert columns_of == [None, "2", None]
    assert all(one.header.is_linked_to_previous for one in paper.sections[1:]), "one head on every page"
    assert paper.element.xml.count('w:br w:type="column"') == 1


@pytest.mark.req("GOV-04")
def test_slides_have_one_title_each_native_charts_notes_and_words_for_pictures(tmp_path: Path) -> None:
    from pptx import Presentation  # noqa: PLC0415 - a large library, for this test alone

    path = tmp_path / "a.pptx"
    pptx.write(path, full())
    deck = Presentation(str(path))
    assert (deck.slide_width, deck.slide_height) == (12191695, 6858000)
    slides = list(deck.slides)
    assert all(slide.shapes.title is not None and slide.shapes.title.text for slide in slides)
    charts = [shape for slide in slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 2
    assert all(one.chart.part.chart_workbook.xlsx_part is not None for one in charts)
    assert all(one._element.nvGraphicFramePr.cNvPr.get("descr") for one in charts)
    assert all(slide.notes_slide.notes_text_frame.text for slide in slides)
    tables = [shape for slide in slides for shape in slide.shapes if shape.has_table]
    assert len(tables) == 5  # beside a chart; three of one table; what is absent
    for slide in slides[1:]:
        foot = {
            shape.text: shape for shape in slide.shapes if shape.has_text_frame and "SHA-256" in shape.text
        }
        assert list(foot) == ["Un message · Mars 2026 · provisoire · SHA-256 abababababab…"], (
            "who says how sure it is"
        )
        sizes = [run.font.size.pt for shape in slide.shapes if shape.has_text_frame and shape.text.startswith("Source")
                 for run in shape.text_frame.paragraphs[0].runs]  # fmt: skip
        assert all(size >= 10 for size in sizes)


@pytest.mark.req("GOV-04")
def test_a_text_has_contents_numbered_pages_captions_repeated_headers_and_its_language(
    tmp_path: Path,
) -> None:
    from docx import Document  # noqa: PLC0415 - a large library, for this test alone

    path = tmp_path / "a.docx"
    docx.write(path, full())
    paper = Document(str(path))
    xml = paper.element.xml
    headings = [one.text for one in paper.paragraphs if one.style.name == "Heading 1"]
    assert len(headings) == 5
    assert 'TOC \\o "1-1"' in xml
    assert [one.text.split("\t")[0] for one in paper.paragraphs if one.style.name == "toc 1"] == headings
    assert xml.count("w:tblHeader") == len(paper.tables)
    assert xml.count("SEQ Figure") == 2
    assert "PAGE" in paper.sections[0].footer._element.xml
    assert paper.styles.element.find(".//{*}lang").get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val") == "fr-FR"  # fmt: skip
    assert xml.count("<c:chart") == 2
    assert 'descr="Un message"' in xml


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
@example("\x1e\ufffe\ud800 é" * 60)
@given(st.text(max_size=200))
def test_no_text_keeps_a_document_from_being_written(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("documents")
    table = dataset([(text, 1, None, None, None, None, None, None, None)])
    xlsx.write(folder / "a.xlsx", full(text), [(table, table.rows(None, None))])  # type: ignore[arg-type]
    pptx.write(folder / "a.pptx", full(text))
    docx.write(folder / "a.docx", full(text))
    assert formulas(folder / "a.xlsx") == []


WORDS = st.text(alphabet="abcéWm ", min_size=1, max_size=40)


@given(
    st.lists(WORDS, min_size=1, max_size=9), st.lists(st.integers(0, 10**7), min_size=1, max_size=9), WORDS
)
def test_no_header_breaks_inside_a_word_and_no_number_over_lines(
    labels: list[str], numbers: list[int], name: str
) -> None:
    columns = [Column(f"c{n}", "integer", one, one, 10) for n, one in enumerate(labels)]
    columns.insert(0, Column("name", "text", "Nom", "Name", 40))
    row = (name, *(numbers[n % len(numbers)] for n in range(len(labels))))
    table = Table("", tuple(columns), (row,))
    texts = [[str(one) for one in row]]
    parts = shares(table, texts, "fr", 400.0, 1.0)
    assert sum(parts) == pytest.approx(1)
    for place, column in enumerate(table.columns):
        assert 400 * parts[place] >= longest(column.label("fr"), is_bold=True) + 1
        if place:
            assert lines(texts[0][place], 400 * parts[place] - 1) == 1


@given(st.text(max_size=400), st.integers(3, 40), st.integers(1, 3))
def test_what_is_cut_fits(text: str, room: int, most: int) -> None:
    found = cut(text, room, most)
    assert found == text or lines(found, room) <= most


def test_a_list_names_its_filters(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    place = Contract(key="x", title_fr="Marché", title_en="Contract")
    count = lists.write(
        path, place, dataset([]), [("x", *[None] * 8)], language="fr", zone=PARIS,
        as_of=parse_instant("2026-03-01T08:00:00Z"), filters=[("État", "ouverts")],
    )  # fmt: skip
    assert count == 1
    cells = [cell.value for row in openpyxl.load_workbook(path)["Couverture"].iter_rows() for cell in row]
    assert {"Filtres", "État", "ouverts", "Choses"} <= set(cells)

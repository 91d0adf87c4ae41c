"""What the text's library has no words for: fields, marks of rows, grounds and rules of tables, dress of styles."""

from copy import deepcopy
from typing import Any

from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from timonier.foundation.exports import tokens


def dress_style(style: Any, size: float, bold: bool, colour: str, before: float, after: float) -> None:
    """Our typeface, size and colour for a style."""
    font = style.font
    font.name, font.size, font.bold, font.color.rgb = (
        tokens.FACE,
        Pt(size),
        bold,
        RGBColor.from_string(colour),
    )
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), tokens.FACE)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def run(text: str) -> Any:
    """A run of plain text."""
    run, inner = OxmlElement("w:r"), OxmlElement("w:t")
    inner.text = text
    inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(inner)
    return run


def tab() -> Any:
    """A run with a tab."""
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:tab"))
    return run


def field_mark(kind: str) -> Any:
    """A run with the mark of a field."""
    run, mark = OxmlElement("w:r"), OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run.append(mark)
    return run


def instruction(text: str) -> Any:
    """A run with the text of a field."""
    run, inner = OxmlElement("w:r"), OxmlElement("w:instrText")
    inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    inner.text = f" {text} "
    run.append(inner)
    return run


def field(paragraph: Any, text: str, shown: str = "", *, is_open: bool = False) -> None:
    """A field with what it shows until somebody updates it."""
    for one in (field_mark("begin"), instruction(text), field_mark("separate")):
        paragraph._p.append(one)
    if not is_open:
        paragraph.add_run(shown)
        paragraph._p.append(field_mark("end"))


def page_reference(mark: str, page: int) -> list[Any]:
    """The number of the page on which a bookmark stands."""
    return [
        field_mark("begin"),
        instruction(f"PAGEREF {mark} \\h"),
        field_mark("separate"),
        run(str(page)),
        field_mark("end"),
    ]


def mark_row(row: Any, name: str) -> None:
    """A mark on a row of a table."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def shade(cell: Any, colour: str) -> None:
    """The ground of a cell."""
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def set_widths(grid: Any, widths: list[float]) -> None:
    """Widths of the columns. Units: centimetres."""
    grid.autofit = False
    for place, width in enumerate(widths):
        grid.columns[place].width = Cm(width)
        for row in grid.rows:
            row.cells[place].width = Cm(width)


def set_margins(grid: Any, width: float) -> None:
    """Room at the left and right in the cells. Units: centimetres."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("w", str(round(width * 1440 / 2.54))), ("type", "dxa")):
            line.set(qn(f"w:{name}"), value)
        margins.append(line)
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    grid._tbl.tblPr.append(margins) if look is None else look.addprevious(margins)


def draw_rules(grid: Any) -> None:
    """Thin lines between the rows, none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", tokens.LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    grid._tbl.tblPr.append(borders)


def describe(grid: Any, text: str) -> None:
    """What a table shows, for those who hear it."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), text[:250])
    grid._tbl.tblPr.append(caption)


def end_stretch(paper: Any, paragraph: Any, *, gap: float = 0.0) -> None:
    """What stands before, up to this paragraph, is a stretch of its own: in two columns when a gap is given. Units: centimetres.

    What follows goes on below it, on the same page; head and foot of pages stay those of the first stretch.
    """
    last = paper.element.body.sectPr
    own = deepcopy(last)
    if gap:
        columns = own.find(qn("w:cols"))
        columns.set(qn("w:num"), "2")
        columns.set(qn("w:space"), str(int(gap * 567)))
    paragraph._p.set_sectPr(own)
    for name in ("w:headerReference", "w:footerReference", "w:titlePg"):
        for one in list(last.findall(qn(name))):
            last.remove(one)
    last.start_type = WD_SECTION.CONTINUOUS

"""Put a native chart into a text: drawn as on a slide, moved over with its workbook, so that it stays editable there too."""

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from lxml import etree
from pptx import Presentation

from timonier.foundation.exports.charts import draw
from timonier.foundation.exports.flat import Findings
from timonier.foundation.exports.report import Chart

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def add_chart(paper: Any, chart: Chart, width: float, height: float, number: int, *, size: float = 9) -> None:
    """Add a paragraph with a chart of this size. Units: centimetres."""
    findings = Findings()
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    frame = draw(slide.shapes, chart, findings, 0, 0, Cm(width), Cm(height), size=size)
    source = frame.chart.part
    package = paper.part.package
    book = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"),
        _BOOK_TYPE,
        source.chart_workbook.xlsx_part.blob,
        package,
    )
    place = PackURI(f"/word/charts/chart{number}.xml")
    part = Part(place, _CHART_TYPE, b"", package)
    inner = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    part._blob = _pointing(source.blob, inner)
    outer = paper.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_after = Cm(0.1)
    run = paragraph.add_run()
    run._r.append(_drawing(chart, findings, outer, int(Cm(width)), int(Cm(height)), number))


def _pointing(blob: bytes, relation: str) -> bytes:
    """The chart's XML, its workbook under the name that it has here."""
    tree = etree.fromstring(blob)
    for one in tree.iter(f"{{{_C}}}externalData"):
        one.set(f"{{{_R}}}id", relation)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _drawing(chart: Chart, findings: Findings, relation: str, width: int, height: int, number: int) -> Any:
    drawing = parse_xml(
        f'<w:drawing xmlns:w="{_W}" xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:c="{_C}" xmlns:r="{_R}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{1000 + number}" name="chart{number}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}"><c:chart r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    about = drawing.find(f".//{{{_WP}}}docPr")
    about.set("descr", findings.text(chart.alt))
    about.set("title", findings.text(chart.title))
    return drawing

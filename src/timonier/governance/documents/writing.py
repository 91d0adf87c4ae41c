"""Write a document to a file, in one of three forms; only the tables that its reader may see go into the workbook."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils import translation

from timonier.foundation import datasets
from timonier.foundation.datasets import Dataset
from timonier.foundation.exports import docx, pptx, xlsx
from timonier.foundation.exports.report import Report
from timonier.foundation.tenancy.models import Contract
from timonier.governance.documents.compose import TITLES, compose, cover_of, name_of, notes_of
from timonier.governance.documents.material import Material, gather
from timonier.service_levels.complete import remembered

FORMATS = ("xlsx", "pptx", "docx")
MEDIA_TYPES = {"xlsx": xlsx.MEDIA_TYPE, "pptx": pptx.MEDIA_TYPE, "docx": docx.MEDIA_TYPE}
LEFT_OUT = frozenset({"events"})
"""Tables that no dashboard carries: whoever wants the journal asks for it by name."""
Told = Callable[[int, int], None]
May = Callable[[str], bool]
"""Whether the reader has a right."""


def _silent(done: int, total: int) -> None:
    return None


def write_document(
    contract: Contract,
    kind: str,
    form: str,
    first: str,
    last: str,
    path: Path,
    *,
    language: str,
    may: May,
    told: Told = _silent,
) -> str:
    """Write a dashboard; the name that its file should have. Needs the contract's scope. Raises: Refused."""
    with translation.override(language), remembered():
        material = gather(contract, kind, language, first, last, with_money=may("penalty.read"))
        told(5, 100)
        report = compose(material)
        told(15, 100)
        if form == "pptx":
            pptx.write(path, report)
        elif form == "docx":
            docx.write(path, report)
        else:
            xlsx.write(path, report, _filled(material, may, told))
        told(100, 100)
    return f"{report.name}.{form}"


def _filled(material: Material, may: May, told: Told) -> Iterator[xlsx.Filled]:
    wanted = [one for one in datasets.known() if one.name not in LEFT_OUT and may(one.action)]
    for place, dataset in enumerate(wanted):
        told(15 + place * 80 // len(wanted), 100)
        yield dataset, dataset.rows(material.contract, material.span)


def write_dataset(
    contract: Contract,
    dataset: Dataset,
    first: str,
    last: str,
    path: Path,
    *,
    language: str,
    told: Told = _silent,
) -> str:
    """Write one table over a period; the name that its file should have. Needs the contract's scope. Raises: Refused."""
    with translation.override(language), remembered():
        material = gather(contract, "table", language, first, last, with_money=False)
        report = table_report(material, dataset)
        rows = dataset.rows(contract, material.span)
        count = xlsx.write_table(path, dataset, rows, report, lambda done: told(done, 0))
        told(count, count)
    return f"{report.name}.xlsx"


def table_report(material: Material, dataset: Dataset) -> Report:
    """The cover of one table alone."""
    title = dataset.title(material.language) or material.pick(*TITLES["table"])
    name = name_of(material, dataset.name)
    return Report(name, material.language, material.zone, cover_of(material, title), (), notes_of(material))

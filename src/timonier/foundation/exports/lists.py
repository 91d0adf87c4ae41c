"""A list as it is on a screen, as one workbook: the same rows, the same columns, the filters named on the cover.

The room that owns the list hands over its rows; nothing is chosen here.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from timonier.foundation.datasets import Dataset, Row
from timonier.foundation.exports import tokens, xlsx
from timonier.foundation.exports.report import Cover, Report
from timonier.foundation.tenancy.models import Contract

MEDIA_TYPE = xlsx.MEDIA_TYPE


def write(
    path: Path,
    contract: Contract,
    dataset: Dataset,
    rows: Iterable[Row],
    *,
    language: str,
    zone: ZoneInfo,
    as_of: int,
    filters: Sequence[tuple[str, str]] = (),
    told: Callable[[int], None] | None = None,
) -> int:
    """Write the rows; how many there were. `filters`: what the screen was filtered and ordered by, in words."""
    is_english = language == "en"
    instant = tokens.moment(as_of, language, zone)
    warning = "Demonstration: invented activity." if is_english else "Démonstration\u00a0: activité inventée."
    cover = Cover(
        contract.title_en if is_english else contract.title_fr,
        dataset.title(language),
        instant,
        "list at an instant" if is_english else "liste à un instant",
        False,
        instant,
        key_figures=tuple(filters),
        warnings=(warning,) if contract.is_demonstration else (),
    )
    labels = {"key_figures": "Filters" if is_english else "Filtres"}
    return xlsx.write_table(
        path, dataset, rows, Report(dataset.name, language, zone, cover, (), labels=labels), told
    )

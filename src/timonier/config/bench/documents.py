"""The workbook of 100,000 rows × 20 columns: seconds and memory, each time in a process of its own."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import django

from timonier.config.bench.figures import Figure, at_most

ROWS, ROUNDS = 100_000, 3
KINDS = (
    *("text",) * 4, "integer", "decimal", "money", "percent", "datetime", "datetime", "duration", "boolean",
    *("text",) * 3, "datetime", "duration", "text", "integer", "text",
)  # fmt: skip


def workbook() -> list[Figure]:
    """Write it several times."""
    found = [
        json.loads(
            subprocess.run(
                [sys.executable, "-m", __name__], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(ROUNDS)
    ]
    what = "XLSX, 100,000 rows × 20 columns"
    return [
        at_most(what, [one["seconds"] for one in found], "s", 15.0),
        at_most(f"{what}, memory", [one["mb"] for one in found], "MB", 250.0),
    ]


def rows() -> Iterator[tuple[object, ...]]:
    """Rows like those of tickets."""
    begin = 1_767_225_600_000_000
    for n in range(ROWS):
        at = begin + n * 300_000_000
        yield (
            f"INC-{n:06d}", "Imprimante du 2ᵉ étage qui ne répond plus", "incident", "téléphone", n, Decimal("1.5"),
            Decimal("12.50"), Decimal("95.25"), at, at + 3_600_000_000, 3_600_000_000 + n, n % 2 == 0, "équipe",
            "=1+1", "Hôtel de ville", at, 7_200_000_000, "x", n % 7, "fin",
        )  # fmt: skip


def main() -> int:
    """One round."""
    django.setup()
    from timonier.foundation.datasets import Column, Dataset  # noqa: PLC0415 - models need the framework set up
    from timonier.foundation.exports import xlsx  # noqa: PLC0415
    from timonier.foundation.exports.report import Cover, Report  # noqa: PLC0415

    columns = tuple(Column(f"c{place}", kind, kind, kind) for place, kind in enumerate(KINDS))
    dataset = Dataset("things", "T", "T", "T", "T", "kpi.export", columns, lambda contract, span: ())
    report = Report(
        "bench", "fr", ZoneInfo("Europe/Paris"), Cover("Bench", "Bench", "2026", "–", False, "–"), ()
    )
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        xlsx.write_table(Path(folder) / "a.xlsx", dataset, rows(), report)
        seconds = time.monotonic() - began
    print(
        json.dumps(
            {"seconds": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6}
        )
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

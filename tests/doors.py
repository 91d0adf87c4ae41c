"""The real doors in one process: a copy of a shipped contract under its own key, and the commands as a person types them."""

import io
import json
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

from timonier.core.refusal import Refused
from timonier.foundation.tenancy.models import Contract

CONTRACTS = Path(__file__).resolve().parents[1] / "contracts"


def command(name: str, *arguments: str) -> tuple[int, str]:
    """Exit code and what was printed. Raises: Refused, which the launcher turns into one sentence and exit code 1."""
    module = import_module(f"timonier.config.commands.{name}")
    parser = ArgumentParser()
    module.add_arguments(parser)
    printed = io.StringIO()
    with redirect_stdout(printed):
        code = int(module.run(parser.parse_args([str(one) for one in arguments])))
    return code, printed.getvalue()


@dataclass
class Doors:
    """One contract and what may be asked of it."""

    key: str
    folder: Path
    place: Path

    @property
    def contract(self) -> Contract:
        return Contract.objects.get(key=self.key)

    def load(self) -> None:
        """`contract load`: the versions that are not there yet."""
        code, printed = command("contract", "load", str(self.folder))
        assert code == 0, printed

    def imports(self, facts: Iterable[Any], kind: str = "events") -> dict[str, Any]:
        """`import events`; a fact that is a text is a line as it is."""
        lines = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in facts]
        path = self.place / f"{uuid4().hex}.jsonl"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return self.imports_file(path, kind)

    def imports_file(self, path: Path, kind: str = "events") -> dict[str, Any]:
        """The same from a file."""
        _, printed = command("import", kind, str(path), "--contract", self.key, "--json")
        return dict(json.loads(printed))

    def ask(self, name: str, *arguments: str) -> dict[str, Any]:
        """Any command that prints one JSON document."""
        _, printed = command(name, "--contract", self.key, *arguments, "--json")
        return dict(json.loads(printed))

    def kpi(self, month: str, *arguments: str) -> dict[str, Any]:
        """`kpi`, the results by KPI beside the document's own list."""
        found = self.ask("kpi", "--month", month, *arguments)
        return found | {"by_kpi": {one["kpi"]: one for one in found["results"]}}

    def explain(self, item: str, *arguments: str) -> dict[str, Any]:
        """`explain`, the measures by KPI beside the document's own list."""
        found = self.ask("explain", item, *arguments)
        return found | {"by_kpi": {one["kpi"]: one for one in found["measures"]}}

    def measures(self, *arguments: str) -> list[dict[str, Any]]:
        """`measures --jsonl`."""
        _, printed = command("measures", "--contract", self.key, *arguments, "--jsonl")
        return [json.loads(line) for line in printed.splitlines()]

    def refusal(self, name: str, *arguments: str) -> str:
        """The code with which a command refuses."""
        try:
            command(name, "--contract", self.key, *arguments)
        except Refused as refused:
            return refused.code
        raise AssertionError(f"{name} was not refused")


def open_doors(
    place: Path, which: str = "vsgp", changes: Sequence[tuple[str, str]] = (), amendments: Sequence[str] = ()
) -> Doors:
    """A copy of a shipped contract. `changes`: texts replaced in its source; `amendments`: YAML laid over it in order."""
    key = f"t-{uuid4().hex[:12]}"
    folder = place / key
    folder.mkdir()
    for path in sorted((CONTRACTS / which).rglob("*.*")):
        copy = folder / path.relative_to(CONTRACTS / which)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    source = (folder / "contract.yaml").read_text("utf-8")
    for old, new in (("\nkey: " + which + "\n", f"\nkey: {key}\n"), *changes):
        assert old in source, old
        source = source.replace(old, new)
    (folder / "contract.yaml").write_text(source, "utf-8")
    doors = Doors(key, folder, place)
    for number, text in enumerate(amendments, 1):
        (folder / "amendments").mkdir(exist_ok=True)
        (folder / "amendments" / f"{number:02d}.yaml").write_text(text, "utf-8")
    doors.load()
    return doors

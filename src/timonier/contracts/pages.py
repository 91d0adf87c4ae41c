"""What the pages of versions show: versions, clauses of a difference, steps, problems, each as plain lines."""

from collections.abc import Sequence
from typing import Any

from timonier.contracts.changes import field_of
from timonier.contracts.models import ContractVersionRow, DraftStepRow
from timonier.core.contract.difference import Entry, by_clause
from timonier.core.contract.difference_words import passages_of
from timonier.core.contract.source import Problem
from timonier.core.messages import sentence
from timonier.core.refusal import Refused
from timonier.directory.people import names_of
from timonier.foundation.tenancy.models import Contract


def version_lines(contract: Contract) -> list[dict[str, Any]]:
    """Every loaded version, the newest first, with the draft that it came from."""
    agreed = {
        step.version: step for step in DraftStepRow.objects.filter(contract=contract, version__isnull=False)
    }
    rows = ContractVersionRow.objects.filter(contract=contract).order_by("-number")
    return [{"row": row, "agreed": agreed.get(row.number)} for row in rows]


def clauses(entries: Sequence[Entry], language: str) -> list[dict[str, Any]]:
    """A difference under its clauses, each entry with its sentence."""
    return [
        {
            "clause": clause,
            "lines": [
                {"kind": one.kind, "passages": passages_of(one, language), "path": ".".join(one.path)}
                for one in group
            ],
        }
        for clause, group in by_clause(entries)
    ]


def step_lines(steps: Sequence[DraftStepRow]) -> list[dict[str, Any]]:
    """The steps of a draft, the first one first, each with the name of whoever took it."""
    names = names_of(one.by for one in steps)
    return [{"said": one, "name": names[one.by]} for one in steps]


def problem_lines(problems: Sequence[Problem | Refused], language: str) -> list[dict[str, str]]:
    """Every problem at once: its place, its sentence, and the field of the form that it belongs to."""
    found = []
    for one in problems:
        if isinstance(one, Refused):
            found.append({"place": "", "field": "", "sentence": sentence(one.code, one.params, language)})
            continue
        place = [f"{one.file}, l. {one.line}" if one.file and one.line else one.file]
        place += [one.path if one.path not in ("·", "") else "", one.clause]
        found.append(
            {
                "place": " · ".join(part for part in place if part),
                "field": field_of(one),
                "sentence": sentence(one.code, one.params, language),
            }
        )
    return found

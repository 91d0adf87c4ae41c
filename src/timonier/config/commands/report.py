"""`report`: a dashboard as a workbook, slides or a text, for a month or any period; `--schema`: the data tables, as promised."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from timonier.config.answers import choose, contract_of, language, month_option, print_json
from timonier.core.refusal import Refused
from timonier.foundation import datasets
from timonier.foundation.registries import datasets as registered
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.governance.documents.compose import KINDS
from timonier.governance.documents.material import last_over
from timonier.governance.documents.writing import FORMATS, write_dataset, write_document

HELP_FR = "un tableau de bord en document (xlsx, pptx, docx)"
HELP_EN = "a dashboard as a document (xlsx, pptx, docx)"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--contract", metavar="KEY")
    parser.add_argument("--month", metavar="YYYY-MM")
    parser.add_argument("--from", dest="first", metavar="YYYY-MM")
    parser.add_argument("--to", dest="last", metavar="YYYY-MM")
    parser.add_argument("--kind", choices=KINDS, default="steering")
    parser.add_argument("--format", dest="form", choices=FORMATS, default="xlsx")
    parser.add_argument("--dataset", metavar="NAME")
    parser.add_argument("--language", choices=("fr", "en"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE")
    parser.add_argument("--schema", action="store_true")
    parser.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    """Write the document whole or not at all. Raises: Refused."""
    if args.schema:
        print_json(datasets.schema())
        return 0
    for name, value in (("--contract", args.contract), ("--output", args.output)):
        if value is None:
            raise Refused("option_missing", option=name)
    contract = contract_of(args.contract)
    first, last = _period(args, contract)
    target: Path = args.output
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    speaks = args.language or language()
    try:
        with scope([contract.pk]):
            if args.dataset is None:
                # Whoever may run commands on this machine may read everything.
                write_document(
                    contract, args.kind, args.form, first, last, partial, language=speaks, may=_all
                )
            else:
                dataset = registered.get(args.dataset)
                if dataset is None:
                    known = ", ".join(name for name, _ in registered)
                    raise Refused("unknown_dataset", name=args.dataset[:60], known=known)
                write_dataset(contract, dataset, first, last, partial, language=speaks)
        partial.replace(target)
    except OSError as error:
        raise Refused("cannot_write", path=str(target), why=error.strerror or "?") from error
    finally:
        partial.unlink(missing_ok=True)
    if args.json:
        print_json({"file": str(target), "size": target.stat().st_size, "from": first, "to": last})
    else:
        print(
            choose(f"{target} : {target.stat().st_size} octets", f"{target}: {target.stat().st_size} bytes")
        )
    return 0


def _period(args: Namespace, contract: Contract) -> tuple[str, str]:
    if args.month and (args.first or args.last):
        raise Refused("bad_option", value="--month", expected="--month | --from --to")
    if args.month:
        month = month_option(args.month)
        return month, month
    if args.first or args.last:
        last = month_option(args.last or args.first)
        return month_option(args.first or args.last), last
    with scope([contract.pk]):
        month = last_over(contract)
    return month, month


def _all(action: str) -> bool:
    return True

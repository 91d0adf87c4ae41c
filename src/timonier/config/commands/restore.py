"""`restore`: bring a backup back into an empty data folder, then check every journal against the backup's own heads."""

import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path

from timonier.config import serving
from timonier.config.cli import enter, open_framework
from timonier.config.runtime import Folder, account, hold
from timonier.config.runtime.holding import administrator
from timonier.config.speech import choose
from timonier.core.refusal import Refused
from timonier.exchange.archive import open_archive

HELP_FR = "restaurer une sauvegarde dans un dossier vide, et la vérifier"
HELP_EN = "restore a backup into an empty folder, and check it"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("file", type=Path, metavar="FILE")


def run(args: Namespace) -> int:
    """Restore and verify. Raises: Refused."""
    folder = Folder.open(args.data)
    guard = folder.take(serving.LOCK)
    if guard is None:
        raise Refused("already_serving", url=folder.noted(serving.NOTE).get("url", "?"), pid="?")
    # The signing key comes with the backup: what the old place signed goes on working.
    with guard, open_archive(args.file) as archive:
        archive.put_key(folder.path)
        enter(folder.path)
        with hold(folder):
            open_framework("accounts")
            try:
                found = import_module("timonier.exchange.keeping").bring_back(
                    archive, account.programs(), administrator(folder)
                )
                archive.put_files(folder.path)
                import_module("timonier.config.preparation").migrate(lambda text: None)
            finally:
                import_module("django.db").connections.close_all()
    for head in found:
        line = f"{head['contract']} · {head['position']} · {head['hash']}"
        print(choose(f"vérifié : {line}", f"checked: {line}"), file=sys.stderr)
    return 0

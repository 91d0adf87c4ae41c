"""`down`: stop what runs on a data folder, and the database that a killed process left."""

import os
import signal
import sys
import time
from argparse import ArgumentParser, Namespace

from timonier.config import serving
from timonier.config.runtime import Folder
from timonier.config.runtime.holding import stop_left_over
from timonier.config.speech import choose
from timonier.core.refusal import Refused

HELP_FR = "arrêter ce qui tourne sur un dossier"
HELP_EN = "stop what runs on a folder"
PATIENCE = 60.0


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""


def run(args: Namespace) -> int:
    """Ask the serving process to end and wait for it. Raises: Refused."""
    if not args.data.exists():
        print(choose("rien ne tourne", "nothing runs"), file=sys.stderr)
        return 0
    folder = Folder.open(args.data)
    guard = folder.take(serving.LOCK)
    if guard is None:
        pid = int(folder.noted(serving.NOTE).get("pid", 0))
        if pid <= 0:
            raise Refused("already_serving", url="?", pid="?")
        os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        while guard is None and time.monotonic() < end:
            time.sleep(0.1)
            guard = folder.take(serving.LOCK)
        if guard is None:
            raise Refused("not_ended", pid=pid, seconds=int(PATIENCE))
        print(choose("arrêté", "stopped"), file=sys.stderr)
    elif not stop_left_over(folder):
        print(choose("rien ne tourne", "nothing runs"), file=sys.stderr)
    else:
        print(choose("base de données arrêtée", "database stopped"), file=sys.stderr)
    guard.close()
    return 0

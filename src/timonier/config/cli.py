"""The launcher's commands: one module each under `config.commands`, found by its name.

A command's module offers HELP_FR, HELP_EN, add_arguments(parser) and run(args). This module opens what
it needs, and turns a refusal into one sentence on stderr and exit code 1.
"""

import argparse
import difflib
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import FrameType, ModuleType
from typing import Any

import psycopg
from django.db import Error as DatabaseFault

from timonier.config import commands
from timonier.config.messages import MESSAGES
from timonier.config.runtime import Folder, addresses, hold
from timonier.config.speech import choose, language, speak
from timonier.core import messages
from timonier.core.messages import sentence
from timonier.core.refusal import Refused

ROOT = Path(__file__).resolve().parents[3]
DEFAULT = Path(os.environ.get("TIMONIER_DATA") or ROOT / "var")
ON_THEIR_OWN = ("up", "down", "init", "test", "restore", "bench")
"""Commands that open the folder, the database and the framework themselves, or not at all."""
UNPREPARED = ("backup",)


class Parser(argparse.ArgumentParser):
    """Wrong usage exits 2 with one line, in the person's language as far as it is ours."""

    def error(self, message: str) -> Any:
        self.print_usage(sys.stderr)
        self.exit(2, f"timonier: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    messages.register(MESSAGES)
    given = list(sys.argv[1:] if arguments is None else arguments)
    names = sorted(one.name for one in iter_modules(commands.__path__) if not one.name.startswith("_"))
    if not given or given[0] in ("-h", "--help", "help"):
        _overview(names)
        return 0 if given else 2
    name = given[0]
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1) or ["up"]
        print(f"timonier: {speak('unknown_command', command=name[:40], near=near[0])}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _end)
    try:
        return _run(name, given[1:])
    except Refused as refused:
        print(f"timonier: {sentence(refused.code, refused.params, language())}", file=sys.stderr)
        return 1
    except (DatabaseFault, psycopg.Error) as fault:
        return _database_fault(fault)
    except OSError as error:
        if error.errno == 28:  # no space left on the device
            print(f"timonier: {speak('disk_full')}", file=sys.stderr)
            return 1
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1
        raise
    except KeyboardInterrupt:
        return 130


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _run(name: str, arguments: list[str]) -> int:
    if name in ON_THEIR_OWN:
        module = import_module(f"timonier.config.commands.{name}")
        args = _parse(module, name, arguments)
        os.environ["TIMONIER_DATA"] = str(args.data)
        return int(module.run(args))
    is_help = "-h" in arguments or "--help" in arguments
    # The framework wants its addresses before a room is imported; help and checks of files must not need a folder.
    is_check = name == "contract" and "check" in arguments[:3]
    folder = None if is_help or is_check else enter(_data_of(arguments))
    module = open_framework(name)
    args = _parse(module, name, arguments)
    if folder is None:
        return int(module.run(args))
    with hold(folder):
        try:
            if name not in UNPREPARED:
                _ready_made()
            return int(module.run(args))
        finally:
            import_module("django.db").connections.close_all()


def enter(data: Path) -> Folder:
    """Open a data folder, and let the framework know the addresses of its database and its key. Raises: Refused."""
    folder = Folder.open(data)
    os.environ.update(addresses(folder))
    os.environ["TIMONIER_DATA"] = str(folder.path)
    os.environ.setdefault("TIMONIER_SECRET_KEY", folder.secret_key())
    return folder


def open_framework(name: str) -> ModuleType:
    """The command's module, the framework set up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timonier.config.settings")
    import_module("django").setup()
    import_module("timonier.config.heap").settle()
    messages.register(MESSAGES)
    return import_module(f"timonier.config.commands.{name}")


def _parse(module: ModuleType, name: str, arguments: list[str]) -> argparse.Namespace:
    parser = Parser(
        prog=f"timonier {name}", allow_abbrev=False, description=choose(module.HELP_FR, module.HELP_EN)
    )
    _add_data(parser, DEFAULT)
    module.add_arguments(parser)
    _data_everywhere(parser)
    if getattr(module, "PASSES_ON", False):
        args, rest = parser.parse_known_args(arguments)
        args.rest = rest
        return args
    return parser.parse_args(arguments)


def _data_of(arguments: list[str]) -> Path:
    peek = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    _add_data(peek, DEFAULT)
    try:
        found: Path = peek.parse_known_args(arguments)[0].data
    except argparse.ArgumentError:
        return DEFAULT
    return found


def _add_data(parser: argparse.ArgumentParser, default: Any) -> None:
    text = choose("dossier des données (var/ par défaut)", "data folder (default: var/)")
    parser.add_argument("--data", type=Path, metavar="DIR", default=default, help=text)


def _ready_made() -> None:
    """Schema and contracts, for a command on a folder that nobody has prepared."""
    prepare = import_module("timonier.config.preparation").prepare
    prepare(None, lambda text: print(f"· {text}", file=sys.stderr))


def _data_everywhere(parser: argparse.ArgumentParser) -> None:
    """`--data` is understood before and after the word of a command with several actions."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in set(action.choices.values()):
                inner.add_argument("--data", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _database_fault(fault: Exception) -> int:
    text = str(fault).lower()
    if "no space left" in text or "could not extend file" in text:
        print(f"timonier: {speak('disk_full')}", file=sys.stderr)
        return 1
    lost = ("connection", "server closed", "terminating", "shutting down", "recovery")
    if any(one in text for one in lost):
        print(f"timonier: {speak('database_lost')}", file=sys.stderr)
        return 1
    raise fault


def _overview(names: list[str]) -> None:
    print(
        "timonier – "
        + choose("./timonier COMMANDE … (--help partout)", "./timonier COMMAND … (--help everywhere)")
    )
    for name in names:
        module = open_framework(name)
        print(f"  {name:10} {choose(module.HELP_FR, module.HELP_EN)}")


if __name__ == "__main__":
    raise SystemExit(main())

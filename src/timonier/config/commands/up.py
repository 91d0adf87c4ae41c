"""`up`: prepare what is not prepared, then serve until Ctrl-C or SIGTERM."""

from argparse import ArgumentParser, Namespace

from timonier.config import serving
from timonier.config.opening import opened
from timonier.config.runtime import Folder
from timonier.core.refusal import Refused

HELP_FR = "préparer et servir"
HELP_EN = "prepare and serve"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--empty", action="store_true", help="contracts alone, no demonstration")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (this machine alone by default)"
    )
    parser.add_argument("--port", type=int, default=8000, help="0 = any free one")
    parser.add_argument("--anchor", metavar="YYYY-MM", help="last month of the demonstration")
    parser.add_argument("--seed", type=int, help="randomness of the demonstration")


def run(args: Namespace) -> int:
    """Serve. Raises: Refused."""
    folder = Folder.open(args.data)
    guard = folder.take(serving.LOCK)
    if guard is None:
        known = folder.noted(serving.NOTE)
        raise Refused("already_serving", url=known.get("url", "?"), pid=known.get("pid", "?"))
    with guard:
        port = serving.free_port(args.host, args.port)
        with (
            serving.ended_cleanly(),
            serving.noted(folder, serving.url_of(args.host, port)),
            opened(args.data, args) as ready,
        ):
            return serving.serve(ready, args.host, port)
    return 0

"""Open a data folder for `up` and `init`: database, framework, preparation, with progress on stderr."""

import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from timonier.config import assets
from timonier.config.cli import enter, open_framework
from timonier.config.runtime import Folder, hold
from timonier.config.speech import choose


def tell(text: str) -> None:
    """One line of progress."""
    print(f"· {text}", file=sys.stderr, flush=True)


@contextmanager
def opened(data: Path, args: Namespace) -> Iterator[Folder]:
    """A prepared folder whose database answers. Raises: Refused."""
    folder = enter(data)
    began = time.monotonic()
    assets.build(tell)
    assets.compile_messages(tell)
    with hold(folder):
        open_framework("accounts")
        try:
            preparation = import_module("timonier.config.preparation")
            mode = preparation.EMPTY if args.empty else preparation.DEMONSTRATION
            host = getattr(args, "host", None)  # of `up` alone
            is_here = host is None or import_module("timonier.directory.addresses").is_loopback(host)
            preparation.prepare(mode, tell, anchor=args.anchor, seed=args.seed, is_here=is_here)
            took = time.monotonic() - began
            if took > 5:
                tell(choose(f"préparé en {took:.0f} s", f"prepared in {took:.0f} s"))
            yield folder
        finally:
            import_module("django.db").connections.close_all()

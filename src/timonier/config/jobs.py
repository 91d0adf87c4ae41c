"""The process that runs jobs: begun by the worker when something is due, gone when nothing has been for a while.

So that a large document neither slows the measures down nor keeps its memory, and an idle installation pays nothing for it.
"""

import os
import subprocess
import sys
import time
from contextlib import suppress

import django

from timonier.config.runtime.lineage import end_with_parent

IDLE = 20.0
LOOK_EVERY = 1.0
LESS_URGENT = 5
PATIENCE = 12.0
"""Units: seconds, and steps of `nice`."""


class Runner:
    """The worker's child. At most one; several workers have one each."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._looked_at = 0.0
        self._falls = 0

    def look(self, has_work: bool) -> None:
        """Begin the process when there is work and it is not there."""
        if self._process is not None and self._process.poll() is not None:
            self._falls = self._falls + 1 if self._process.returncode else 0
            self._process = None
        if self._process is None and has_work:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "timonier.config.jobs", str(os.getpid())], stdin=subprocess.DEVNULL
            )

    def is_due(self) -> bool:
        """Whether to look again: once a second, slower while it keeps falling."""
        now = time.monotonic()
        if now - self._looked_at < LOOK_EVERY * min(1 + self._falls, 30):
            return False
        self._looked_at = now
        return True

    def end(self) -> None:
        """Ask it to end, and insist: what it leaves is taken again."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
            return
        self._process.kill()
        self._process.wait()


def main() -> int:
    """Run jobs until none came for a while, or the end is asked for."""
    end_with_parent()
    if len(sys.argv) > 1 and sys.argv[1] != str(os.getppid()):
        return 0  # the worker was gone before the kernel was asked
    os.nice(LESS_URGENT)
    django.setup()
    from timonier.foundation.jobs import queue, registry  # noqa: PLC0415 - rooms need the framework set up

    registry.load()
    queue.work(idle=IDLE)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

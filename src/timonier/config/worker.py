"""The worker: derives measures from the journal's news, closes blocks, draws the months' figures, without end.

Jobs run in a process of their own, which it begins when one is due.
It holds nothing that a kill could lose: a mark is taken and its measures written in one transaction.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

import django

from timonier.config.heap import settle
from timonier.config.jobs import Runner

SEAL_EVERY = 1.0
LESS_URGENT = 3
"""Units: seconds, and steps of `nice`: whoever waits for a page comes before what is drawn beside."""


class Ending:
    """Set by SIGTERM and SIGINT: the round in hand is finished first."""

    asked = False

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Take note."""
        self.asked = True


def main() -> int:
    """Work until the end is asked for."""
    os.nice(LESS_URGENT)
    django.setup()
    from timonier.config.postman import Postman  # noqa: PLC0415 - rooms need the framework set up
    from timonier.config.rounds import Figures, Rounds  # noqa: PLC0415 - the same

    settle()
    ending = Ending()
    signal.signal(signal.SIGTERM, ending.ask)
    signal.signal(signal.SIGINT, ending.ask)
    # A daemon: what it has in hand at the end is rolled back, and its mark stays.
    threading.Thread(target=_work, args=(Figures().once, ending), name="figures", daemon=True).start()
    rounds, runner, postman = Rounds(SEAL_EVERY), Runner(), Postman()
    postman.start()

    def once() -> float:
        pause = rounds.once()
        if runner.is_due():
            runner.look(rounds.has_jobs())
        return pause

    try:
        _work(once, ending)
    finally:
        runner.end()
        postman.end()
    return 0


def _work(once: Callable[[], float], ending: Ending) -> None:
    while not ending.asked:
        pause = once()
        if pause:
            time.sleep(pause)


if __name__ == "__main__":
    raise SystemExit(main())

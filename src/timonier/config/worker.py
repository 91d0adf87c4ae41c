"""The worker: derives measures from the journal's news and closes blocks, contract by contract, without end.

It holds nothing that a kill could lose: a mark is taken and its measures written in one transaction.
"""

import signal
import time
from types import FrameType

import django

SEAL_EVERY = 1.0


class Ending:
    """Set by SIGTERM and SIGINT: the round in hand is finished first."""

    asked = False

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Take note."""
        self.asked = True


def main() -> int:
    """Work until the end is asked for."""
    django.setup()
    from timonier.config.rounds import Rounds  # noqa: PLC0415 - rooms need the framework set up

    ending = Ending()
    signal.signal(signal.SIGTERM, ending.ask)
    signal.signal(signal.SIGINT, ending.ask)
    rounds = Rounds(SEAL_EVERY)
    while not ending.asked:
        pause = rounds.once()
        if pause:
            time.sleep(pause)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

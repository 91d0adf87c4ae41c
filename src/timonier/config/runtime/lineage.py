"""How processes end: with the one that began them, however that one ends, and never half-way through a start."""

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

WATCHED = "TIMONIER_WATCHED"
"""Set in the environment of the processes of `up`: their own children, too, have to end with them."""

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask the kernel to end this process when its parent is gone, be it by `kill -9`. Linux alone."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)  # it was gone before the kernel was asked


@contextmanager
def unhurried() -> Iterator[None]:
    """SIGTERM and Ctrl-C wait until the block is over: a server half started would be nobody's."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    kept = {
        one: signal.signal(one, lambda number, frame: waiting.append(number))
        for one in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for one, handler in kept.items():
            signal.signal(one, handler)
        if waiting:
            os.kill(os.getpid(), waiting[0])

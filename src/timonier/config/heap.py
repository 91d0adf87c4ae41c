"""What stays for the life of a process is set aside from the search for garbage, once it is loaded.

Only cycles need that search; nearly everything here goes when its last name goes. The code alone is
half a million objects that it would look through again and again.
"""

import gc

YOUNG = 20_000
"""New objects that are still held, between two searches among the young ones."""


def settle() -> None:
    """All that is loaded stays. Call it before the first work, once the framework is set up."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)

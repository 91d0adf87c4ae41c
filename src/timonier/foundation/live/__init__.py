"""Tell open pages that something has changed: never what, only a mark that whoever may see the page knows.

`announce` after a commit, a hub in each web process that listens, and `mark_of` for what a page shows. It must not carry
data: notices pass by row security, so a page asks for what has changed with a request of its own.
"""

from timonier.foundation.live.notices import MANY, announce, announce_on_commit, mark_of

__all__ = ["MANY", "announce", "announce_on_commit", "mark_of"]

"""The append-only journal: what happened, in its canonical bytes, and the seals that prove it.

`append` and `mark` write, `read` and `read_bundles` stream, `take_dirty` hands out the streams with news, `seals` closes blocks,
`proof` verifies, `export` writes JSON Lines. No room reads the journal's tables in any other way.
"""

from timonier.foundation.journal.reading import Row, read, read_bundles
from timonier.foundation.journal.writing import Appended, Fact, append, mark_all_dirty, take_dirty, take_news

__all__ = [
    "Appended",
    "Fact",
    "Row",
    "append",
    "mark_all_dirty",
    "read",
    "read_bundles",
    "take_dirty",
    "take_news",
]

"""The append-only journal: what happened, in its canonical bytes, and the seals that prove it.

`append` and `mark` write, `read` streams, `take_dirty` hands out the streams with news, `seals` closes blocks,
`proof` verifies, `export` writes JSON Lines. No room reads the journal's tables in any other way.
"""

from timonier.foundation.journal.reading import Row, read
from timonier.foundation.journal.writing import Appended, Fact, append, mark_all_dirty, take_dirty

__all__ = ["Appended", "Fact", "Row", "append", "mark_all_dirty", "read", "take_dirty"]

"""Where the product runs: the data folder, the embedded PostgreSQL or an external one, the processes of `up`.

Nothing here knows a contract. `hold` is the door: while it is held, the database answers.
"""

from timonier.config.runtime.folder import Folder
from timonier.config.runtime.holding import addresses, hold

__all__ = ["Folder", "addresses", "hold"]

"""Files of a contract: bytes under their own digest in the data folder, everything else about them in a row.

A name is data: it is shown and sent, and never becomes a path.
"""

from timonier.foundation.attachments.keeping import attachment_of, forget_expired, keep, making, path_of
from timonier.foundation.attachments.serving import serve

__all__ = ["attachment_of", "forget_expired", "keep", "making", "path_of", "serve"]

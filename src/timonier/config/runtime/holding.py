"""Hold the database of a data folder: the first holder starts it, the last one stops it, whatever order they end in."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from timonier.config.runtime import external
from timonier.config.runtime.cluster import Cluster
from timonier.config.runtime.folder import Folder
from timonier.config.runtime.ghosts import is_gone
from timonier.config.runtime.lineage import unhurried

_START, _HOLDERS = "start", "holders"
EMBEDDED = "TIMONIER_EMBEDDED"
"""Set beside addresses that are the folder's own cluster's, so that a child process does not take them for a stranger's."""


def addresses(folder: Folder) -> dict[str, str]:
    """The addresses of the three roles, as environment variables. They answer while `hold` is held. Raises: Refused."""
    if os.environ.get("DATABASE_URL") and not os.environ.get(EMBEDDED):
        return external.addresses(folder, os.environ)
    cluster = Cluster.of(folder)
    return {
        "DATABASE_URL": cluster.address("timonier_app"),
        "DATABASE_OWNER_URL": cluster.address("timonier_owner"),
        "DATABASE_KEEPER_URL": cluster.address("timonier_keeper"),
        EMBEDDED: "1",
    }


def administrator(folder: Folder) -> str:
    """The address of one who may restore: the cluster's superuser, or the owner of an external database."""
    if os.environ.get(EMBEDDED):
        return Cluster.of(folder).address("postgres")
    return os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])


@contextmanager
def hold(folder: Folder) -> Iterator[None]:
    """The database answers inside the block. Raises: Refused.

    Note: the kernel drops the lock of a holder that was killed; the next holder adopts the server it left.
    """
    if os.environ.get("DATABASE_URL") and not os.environ.get(EMBEDDED):
        yield
        return
    cluster = Cluster.of(folder)
    with folder.alone(_START):
        share = folder.share(_HOLDERS)
        try:
            with unhurried():
                cluster.ensure()
        except BaseException:
            # Interrupted or not good enough, the server may run all the same.
            _let_go(folder, cluster, share)
            raise
    try:
        yield
    finally:
        with folder.alone(_START):
            _let_go(folder, cluster, share)


def revive(folder: Folder) -> bool:
    """Start the folder's server again when it was killed; whether it was. For whoever holds it for long.

    Raises: Refused when it does not start (its last sessions may still be ending: ask again).
    """
    if os.environ.get("DATABASE_URL") and not os.environ.get(EMBEDDED):
        return False
    cluster = Cluster.of(folder)
    if not is_gone(cluster.home / "data"):
        return False
    with folder.alone(_START):
        if not is_gone(cluster.home / "data"):
            return False
        with unhurried():
            cluster.ensure()
    return True


def _let_go(folder: Folder, cluster: Cluster, share: IO[str]) -> None:
    """Give up the share; the last one stops the server. The caller holds the folder's start lock."""
    share.close()
    last = folder.take(_HOLDERS)
    if last is not None:
        with last:
            cluster.stop()


def stop_left_over(folder: Folder) -> bool:
    """Stop a server that no holder claims any more; whether there was one."""
    cluster = Cluster.of(folder)
    with folder.alone(_START):
        last = folder.take(_HOLDERS)
        if last is None or not cluster.is_made() or not cluster.is_running():
            return False
        cluster.stop()
        last.close()
        return True

"""The postman's thread beside the worker's rounds: a slow mail server keeps no measure waiting."""

import logging
import threading

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from timonier.foundation.notify.post import post
from timonier.foundation.tenancy.models import Contract

log = logging.getLogger("timonier.postman")
EVERY = 2.0


class Postman(threading.Thread):
    """Posts what is due of every contract, until it is told to end. What it may lose is in the rows."""

    def __init__(self) -> None:
        super().__init__(name="postman", daemon=True)
        self._ending = threading.Event()

    def end(self) -> None:
        """Ask it to stop after the mail in hand."""
        self._ending.set()

    def run(self) -> None:
        while not self._ending.wait(EVERY):
            self.once()

    def once(self) -> int:
        """One round over all contracts; how many notices went."""
        if not settings.MAIL:
            return 0
        close_old_connections()
        gone = 0
        try:
            for contract in Contract.objects.order_by("id"):
                gone += post(contract.pk)
        except DatabaseError:
            log.warning("the database does not answer the postman; trying again")
            connections.close_all()
        return gone

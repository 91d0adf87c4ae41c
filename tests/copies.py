"""Loaded by pytest before the settings are read: each process of a parallel run gets a copy of the database."""

import os

from timonier.config.proving import environment_for

_SOCKETS, _WORKER = os.environ.get("TIMONIER_TEST_SOCKETS"), os.environ.get("PYTEST_XDIST_WORKER")
if _SOCKETS and _WORKER:
    os.environ.update(environment_for(_SOCKETS, f"timonier_{_WORKER}"))

"""Durable jobs of the database: named, with one contract each, deferred with the caller's transaction, begun again when lost.

It must not carry data: a job's arguments are ids and codes, and the queue's own table holds a contract's number and a run's name
alone. A job may be run more than once; it is written so that a second time changes nothing.
"""

from timonier.foundation.jobs.deferring import defer, replay
from timonier.foundation.jobs.registry import job
from timonier.foundation.jobs.running import current_account, progress

__all__ = ["current_account", "defer", "job", "progress", "replay"]

"""The queue's library, behind one task: it leases runs to workers, and gives a killed worker's runs to the next.

It must not learn anything of a contract: its tables hold a number and a run's name. Who waits is found by looking, not by
NOTIFY, which would make commits of every contract wait for each other.
"""

import asyncio
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.jobs import Job
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from timonier.foundation.jobs.choices import MOST_ATTEMPTS
from timonier.foundation.jobs.running import run

TASK = "timonier.run"
AT_ONCE = 2
HEARTBEAT, LOST_AFTER, LOOK_EVERY = 5.0, 20.0, 1.0
"""Units: seconds. A worker that was silent for `LOST_AFTER` is taken for dead."""

_WAITS = """
SELECT EXISTS (SELECT 1 FROM procrastinate_jobs
        WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))
    OR EXISTS (SELECT 1 FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
        WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %(lost)s)))
    AS waits
"""


class _Retry(BaseRetryStrategy):
    """Seconds, then minutes: 2, 10, 50, 250."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """None when it was tried often enough."""
        if job.attempts + 1 >= MOST_ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": 2 * 5**job.attempts})


@app.task(name=TASK, retry=_Retry(), queue="timonier")
def _run(contract_id: int, run_id: str) -> None:
    run(contract_id, UUID(run_id))


def push(contract_id: int, run_id: UUID, seconds: int) -> None:
    """Put a run into the queue, in the caller's transaction."""
    later = {"schedule_in": {"seconds": seconds}} if seconds > 0 else {}
    app.configure_task(TASK, queue="timonier", **later).defer(  # type: ignore[arg-type]  # keyword arguments by case
        contract_id=contract_id, run_id=str(run_id)
    )


def has_work() -> bool:
    """Whether a run is due, or was lost with its worker."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITS, {"lost": LOST_AFTER})
        return bool(cursor.fetchone()[0])


def work(*, idle: float = 0.0, lost_after: float = LOST_AFTER) -> None:
    """Run what is due, then wait for more until `idle` seconds brought nothing; 0: until nothing is due.

    SIGTERM and Ctrl-C let the runs in hand end first. The caller's thread has no transaction open: each run has its own thread.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(_work(idle, lost_after))
        return
    # Somebody else's loop runs in this thread; ours gets a thread of its own.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(_work(idle, lost_after))).result()


async def _work(idle: float, lost_after: float) -> None:
    connector = PsycopgConnector(kwargs=connector_params("default"), min_size=1, max_size=4)
    ending = asyncio.Event()
    _listen(ending)
    with app.replace_connector(connector):
        async with app.open_async():
            last = time.monotonic()
            while not ending.is_set():
                for lost in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=lost_after):
                    await app.job_manager.retry_job(lost)
                if (await connector.execute_query_one_async(_WAITS, lost=LOST_AFTER))["waits"]:
                    await _until_empty(ending)
                    last = time.monotonic()
                if time.monotonic() - last >= idle:
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(ending.wait(), LOOK_EVERY)


def _listen(ending: asyncio.Event) -> None:
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, ending.set)


async def _until_empty(ending: asyncio.Event) -> None:
    worker = asyncio.create_task(
        app.run_worker_async(
            wait=False,
            concurrency=AT_ONCE,
            listen_notify=False,
            delete_jobs="always",
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=LOST_AFTER,
            install_signal_handlers=False,
        )
    )
    end = asyncio.create_task(ending.wait())
    await asyncio.wait({worker, end}, return_when=asyncio.FIRST_COMPLETED)
    end.cancel()
    if not worker.done():
        worker.cancel()  # it ends what it has begun, and takes nothing new
    with suppress(asyncio.CancelledError):
        await worker

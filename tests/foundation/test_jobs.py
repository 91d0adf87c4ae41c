"""Jobs: with the caller's transaction, in one scope, tried again, set aside where people see it, taken again when lost."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction

from timonier.foundation.attachments import attachment_of, forget_expired, keep, path_of
from timonier.foundation.jobs import current_account, defer, job, progress, replay
from timonier.foundation.jobs.choices import MOST_ATTEMPTS, State
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.jobs.queue import has_work, work
from timonier.foundation.notify.models import Notice
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import NoScope, current_scope, scope

done: list[tuple[frozenset[int], int | None, dict[str, object]]] = []
faults: list[Exception] = []


@job("tests.note")
def note(contract: Contract, *, n: int) -> UUID | None:
    """Remembers its scope; fails as long as faults are left."""
    progress(n, 10)
    if faults:
        raise faults.pop()
    done.append((current_scope(), current_account(), {"n": n}))
    return None


@job("tests.keep")
def keep_file(contract: Contract, *, text: str) -> UUID | None:
    """A result."""
    path = Path(os.environ["TIMONIER_TEST_FILE"])
    path.write_text(text, "utf-8")
    row = keep(
        contract, path, name="a/b:c\u202e.txt", media_type="text/plain", account_id=current_account(), days=7
    )
    return row.public_id


@pytest.fixture(autouse=True)
def _empty(contract: Contract) -> Iterator[None]:
    done.clear()
    faults.clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    yield


def run_of(contract: Contract, public_id: UUID) -> JobRun:
    with scope([contract.pk]):
        return JobRun.objects.get(contract=contract, public_id=public_id)


def at_once() -> None:
    """Whatever waits for its next attempt is due now."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    work()


def test_a_job_runs_after_the_commit_in_the_scope_of_its_contract(
    contract: Contract, other: Contract
) -> None:
    with scope([contract.pk, other.pk]):
        asked = defer("tests.note", contract_id=contract.pk, account_id=7, n=3)
    work()
    assert done == [(frozenset({contract.pk}), 7, {"n": 3})]
    row = run_of(contract, asked)
    assert (row.state, row.attempts, row.done, row.total) == (State.DONE, 1, 3, 10)
    assert not has_work()


def test_a_job_is_lost_with_the_transaction_that_deferred_it(contract: Contract) -> None:
    with pytest.raises(RuntimeError), scope([contract.pk]):
        defer("tests.note", contract_id=contract.pk, n=1)
        raise RuntimeError
    work()
    assert done == []
    with scope([contract.pk]):
        assert not JobRun.objects.filter(contract=contract).exists()


def test_no_worker_sees_a_job_before_the_commit(contract: Contract) -> None:
    with scope([contract.pk]):
        defer("tests.note", contract_id=contract.pk, n=1)
        ended = subprocess.run(
            [sys.executable, "-c", _LOOK], env={**os.environ}, capture_output=True, text=True, check=True
        )
    assert ended.stdout == "False\n"
    assert has_work()


_LOOK = """
import django; django.setup()
from timonier.foundation.jobs.queue import has_work
print(has_work())
"""


def test_a_job_needs_the_scope_of_its_contract(contract: Contract, other: Contract) -> None:
    with pytest.raises(NoScope):
        defer("tests.note", contract_id=contract.pk, n=1)
    with scope([other.pk]), pytest.raises(NoScope):
        defer("tests.note", contract_id=contract.pk, n=1)


@pytest.mark.req("ACC-01")
def test_the_queue_knows_no_data_and_other_contracts_see_no_run(contract: Contract, other: Contract) -> None:
    with scope([contract.pk]):
        asked = defer("tests.note", contract_id=contract.pk, n=5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        rows = cursor.fetchall()
    assert [set(json.loads(one)) for (one,) in rows] == [{"contract_id", "run_id"}]
    with scope([other.pk]):
        assert not JobRun.objects.filter(public_id=asked).exists()


@pytest.mark.parametrize("value", [{"a": 1}, ["a"], 1.5, b"a", "x" * 201])
def test_data_is_no_argument(contract: Contract, value: object) -> None:
    with scope([contract.pk]), pytest.raises(ValueError, match="never data"):
        defer("tests.note", contract_id=contract.pk, n=value)  # type: ignore[arg-type]


def test_what_takes_no_contract_does_not_register() -> None:
    def bare(*, n: int) -> None: ...
    def loose(contract: Contract, n: int) -> None: ...

    for function in (bare, loose):
        with pytest.raises(ValueError, match="must take"):
            job("tests.bare")(function)
    with pytest.raises(ValueError, match="twice"):
        job("tests.note")(lambda contract: None)
    with pytest.raises(ValueError, match="name"):
        job("no name")


def test_a_failure_undoes_the_work_and_is_tried_again(contract: Contract) -> None:
    faults.extend([ValueError("first")])
    with scope([contract.pk]):
        asked = defer("tests.note", contract_id=contract.pk, n=1)
    work()
    row = run_of(contract, asked)
    assert (row.state, row.attempts, row.reason) == (State.WAITING, 1, "ValueError: first")
    assert done == []
    assert not has_work(), "it waits before the next attempt"
    at_once()
    row = run_of(contract, asked)
    assert (row.state, row.attempts, row.reason) == (State.DONE, 2, "")


def test_after_five_attempts_it_is_set_aside_and_can_be_replayed(contract: Contract) -> None:
    faults.extend(ValueError(str(n)) for n in range(MOST_ATTEMPTS))
    with scope([contract.pk]):
        asked = defer("tests.note", contract_id=contract.pk, account_id=7, n=1)
    for _ in range(MOST_ATTEMPTS + 2):
        at_once()
    row = run_of(contract, asked)
    assert (row.state, row.attempts, row.reason) == (State.ASIDE, MOST_ATTEMPTS, "ValueError: 0")
    with scope([contract.pk]):
        told = list(Notice.objects.filter(contract=contract).values_list("account", "code", "url"))
    assert told == [(7, "job_aside", f"/c/{contract.key}/jobs/{asked}")], "told once, whoever asked alone"
    with scope([contract.pk]):
        replay(row)
        replay(row)
    work()
    assert run_of(contract, asked).state == State.DONE
    assert len(done) == 1


def test_one_run_waits_under_one_key(contract: Contract) -> None:
    with scope([contract.pk]):
        first = defer("tests.note", contract_id=contract.pk, key="month", n=1)
        with transaction.atomic():
            assert defer("tests.note", contract_id=contract.pk, key="month", n=2) == first
        assert defer("tests.note", contract_id=contract.pk, key="other", n=3) != first
    work()
    assert sorted(str(one[2]) for one in done) == ["{'n': 1}", "{'n': 3}"]
    with scope([contract.pk]):
        assert defer("tests.note", contract_id=contract.pk, key="month", n=4) != first


def test_a_run_that_is_done_is_not_done_again(contract: Contract) -> None:
    with scope([contract.pk]):
        asked = defer("tests.note", contract_id=contract.pk, n=1)
    with connection.cursor() as cursor:  # the queue gives it out twice
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " SELECT queue_name, task_name, args FROM procrastinate_jobs"
        )
    work()
    assert len(done) == 1
    assert run_of(contract, asked).state == State.DONE


_WORKER = """
import django; django.setup()
import tests.foundation.test_jobs as here
import os, time
def sleep(**ids):
    print("begun", flush=True)
    time.sleep(60)
here.registry_known()["tests.note"] = sleep
from timonier.foundation.jobs.queue import work
work(idle=60)
"""


def registry_known() -> dict[str, Callable[..., object]]:
    """The registered jobs, to change one in a process that is going to be killed."""
    from timonier.foundation.jobs import registry  # noqa: PLC0415 - for that process alone

    return registry._KNOWN  # type: ignore[return-value]


def test_a_killed_worker_s_job_is_taken_again(contract: Contract) -> None:
    with scope([contract.pk]):
        asked = defer("tests.note", contract_id=contract.pk, n=1)
    worker = subprocess.Popen([sys.executable, "-c", _WORKER], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "begun\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert run_of(contract, asked).state == State.RUNNING
    time.sleep(0.01)
    work(lost_after=0.0)  # its heart stopped
    row = run_of(contract, asked)
    assert (row.state, row.attempts) == (State.DONE, 2)


def test_a_job_that_takes_its_worker_with_it_is_set_aside_too(contract: Contract) -> None:
    with scope([contract.pk]):
        asked = defer("tests.note", contract_id=contract.pk, n=1)
        JobRun.objects.filter(public_id=asked).update(state=State.RUNNING, attempts=MOST_ATTEMPTS)
    work()
    row = run_of(contract, asked)
    assert (row.state, row.reason) == (State.ASIDE, "the worker ended each time")
    assert done == []


def test_a_result_is_kept_under_its_digest_for_who_asked(
    contract: Contract, other: Contract, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]
    monkeypatch.setenv("TIMONIER_TEST_FILE", str(tmp_path / "made"))
    with scope([contract.pk]):
        first = defer("tests.keep", contract_id=contract.pk, account_id=7, text="Écran noir")
        second = defer("tests.keep", contract_id=contract.pk, account_id=8, text="Écran noir")
    work()
    results = [run_of(contract, one).result for one in (first, second)]
    assert None not in results
    with scope([contract.pk]):
        row = attachment_of(contract, results[0], 7)  # type: ignore[arg-type]
        assert row is not None
        assert attachment_of(contract, results[0], 8) is None  # type: ignore[arg-type]
        assert row.name == "a-b-c-.txt"
        path = path_of(row)
        assert path.name == row.digest
        assert path.read_text("utf-8") == "Écran noir"
        assert path.stat().st_mode & 0o077 == 0
        type(row).objects.filter(pk=row.pk).update(expires_at="2001-01-01T00:00:00Z")
        assert attachment_of(contract, results[0], 7) is None  # type: ignore[arg-type]
        assert forget_expired(contract) == 1
        assert path.is_file(), "the other result has the same bytes"
        type(row).objects.update(expires_at="2001-01-01T00:00:00Z")
        assert forget_expired(contract) == 1
        assert not path.exists()
    with scope([other.pk]):
        assert attachment_of(other, results[1], 8) is None  # type: ignore[arg-type]

"""The journal takes each fact once, never changes, and gives all back."""

import threading
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.db import DatabaseError, connections

from tests.foundation.ground import NOON, fact, facts, write
from timonier.foundation.journal import append, read, take_dirty
from timonier.foundation.journal.bytes import event_digest
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import NoScope, scope


@pytest.mark.req("TIM-03")
def test_what_was_appended_is_read_back_as_it_was(contract: Contract) -> None:
    told = [fact(1), fact(2, key="E0", known_at=NOON + 9), fact(3)]
    assert write(contract, told).is_new == [True, True, True]
    with scope([contract.pk]):
        rows = list(read(contract))
        assert [row.stream for row in rows] == ["ticket/E0", "ticket/E1", "ticket/E1"]
        assert [row.payload for row in rows] == [told[1].canonical, told[0].canonical, told[2].canonical]
        assert (rows[0].occurred_at, rows[0].known_at, rows[0].position) == (NOON + 2, NOON + 9, None)
        assert (rows[0].kind, rows[0].actor, rows[0].via) == ("ticket.created", "alice@demo.invalid", "test")
        assert [row.payload for row in read(contract, stream="ticket/E1")] == [
            told[0].canonical,
            told[2].canonical,
        ]
        assert len(list(read(contract, streams=["ticket/E0", "ticket/E9"]))) == 1
        assert len(list(read(contract, family="ticket"))) == 3
        assert list(read(contract, family="tick")) == []


@pytest.mark.req("TIM-03")
def test_the_same_fact_twice_is_one(contract: Contract) -> None:
    assert write(contract, [fact(1), fact(1), fact(2)]).is_new == [True, False, True]
    again = write(contract, [fact(2), fact(3)])
    assert (again.accepted, again.duplicates, again.is_new) == (1, 1, [False, True])
    with scope([contract.pk]):
        assert len(list(read(contract))) == 3


def test_one_fact_in_two_streams_or_two_contracts_is_two(contract: Contract, other: Contract) -> None:
    assert write(contract, [fact(1, key="A"), fact(1, key="B")]).accepted == 2
    assert write(other, [fact(1, key="A")]).accepted == 1


def test_more_than_a_chunk_keeps_its_order(contract: Contract) -> None:
    told = [fact(n) for n in range(12_000)]
    assert write(contract, told).accepted == 12_000
    with scope([contract.pk]):
        assert [row.occurred_at for row in read(contract)] == [NOON + n for n in range(12_000)]


@pytest.mark.parametrize(
    "change", ["UPDATE journal_event SET actor = 'x'", "DELETE FROM journal_event", "TRUNCATE journal_event"]
)
@pytest.mark.parametrize("alias", ["default", "owner", "keeper"])
@pytest.mark.req("TIM-03")
def test_nobody_of_the_house_can_change_it(contract: Contract, change: str, alias: str) -> None:
    write(contract, facts(2))
    with (
        pytest.raises(DatabaseError),
        scope([contract.pk], using=alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute(change)
    with scope([contract.pk]):
        assert len(list(read(contract))) == 2


@pytest.mark.parametrize("table", ["journal_block", "journal_position", "journal_head"])
def test_the_application_cannot_write_a_seal_by_hand(contract: Contract, table: str) -> None:
    cursor = connections["default"].cursor()
    with pytest.raises(DatabaseError, match="permission denied"), scope([contract.pk]):
        cursor.execute(f"DELETE FROM {table}")


def test_clock_and_digest_are_the_database_s_own(contract: Contract) -> None:
    """The digest covers the recording and can be computed again by anybody."""
    with scope([contract.pk]), connections["default"].cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp()) * 1000000")
        before = int(cursor.fetchone()[0])
        cursor.execute(
            "INSERT INTO journal_event (contract_id, seq, xid, occurred_at, known_at, recorded_at, version, stream,"
            " kind, actor, via, payload, digest) VALUES (%s, 1, '5', 7, 8, 9, 1, 'ticket/E1', 'ticket.taken', 'é', 'v',"
            " '{}', 'claimed') RETURNING recorded_at, digest, seq, xid <> '5'",
            [contract.pk],
        )
        recorded, digest, seq, is_own = cursor.fetchone()
    assert recorded >= before
    assert seq > 1 or is_own
    assert bytes(digest) == event_digest("ticket/E1", "ticket.taken", 1, 7, 8, recorded, "é", "v", b"{}")
    head = f"timonier-event-1\nticket/E1\nticket.taken\n1\n7\n8\n{recorded}\né\nv\n"
    assert bytes(digest) == sha256(head.encode() + b"{}").digest()


def test_a_line_end_in_the_header_is_refused(contract: Contract) -> None:
    with pytest.raises(DatabaseError, match="journal_event_lines"):
        write(contract, [fact(1, key="E1\nticket.forged")])


def test_news_are_marked_once_a_stream_and_taken_once(contract: Contract) -> None:
    write(contract, facts(6))
    write(contract, facts(6))
    with scope([contract.pk]):
        assert take_dirty(contract) == ["ticket/E0", "ticket/E1"]
    with scope([contract.pk]):
        assert take_dirty(contract) == []


def test_a_fact_that_commits_while_its_stream_is_drained_is_not_forgotten(contract: Contract) -> None:
    write(contract, [fact(1)])
    write_later = threading.Event()
    done = threading.Event()

    def late() -> None:
        with scope([contract.pk]):
            append(contract, [fact(2)], actor="a", via="test")
            write_later.set()
            assert done.wait(10)

    with _thread(late):
        assert write_later.wait(10)
        with scope([contract.pk]):
            assert take_dirty(contract) == ["ticket/E1"]
            assert len(list(read(contract))) == 1
        done.set()
    with scope([contract.pk]):
        assert take_dirty(contract) == ["ticket/E1"]
        assert len(list(read(contract))) == 2


def test_two_writers_of_the_same_facts_store_them_once(contract: Contract) -> None:
    told = facts(3000)
    results: list[int] = []
    threads = [
        _thread(lambda order=order: results.append(write(contract, order).accepted))
        for order in (told, told[::-1])
    ]
    for thread in threads:
        thread.__enter__()
    for thread in threads:
        thread.__exit__(None, None, None)
    assert sum(results) == 3000
    with scope([contract.pk]):
        assert len(list(read(contract))) == 3000


def test_reading_needs_a_scope(contract: Contract) -> None:
    with pytest.raises(NoScope):
        read(contract)


class _thread:
    """A thread with its own connections, joined at the end; what it raised is raised here."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.work = work
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.work()
        except (AssertionError, DatabaseError) as error:
            self.error = error
        finally:
            connections.close_all()

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *exception: object) -> None:
        self.thread.join(30)
        assert self.error is None, self.error

"""Seals take what is settled, lose nothing, and name what was tampered with."""

import threading

import pytest
from django.db import connections

from tests.foundation.ground import fact, facts, tampering, write
from timonier.foundation.journal import append, read
from timonier.foundation.journal.proof import Fault, Verdict, verify
from timonier.foundation.journal.seals import close_blocks, forget_xids, head_of, seal_lag, seal_open_block
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope


def seal(contract: Contract, *, tries: int = 600) -> int:
    """Seal, and wait for what other tests hold back on the same server."""
    before = _head(contract)
    close_blocks(contract, tries=tries)
    return _head(contract) - before


def _head(contract: Contract) -> int:
    with scope([contract.pk]):
        head = head_of(contract)
        return head.position if head else 0


def check(contract: Contract) -> Verdict:
    return verify(contract)[0]


def positions(contract: Contract) -> list[int | None]:
    with scope([contract.pk]):
        return sorted((row.position for row in read(contract)), key=lambda one: one or 10**9)


@pytest.fixture
def sealed(contract: Contract) -> Contract:
    """Thirty sealed events in three blocks, and three open ones."""
    for block in range(3):
        write(contract, [fact(block * 10 + n, key=f"E{n}") for n in range(10)])
        assert seal(contract) == 10
    write(contract, [fact(100 + n) for n in range(3)])
    return contract


@pytest.mark.req("TIM-03")
def test_positions_run_from_one_without_a_gap_in_every_contract(contract: Contract, other: Contract) -> None:
    for n in range(4):
        write(contract, [fact(n)])
        write(other, [fact(n, key=f"X{m}") for m in range(3)])
    assert (seal(contract), seal(other), seal(contract)) == (4, 12, 0)
    write(contract, [fact(9)])
    assert seal(contract) == 1
    assert positions(contract) == [1, 2, 3, 4, 5]
    assert positions(other) == list(range(1, 13))


def test_more_than_one_block_is_sealed_at_once(contract: Contract) -> None:
    write(contract, [fact(n) for n in range(10_001)])
    assert seal(contract) == 10_001
    with scope([contract.pk]):
        head = head_of(contract)
    assert head is not None
    assert (head.position, head.block) == (10_001, 2)
    assert check(contract) == Verdict(contract.key, 10_001, 0, head.hash, None)


def test_a_slow_transaction_is_waited_for_and_loses_nothing(contract: Contract) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with scope([contract.pk]):
            append(contract, [fact(1)], actor="a", via="test")
            begun.set()
            assert may_end.wait(20)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(10)
    write(contract, [fact(2), fact(3)])
    assert seal(contract, tries=1) == 0, "a younger event was sealed past a running transaction"
    with scope([contract.pk]):
        assert seal_lag(contract)[0] == 2
    may_end.set()
    thread.join(20)
    assert seal(contract) == 3
    assert positions(contract) == [1, 2, 3]
    assert check(contract).fault is None


def test_two_sealers_at_once_make_one_chain(contract: Contract) -> None:
    def work(base: int) -> None:
        for n in range(25):
            write(contract, [fact(base + n)])
            seal(contract, tries=1)
        connections.close_all()

    threads = [threading.Thread(target=work, args=(base,)) for base in (0, 1000, 2000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    seal(contract)
    assert positions(contract) == list(range(1, 76))
    verdict = check(contract)
    assert (verdict.sealed, verdict.open, verdict.fault) == (75, 0, None)


def test_what_the_own_transaction_wrote_stays_open(contract: Contract) -> None:
    with scope([contract.pk]):
        append(contract, [fact(1)], actor="a", via="test")
        assert seal_open_block(contract) == 0
    assert seal(contract) == 1


def test_an_untouched_journal_is_whole(sealed: Contract) -> None:
    verdict = check(sealed)
    assert (verdict.sealed, verdict.open, verdict.fault) == (30, 3, None)


_SEQ = "(SELECT seq FROM journal_position WHERE contract_id = %(c)s AND position = {})"
_COPY = (
    "INSERT INTO journal_event SELECT contract_id, nextval('journal_seq'), xid, occurred_at, known_at, recorded_at,"
    " version, stream, kind, 'mallory', via, payload, digest FROM journal_event WHERE contract_id = %(c)s AND seq = "
    + _SEQ.format(12)
)
_REDIGEST = (
    "UPDATE journal_event SET digest = sha256(convert_to('timonier-event-1' || E'\\n' || stream || E'\\n' || kind"
    " || E'\\n' || version || E'\\n' || occurred_at || E'\\n' || coalesce(known_at::text, '') || E'\\n' || recorded_at"
    " || E'\\n' || actor || E'\\n' || via || E'\\n', 'UTF8') || payload) WHERE contract_id = %(c)s"
)
_EVENT = "journal_event WHERE contract_id = %(c)s"
_PLACE = "journal_position WHERE contract_id = %(c)s"

TAMPERINGS: dict[str, tuple[list[str], Fault]] = {
    "an actor changed": (
        [f"UPDATE journal_event SET actor = 'x' WHERE contract_id = %(c)s AND seq = {_SEQ.format(14)}"],
        Fault(14, "changed"),
    ),
    "a recording backdated": (
        [f"UPDATE journal_event SET recorded_at = 5 WHERE contract_id = %(c)s AND seq = {_SEQ.format(2)}"],
        Fault(2, "changed"),
    ),
    "a payload changed and its digest computed again": (
        [
            f"UPDATE journal_event SET payload = '{{}}' WHERE contract_id = %(c)s AND seq = {_SEQ.format(21)}",
            _REDIGEST,
        ],
        Fault(21, "changed"),
    ),
    "an event deleted": ([f"DELETE FROM {_EVENT} AND seq = {_SEQ.format(7)}"], Fault(7, "missing")),
    "an event deleted with its place, the later ones moved up": (
        [
            f"DELETE FROM {_EVENT} AND seq = {_SEQ.format(7)}",
            f"DELETE FROM {_PLACE} AND position = 7",
            "UPDATE journal_position SET position = position - 1 WHERE contract_id = %(c)s AND position > 7",
        ],
        Fault(7, "missing"),
    ),
    "an event put at an old place": (
        [_COPY, "INSERT INTO journal_position VALUES (%(c)s, currval('journal_seq'), 12)", _REDIGEST],
        Fault(12, "inserted"),
    ),
    "an event put between, the later ones moved down": (
        [
            _COPY,
            "UPDATE journal_position SET position = position + 1 WHERE contract_id = %(c)s AND position >= 12",
            "INSERT INTO journal_position VALUES (%(c)s, currval('journal_seq'), 12)",
            _REDIGEST,
        ],
        Fault(12, "inserted"),
    ),
    "an open event that did not come in by the door": ([_COPY, _REDIGEST], Fault(34, "inserted")),
    "two places swapped": (
        [
            "UPDATE journal_position SET position = CASE position WHEN 5 THEN 25 ELSE 5 END"
            " WHERE contract_id = %(c)s AND position IN (5, 25)"
        ],
        Fault(5, "reordered"),
    ),
    "the tail cut off": ([f"DELETE FROM {_EVENT} AND seq >= {_SEQ.format(28)}"], Fault(28, "truncated")),
    "every event cut off": ([f"DELETE FROM {_EVENT}"], Fault(1, "truncated")),
    "the tail cut off with its blocks": (
        [
            f"DELETE FROM {_EVENT} AND seq >= {_SEQ.format(21)}",
            f"DELETE FROM {_PLACE} AND position > 20",
            "DELETE FROM journal_block WHERE contract_id = %(c)s AND number = 3",
        ],
        Fault(21, "truncated"),
    ),
    "everything cut off": (
        [
            f"DELETE FROM {_EVENT}",
            f"DELETE FROM {_PLACE}",
            "DELETE FROM journal_block WHERE contract_id = %(c)s",
        ],
        Fault(1, "truncated"),
    ),
    "everything cut off with its head": (
        [
            f"DELETE FROM {_EVENT}",
            f"DELETE FROM {_PLACE}",
            "DELETE FROM journal_block WHERE contract_id = %(c)s",
            "DELETE FROM journal_head WHERE contract_id = %(c)s",
        ],
        Fault(1, "truncated"),
    ),
    "a block's digest changed": (
        [
            "UPDATE journal_block SET digests = overlay(digests PLACING '\\x00'::bytea FROM 40)"
            " WHERE contract_id = %(c)s AND number = 2"
        ],
        Fault(11, "changed"),
    ),
    "a block gone": (
        ["DELETE FROM journal_block WHERE contract_id = %(c)s AND number = 2"],
        Fault(11, "missing"),
    ),
    "an open event changed": (
        [
            "UPDATE journal_event SET payload = 'x' WHERE contract_id = %(c)s AND seq ="
            " (SELECT max(seq) FROM journal_event WHERE contract_id = %(c)s)"
        ],
        Fault(33, "changed"),
    ),
    "an open event deleted": (
        [f"DELETE FROM {_EVENT} AND seq = (SELECT max(seq) FROM journal_event WHERE contract_id = %(c)s)"],
        Fault(31, "missing"),
    ),
}


@pytest.mark.req("TIM-03")
@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_as_superuser_is_named_at_its_first_place(
    sealed: Contract, superuser_dsn: str, name: str
) -> None:
    statements, fault = TAMPERINGS[name]
    with tampering(superuser_dsn) as session:
        for statement in statements:
            session.execute(statement, {"c": sealed.pk})
    assert check(sealed).fault == fault


def test_a_truncated_table_is_named_in_every_contract(sealed: Contract, superuser_dsn: str) -> None:
    with tampering(superuser_dsn) as session:
        session.execute(f"TRUNCATE journal_event_{sealed.pk}")
    assert check(sealed).fault == Fault(1, "truncated")


def test_a_history_rewritten_whole_is_named_by_a_head_kept_elsewhere(
    sealed: Contract, superuser_dsn: str
) -> None:
    """Whoever holds the server can compute everything anew; only what left the house before can tell."""
    with scope([sealed.pk]):
        kept = head_of(sealed)
    assert kept is not None
    _begin_again(sealed, superuser_dsn)
    write(sealed, [fact(500 + n) for n in range(40)])
    assert seal(sealed) == 40
    assert check(sealed).fault is None
    assert verify(sealed, heads=[kept])[0].fault == Fault(1, "changed")


def test_a_tail_taken_back_is_named_by_a_head_kept_elsewhere(sealed: Contract, superuser_dsn: str) -> None:
    with scope([sealed.pk]):
        kept = head_of(sealed)
    assert kept is not None
    _begin_again(sealed, superuser_dsn)
    write(sealed, [fact(1)])
    seal(sealed)
    assert verify(sealed, heads=[kept])[0].fault == Fault(2, "truncated")


def _begin_again(contract: Contract, dsn: str) -> None:
    with tampering(dsn) as session:
        for table in ("event", "key", "position", "block", "dirty"):
            session.execute(f"DELETE FROM journal_{table} WHERE contract_id = %s", [contract.pk])
        session.execute(
            "UPDATE journal_head SET position = 0, block = 0, hash = decode(repeat('00', 32), 'hex'), horizon = '0'"
            " WHERE contract_id = %s",
            [contract.pk],
        )


@pytest.mark.parametrize("xid", ["3", "90000000000"])
def test_after_a_restore_sealing_goes_on(contract: Contract, superuser_dsn: str, xid: str) -> None:
    """Transaction numbers of another server, smaller or greater than this one's, freeze nothing and lose nothing."""
    write(contract, [fact(n) for n in range(4)])
    seal(contract)
    write(contract, [fact(n) for n in range(10, 13)])
    with tampering(superuser_dsn) as session:
        session.execute("UPDATE journal_event SET xid = %s WHERE contract_id = %s", [xid, contract.pk])
        session.execute("UPDATE journal_head SET horizon = %s WHERE contract_id = %s", [xid, contract.pk])
    with scope([contract.pk]):
        forget_xids(contract)
    assert seal(contract) == 3
    write(contract, [fact(20)])
    assert seal(contract) == 1
    assert positions(contract) == list(range(1, 9))
    assert check(contract).fault is None


def test_a_restore_into_a_younger_server_is_noticed_without_the_hook(
    contract: Contract, superuser_dsn: str
) -> None:
    write(contract, [fact(1)])
    seal(contract)
    with tampering(superuser_dsn) as session:
        session.execute(
            "UPDATE journal_head SET horizon = '90000000000' WHERE contract_id = %s", [contract.pk]
        )
    write(contract, facts(3))
    assert check(contract).fault is None
    assert seal(contract) == 3
    assert check(contract).fault is None

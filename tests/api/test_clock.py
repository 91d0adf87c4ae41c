"""A clock that is moved: the database's own dates facts, and it may not lie for long."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.api.ground import Program, World, refusal
from timonier.core.instants import SECOND, parse_instant
from timonier.foundation.journal.proof import verify
from timonier.foundation.journal.seals import close_blocks

_RIGHT = "SELECT clock_timestamp()"


@contextmanager
def moved(dsn: str, by: str) -> Iterator[None]:
    """The database's clock is wrong by an interval, for everybody."""
    form = (
        "CREATE OR REPLACE FUNCTION journal_clock() RETURNS timestamptz LANGUAGE sql VOLATILE"
        " SET search_path = pg_catalog, pg_temp AS $$ {} $$"
    )
    with psycopg.connect(dsn, autocommit=True) as session:
        session.execute(form.format(f"{_RIGHT} + interval '{by}'"))
        try:
            yield
        finally:
            session.execute(form.format(_RIGHT))


def instants(alice: Program, number: str) -> list[int]:
    pieces = alice.get(f"explain/{number}").json()["measures"][-1]["intervals"]
    return [parse_instant(one[name]) for one in pieces for name in ("from", "to")]


@pytest.mark.req("TIM-03", "DSK-01")
def test_a_clock_set_back_a_little_never_puts_an_act_before_what_it_answers(
    alice: Program, world: World, superuser_dsn: str
) -> None:
    number = alice.open()["number"]
    with moved(superuser_dsn, "-20 seconds"):
        assert alice.act(number, "take").status_code == 200
        assert alice.act(number, "resolve").status_code == 200
    page = alice.get(f"tickets/{number}").json()
    assert page["status"] == "resolved"
    told = instants(alice, number)
    assert told == sorted(told)
    assert [one.fault for one in verify(world.contract)] == [None]


def test_a_clock_set_back_an_hour_dates_nothing(alice: Program, world: World, superuser_dsn: str) -> None:
    number = alice.open()["number"]
    close_blocks(world.contract)
    with moved(superuser_dsn, "-1 hour"):
        for answer in (
            alice.post("tickets", {"type": "incident", "title": "Trop tôt"}),
            alice.act(number, "take"),
        ):
            assert 3500 < refusal(answer, 422, "clock_set_back")["params"]["seconds"] <= 3600
    assert [one["number"] for one in alice.get("tickets", state="all").json()["tickets"]] == [number]
    assert alice.act(number, "take").status_code == 200


def test_a_clock_that_jumps_ahead_counts_no_time_that_was_not(
    alice: Program, world: World, superuser_dsn: str
) -> None:
    number = alice.open()["number"]
    with moved(superuser_dsn, "15 minutes"):
        assert alice.act(number, "take").status_code == 200
    assert alice.act(number, "resolve").status_code == 200, "what happens next comes at its own time"
    told = instants(alice, number)
    assert told == sorted(told) and told[-1] - told[0] < 16 * 60 * SECOND

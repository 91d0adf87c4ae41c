"""The demonstration that was decided without an anchor goes on: deterministic, idempotent, never into a sealed month."""

from pathlib import Path

import pytest

from tests.doors import Doors, open_doors
from tests.words.conftest import _real_database
from tests.words.telling import paris
from timonier.config import playing
from timonier.config.playing import LIVING, Playing, lines_after
from timonier.core.instants import month_bounds, parse_instant
from timonier.exchange import demonstration
from timonier.foundation.installation import Installation
from timonier.foundation.journal import read
from timonier.foundation.tenancy.scopes import scope

__all__ = ["_real_database"]
SERVICES = ["internet", "messagerie"]
DECIDED = Installation(mode="demonstration", anchor="2026-03", seed=1, steps=[LIVING, "demonstration"])
END = month_bounds("2026-03", "Europe/Paris")[1]


@pytest.fixture
def doors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doors:
    opened = open_doors(tmp_path)
    monkeypatch.setattr(playing, "DEMONSTRATED", opened.key)
    return opened


def facts(doors: Doors) -> list[tuple[str, bytes]]:
    with scope([doors.contract.pk]):
        return [
            (row.stream, bytes(row.payload))
            for row in read(doors.contract)
            if row.stream.startswith("ticket/")
        ]


def test_year_and_life_together_are_the_year_with_a_later_anchor() -> None:
    """What a later anchor would have brought, and nothing twice."""
    year = [str(line) for line in demonstration.generate("2026-03", 1, SERVICES)]
    life = [str(line) for _, line in lines_after(DECIDED, SERVICES, "2026-04")]
    assert not set(year) & set(life)
    whole = {
        str(line)
        for month in [*demonstration.months("2026-03"), "2026-04"]
        for line in demonstration.generate_month(month, "2026-04", 1, SERVICES)
    }
    assert set(year) | set(life) == whole
    assert len(life) > 3000


def test_facts_come_when_their_time_has_come_and_once(doors: Doors) -> None:
    player = Playing()
    first = player.catch_up(DECIDED, parse_instant(paris("2026-04-09 12:00")))
    told = facts(doors)
    assert first > 500
    assert player.catch_up(DECIDED, parse_instant(paris("2026-04-09 12:00"))) == 0
    assert Playing().catch_up(DECIDED, parse_instant(paris("2026-04-09 12:00"))) == 0, (
        "another worker tells nothing new"
    )
    assert facts(doors) == told
    assert player.catch_up(DECIDED, parse_instant(paris("2026-04-09 18:00"))) > 0
    with scope([doors.contract.pk]):
        latest = max(
            row.occurred_at for row in read(doors.contract) if not row.stream.startswith("contract/")
        )
    assert latest <= parse_instant(paris("2026-04-09 18:00"))


def test_nothing_is_told_into_a_sealed_month(doors: Doors) -> None:
    decided = Installation(mode="demonstration", anchor="2025-11", seed=1, steps=[LIVING])
    assert Playing().catch_up(decided, parse_instant(paris("2025-12-03 12:00"))) > 0
    digest = doors.ask("seal", "--month", "2025-12")["digest"]
    assert Playing().catch_up(decided, parse_instant(paris("2026-01-09 12:00"))) > 0
    with scope([doors.contract.pk]):
        told = [
            row.occurred_at
            for row in read(doors.contract)
            if row.stream.partition("/")[0] in ("ticket", "call")
        ]
    start, end = month_bounds("2025-12", "Europe/Paris")
    assert not [at for at in told if parse_instant(paris("2025-12-03 12:00")) < at < end]
    assert [at for at in told if at >= end]
    assert doors.ask("recompute", "--month", "2025-12")["months"][0]["digest"] == digest
    assert start < end


def test_an_anchor_that_was_asked_for_ends_the_demonstration(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixed = Installation(mode="demonstration", anchor="2026-03", seed=1, steps=["demonstration"])
    monkeypatch.setattr(playing, "installation", lambda: fixed)
    assert Playing().once() == 0
    assert facts(doors) == []

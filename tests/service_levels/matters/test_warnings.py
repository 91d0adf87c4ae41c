"""Warnings of a clock: at the instants of service time, once, again after a reopening, once after a long stop."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.service_levels.matters.ground import Ground
from timonier.contracts.queries import plans_of
from timonier.core.instants import format_instant
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import now, refresh
from timonier.service_levels.models import BreachWarning, WarningChoice
from timonier.service_levels.stakes import at_stake
from timonier.service_levels.warnings import Watch, warn

MINUTE = 60_000_000
HOUR = 60 * MINUTE


def ticket(ground: Ground, number: str, begun: int, *more: dict[str, Any], **data: Any) -> None:
    """An incident under KPI-07: six hours, day and night."""
    first = {
        "event": "created", "type": "incident", "channel": "phone", "scope": "user", "priority": "high",
        "title": number, **data,
    }  # fmt: skip
    lines = [{"ticket": number, "at": format_instant(begun), **first}]
    ground.tell(lines + [{"ticket": number, **one} for one in more])


def look(ground: Ground, at: int, watch: Watch | None = None) -> list[tuple[str, int]]:
    """What a worker's round at this instant noted: (ticket, threshold)."""
    with scope([ground.contract.pk]):
        known = set(BreachWarning.objects.values_list("pk", flat=True))
        warn(ground.contract, watch or Watch({}), at)
        rows = BreachWarning.objects.exclude(pk__in=known).order_by("stream", "threshold")
        return [(row.stream.partition("/")[2], row.threshold) for row in rows]


def dues(ground: Ground) -> dict[int, int]:
    with scope([ground.contract.pk]):
        return dict(BreachWarning.objects.values_list("threshold", "due_at"))


@pytest.mark.req("KPI-34")
def test_each_threshold_is_told_once_at_its_instant(ground: Ground) -> None:
    begun = now() - 10 * MINUTE
    ticket(ground, "W-1", begun)
    watch = Watch({})
    rounds = {
        begun + 3 * HOUR - MINUTE: [],
        begun + 3 * HOUR + MINUTE: [("W-1", 50)],
        begun + 3 * HOUR + 2 * MINUTE: [],
        begun + int(4.8 * HOUR) + MINUTE: [("W-1", 80)],
        begun + 6 * HOUR + MINUTE: [("W-1", 100)],
        begun + 7 * HOUR: [],
    }
    assert {instant: look(ground, instant, watch) for instant in rounds} == rounds
    assert look(ground, begun + 8 * HOUR) == [], "a new worker remembers it from the rows"
    assert dues(ground) == {50: begun + 3 * HOUR, 80: begun + int(4.8 * HOUR), 100: begun + 6 * HOUR}


@pytest.mark.req("KPI-34")
def test_after_48_hours_of_silence_it_is_told_once_with_the_instant_it_was_due(ground: Ground) -> None:
    begun = now() - HOUR
    ticket(ground, "W-1", begun)
    assert look(ground, begun + 48 * HOUR) == [("W-1", 50), ("W-1", 80), ("W-1", 100)]
    assert dues(ground)[100] == begun + 6 * HOUR
    assert ground.notices("alice") == ["breach_done"], "one notice, of what matters now"
    assert look(ground, begun + 49 * HOUR) == []


@pytest.mark.req("KPI-34")
def test_a_clock_that_stands_warns_of_nothing(ground: Ground) -> None:
    begun = now() - 2 * HOUR
    given_away = {
        "event": "handed_over", "at": format_instant(begun + HOUR), "holder": "client", "to": "DSI",
        "means": "mail", "reference": "m1",
    }  # fmt: skip
    ticket(ground, "W-1", begun, given_away)
    assert look(ground, begun + 100 * HOUR) == []


@pytest.mark.req("KPI-34")
def test_a_reopened_clock_is_told_again(ground: Ground) -> None:
    begun = now() - 9 * HOUR
    ticket(ground, "W-1", begun)
    assert look(ground, now()) == [("W-1", 50), ("W-1", 80), ("W-1", 100)]
    ground.tell(
        [
            {"ticket": "W-1", "event": "resolved", "at": format_instant(begun + 8 * HOUR)},
            {"ticket": "W-1", "event": "reopened", "at": format_instant(begun + 8 * HOUR + MINUTE)},
        ]
    )
    with scope([ground.contract.pk]):
        refresh(ground.contract, ["ticket/W-1"])
    assert look(ground, now()) == [("W-1", 50), ("W-1", 80), ("W-1", 100)]


@pytest.mark.req("KPI-34")
def test_old_facts_ring_no_bell(ground: Ground) -> None:
    ticket(ground, "W-1", now() - 60 * 24 * HOUR)
    look(ground, now())
    assert ground.notices("alice") == []


@pytest.mark.req("KPI-34")
def test_each_is_warned_as_he_chose(ground: Ground) -> None:
    begun = now() - 10 * MINUTE
    with scope([ground.contract.pk]):
        WarningChoice.objects.create(account=ground.people["alice"].pk, thresholds=[50], only_grave=False)
    taken = {"event": "taken", "at": format_instant(begun + MINUTE), "by": ground.people["tom"].email}
    ticket(ground, "W-1", begun, taken)
    ticket(ground, "W-2", begun)
    for share in (0.51, 0.81):
        look(ground, begun + int(6 * share * HOUR))
    assert ground.notices("alice") == ["breach_near"] * 2
    assert ground.notices("tom") == ["breach_near"], "of the ticket that he took, at 80 %"
    assert ground.notices("bob") == [], "the client is not the one who must act"


@pytest.mark.req("KPI-34")
def test_what_can_still_be_saved_comes_first(ground: Ground) -> None:
    begun = now() - 4 * HOUR
    ticket(ground, "W-high", begun)
    ticket(ground, "W-vip", now() - 40 * MINUTE, priority="major")
    ticket(ground, "W-fresh", now() - MINUTE)
    ticket(ground, "W-late", now() - 9 * HOUR)
    with scope([ground.contract.pk]):
        found = at_stake(ground.contract).dangers
    assert [(one.item, one.kpi.level) for one in found] == [("W-vip", "P3"), ("W-high", "P2")]
    assert [one.used for one in found] == [66, 66]


@settings(deadline=None)
@given(
    begin=st.integers(1_700_000_000, 1_800_000_000),
    length=st.integers(0, 40 * 3600),
    place=st.sampled_from(["desk", "operation", "commercial"]),
)
def test_the_way_back_of_service_time(ground_opening: Any, begin: int, length: int, place: str) -> None:
    opening, duration = ground_opening(place), length * 1_000_000
    end = opening.add(begin * 1_000_000, duration)
    back = opening.back(end, duration)
    assert opening.elapsed(back, end) == duration
    assert back >= begin * 1_000_000 or opening.elapsed(begin * 1_000_000, back) == 0


@pytest.fixture(scope="session")
def ground_opening(django_db_setup: None, django_db_blocker: Any) -> Any:

    with django_db_blocker.unblock():
        plan = plans_of(Contract.objects.get(key="exemple")).at(0)
    return plan.opening

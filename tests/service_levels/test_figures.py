"""Stored figures of months: copies of what the journal says, marked when they are older, never wrong without a mark."""

import random
import threading
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection

from timonier.contracts.queries import definition
from timonier.core.instants import month_of
from timonier.exchange.loading import load_objects
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.models import FigureStale
from timonier.measures.services import drain, now
from timonier.service_levels import figures, keeping
from timonier.service_levels.models import FigureRow
from timonier.service_levels.services import month_result, seal_month

Line = dict[str, Any]
CREATED = {"event": "created", "type": "incident", "channel": "phone", "priority": "high"}


def load(place: Contract, lines: Iterable[Line]) -> None:
    report = load_objects(place, enumerate(lines, start=1), actor="test", via="test")
    assert report.refused_count == 0


def measure(place: Contract) -> None:
    with scope([place.pk]):
        while drain(place):
            pass


def figure(place: Contract, month: str) -> figures.MonthFigure:
    with scope([place.pk]):
        found = figures.one(place, month)
    assert found is not None
    return found


def marked(place: Contract) -> set[str]:
    with scope([place.pk]):
        return set(FigureStale.objects.filter(contract=place, is_asked=False).values_list("month", flat=True))


def ticket(key: str, opened: str, resolved: str) -> list[Line]:
    return [
        {"ticket": key, "at": opened, **CREATED},
        {"ticket": key, "at": resolved, "event": "resolved", "by": "tech@example.org"},
    ]


@pytest.mark.req("KPI-33", "GOV-03")
def test_a_stored_month_is_what_kpi_computes(place: Contract) -> None:
    load(place, ticket("A", "2026-03-02T08:00:00+01:00", "2026-03-02T19:00:00+01:00"))
    keeping.bring_up_to_date(place)
    found = figure(place, "2026-03")
    wanted = figures.slim(month_result(place, "2026-03", as_of=found.as_of))
    assert found.result == wanted
    assert (found.is_stale, found.is_sealed) == (False, False)
    assert found.lines["KPI-07"]["missed"] == 1
    assert found.extras["volumes"]["opened"] == 1
    assert keeping.compare_figures(place)["differences"] == []


@pytest.mark.req("KPI-33")
def test_a_late_fact_marks_the_months_that_it_can_touch_and_no_earlier_one(place: Contract) -> None:
    load(place, ticket("A", "2026-02-02T08:00:00+01:00", "2026-03-02T09:00:00+01:00"))
    keeping.bring_up_to_date(place)
    assert marked(place) == set()
    load(place, ticket("B", "2026-03-10T08:00:00+01:00", "2026-03-10T09:00:00+01:00"))
    assert marked(place) == set(), "measured by the worker, not by the import"
    measure(place)
    assert min(marked(place)) == "2026-03"
    assert figure(place, "2026-03").is_stale
    assert not figure(place, "2026-02").is_stale
    keeping.bring_up_to_date(place)
    assert figure(place, "2026-03").extras["volumes"]["opened"] == 1
    assert marked(place) == set()


@pytest.mark.req("KPI-33", "TIM-05")
def test_late_evidence_marks_the_month_of_the_item_that_it_moves(place: Contract) -> None:
    load(
        place,
        [
            {"ticket": "A", "at": "2026-02-02T08:00:00+01:00", **CREATED},
            {"ticket": "A", "at": "2026-02-02T09:00:00+01:00", "event": "handed_over", "holder": "client"},
            {"ticket": "A", "at": "2026-02-03T09:00:00+01:00", "event": "returned"},
            {"ticket": "A", "at": "2026-02-03T10:00:00+01:00", "event": "resolved"},
        ],
    )
    keeping.bring_up_to_date(place)
    assert figure(place, "2026-02").lines["KPI-07"]["missed"] == 1
    proof = {"to": "DSI", "means": "mail", "reference": "m-1"}
    hand_over = "2026-02-02T08:00:00.000000Z"
    load(
        place,
        [
            {
                "ticket": "A",
                "at": "2026-05-02T09:00:00+02:00",
                "event": "evidence_added",
                "of": hand_over,
                **proof,
            },
            {"ticket": "A", "at": "2026-05-02T09:30:00+02:00", "event": "evidence_accepted", "of": hand_over},
        ],
    )
    measure(place)
    assert {"2026-02", "2026-05"} <= marked(place)
    assert not {"2026-03", "2026-04"} & marked(place)
    keeping.bring_up_to_date(place)
    assert figure(place, "2026-02").lines["KPI-07"]["missed"] == 0


def test_facts_of_whole_months_mark_them_from_their_instant_on(place: Contract) -> None:
    keeping.bring_up_to_date(place)
    load(place, [{"source": "phone", "at": "2026-04-30T23:00:00+02:00", "event": "silent"}])
    measure(place)
    assert min(marked(place)) == "2026-04"
    keeping.bring_up_to_date(place)
    assert figure(place, "2026-06").lines["KPI-01"]["incomplete"]
    assert keeping.compare_figures(place)["differences"] == []


def test_a_kill_between_taking_a_mark_and_writing_leaves_the_mark(
    place: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(place, ticket("A", "2026-03-02T08:00:00+01:00", "2026-03-02T19:00:00+01:00"))
    measure(place)
    before = marked(place)
    assert "2026-03" in before

    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(keeping, "_write", killed)
        with pytest.raises(KeyboardInterrupt):
            keeping.keep_month(place, "2026-03")
    assert marked(place) == before
    with scope([place.pk]):
        assert not FigureRow.objects.filter(contract=place, month="2026-03").exists()


def test_facts_that_come_while_a_month_is_drawn_leave_their_mark(
    place: Contract, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any
) -> None:
    """Another transaction commits between the taking of the marks and the reading of the journal."""
    load(place, ticket("A", "2026-03-02T08:00:00+01:00", "2026-03-02T19:00:00+01:00"))
    measure(place)
    draw = keeping._write

    def elsewhere() -> None:
        load(place, ticket("B", "2026-03-03T08:00:00+01:00", "2026-03-03T19:00:00+01:00"))
        measure(place)
        connection.close()

    def meanwhile(contract: Contract, month: str, instant: int) -> None:
        other = threading.Thread(target=elsewhere)
        other.start()
        other.join()
        draw(contract, month, instant)

    with monkeypatch.context() as patch:
        patch.setattr(keeping, "_write", meanwhile)
        keeping.keep_month(place, "2026-03")
    found = figure(place, "2026-03")
    assert (found.extras["volumes"]["opened"], found.is_stale) == (1, True), "the snapshot, and a mark"
    keeping.keep_month(place, "2026-03")
    found = figure(place, "2026-03")
    assert (found.extras["volumes"]["opened"], found.is_stale) == (2, False)


def story(dice: random.Random, key: str) -> list[Line]:
    """A life of a ticket over some months, with hand-overs, reopenings, changes."""
    month, day = dice.randint(1, 6), dice.randint(1, 27)

    def at(days: int, hour: int) -> str:
        months, rest = divmod(day + days, 28)
        return f"2026-{month + months:02d}-{rest + 1:02d}T{hour:02d}:00:00Z"

    lines: list[Line] = [{"ticket": key, "at": at(0, 8), **CREATED, "priority": dice.choice(("high", "low"))}]
    days = 0
    for kind in dice.choices(
        ("handed_over", "returned", "changed", "resolved", "reopened", "closed", "cancelled"), k=5
    ):
        days += dice.randint(0, 20)
        line: Line = {"ticket": key, "at": at(days, dice.randint(9, 20)), "event": kind, "by": "x"}
        if kind == "handed_over":
            proof = {"to": "Orange", "means": "mail", "reference": "r"} if dice.random() < 0.7 else {}
            line |= {"holder": "third_party", **proof}
        if kind == "changed":
            line["priority"] = "medium"
        lines.append(line)
    return lines


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_of_writing_measuring_and_drawing_the_figures_are_those_of_the_journal(
    place: Contract, seed: int
) -> None:
    dice = random.Random(seed)
    lines = [line for number in range(12) for line in story(dice, f"S-{number}")]
    lines += [
        {"service": key, "at": f"2026-0{dice.randint(1, 6)}-11T1{n}:00:00Z", "event": event}
        for key in _services(place)[:2]
        for n, event in enumerate(("down", "up", "down"))
    ]
    dice.shuffle(lines)
    while lines:
        cut = dice.randint(1, 12)
        load(place, lines[:cut])
        lines = lines[cut:]
        for _ in range(dice.randint(0, 2)):
            with scope([place.pk]):
                drain(place, dice.randint(1, 5))
        for month in dice.sample(["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"], 2):
            keeping.keep_month(place, month)
    measure(place)
    _assert_fresh_months_are_exact(place)
    found = keeping.compare_figures(place)
    assert found["differences"] == []
    assert found["compared"] >= 12


def _assert_fresh_months_are_exact(place: Contract) -> None:
    stale = marked(place)
    with scope([place.pk]):
        rows = list(FigureRow.objects.filter(contract=place).exclude(month__in=stale))
        assert [one for row in rows for one in keeping._differences(place, row)] == []


def _services(place: Contract) -> list[str]:
    return sorted(definition(place).versions[-1].services)


@pytest.mark.req("KPI-33")
def test_a_sealed_month_is_shown_as_published_with_its_corrections(place: Contract) -> None:
    load(place, ticket("A", "2026-03-02T08:00:00+01:00", "2026-03-02T09:00:00+01:00"))
    measure(place)
    sealed = seal_month(place, "2026-03", by="bob", via="test")
    keeping.bring_up_to_date(place)
    assert figure(place, "2026-03").is_sealed
    assert figure(place, "2026-03").result["digest"] == sealed["digest"]
    load(place, ticket("B", "2026-03-03T08:00:00+01:00", "2026-03-03T19:00:00+01:00"))
    measure(place)
    seal_month(place, "2026-04", by="bob", via="test")
    keeping.bring_up_to_date(place)
    found = figure(place, "2026-03")
    assert found.result["digest"] == sealed["digest"]
    assert found.extras["volumes"]["opened"] == 1, "what the seal knew"
    corrected = {one["kpi"]: one["seal"] for one in found.result["corrections"]}
    assert corrected["KPI-07"] == "2026-04"
    assert keeping.compare_figures(place)["differences"] == []


@pytest.mark.req("KPI-33")
def test_a_figure_that_somebody_changed_by_hand_is_found_by_the_comparison(place: Contract) -> None:
    load(place, ticket("A", "2026-03-02T08:00:00+01:00", "2026-03-02T09:00:00+01:00"))
    keeping.bring_up_to_date(place)
    with scope([place.pk]):
        row = FigureRow.objects.get(contract=place, month="2026-03")
        row.result = bytes(row.result).replace(b'"penalty_total":"0.00"', b'"penalty_total":"9.00"')
        row.save()
    found = keeping.compare_figures(place)["differences"]
    assert found == [{"month": "2026-03", "what": "penalty_total"}]


def test_the_running_month_is_drawn_again_when_somebody_looks(place: Contract) -> None:
    keeping.bring_up_to_date(place)
    running = month_of(now(), "Europe/Paris")
    assert [one.month for one in keeping.due(place)] == []
    with scope([place.pk]):
        FigureRow.objects.filter(contract=place, month=running).update(as_of=now() - 10 * figures.FRESH)
    assert keeping.due(place) == [], "nobody looks, nothing happened"
    figure(place, running)
    assert [(one.month, one.is_asked) for one in keeping.due(place)] == [(running, True)]
    assert keeping.keep(place)
    assert keeping.due(place) == []


def test_a_new_version_of_the_contract_draws_every_month_again(place: Contract) -> None:
    keeping.bring_up_to_date(place)
    with scope([place.pk]):
        FigureRow.objects.filter(contract=place).update(versions="other")
    assert len(keeping.due(place)) > 12


@pytest.mark.req("ACC-01")
def test_figures_of_another_contract_are_not_seen(place: Contract, world: Any) -> None:
    load(place, ticket("A", "2026-03-02T08:00:00+01:00", "2026-03-02T09:00:00+01:00"))
    keeping.bring_up_to_date(place)
    with scope([world.contract.pk]):
        assert figures.whole(place, "2026-03") is None
        assert figures.items(place, "2026-03", "opened") == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM month_figure WHERE contract_id = %s", [place.pk])
            assert cursor.fetchone() == (0,)
